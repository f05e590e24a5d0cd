"""The file as a whole: its pages, what it says of itself, and how it fails."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from boardkit.backends.pdf import write_pdf
from boardkit.errors import OverLimit, RenderError
from boardkit.options import RenderOptions
from boardkit.scene.nodes import Outline, Path, Scene
from tests.boardkit.backends.pdf_tools import pdf_of, read
from tests.boardkit.backends.scenes import BLUE, box, pen_stroke, scene, text_node


def test_a_scene_becomes_a_page_of_its_size_in_points() -> None:
    reader = read(pdf_of(scene(width=920, height=1200), scene(width=400, height=101)))
    assert [tuple(page.mediabox) for page in reader.pages] == [(0, 0, 690, 900), (0, 0, 300, 75.75)]


def test_each_page_has_an_outline_entry_named_as_the_board_names_it() -> None:
    reader = read(pdf_of(scene(name="Сторінка 1"), scene(number=7), scene(name="lone \ud800 half")))
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [entry.title for entry in entries] == ["Сторінка 1", "Page 7", "lone \ufffd half"]
    assert [reader.get_destination_page_number(entry) for entry in entries] == [0, 1, 2]


def test_title_and_creation_date_are_the_options_own() -> None:
    moment = datetime(2026, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    options = RenderOptions(title="Моя дошка", created=moment)
    reader = read(write_pdf([scene()], options))
    assert reader.metadata is not None
    assert reader.metadata.title == "Моя дошка"
    assert reader.metadata.creation_date == moment
    assert reader.metadata.producer == "solo-export"
    assert reader.viewer_preferences == {"/DisplayDocTitle": True}


def test_without_options_the_file_names_no_title_and_no_date() -> None:
    reader = read(pdf_of(scene()))
    assert reader.metadata == {"/Producer": "solo-export"}
    assert reader.pdf_header == "%PDF-1.7"


def test_equal_scenes_give_equal_bytes() -> None:
    def written() -> bytes:
        page = scene(Path(pen_stroke(1), fill=BLUE, opacity=0.5), text_node("Однакове", 20, 50))
        return write_pdf([page, page], RenderOptions(title="x", created=datetime(2026, 1, 1, tzinfo=UTC)))

    assert written() == written()


def test_scenes_are_let_go_before_the_next_but_one_is_asked_for() -> None:
    alive: list[weakref.ref[object]] = []

    def scenes() -> Iterator[Scene]:
        for number in range(6):
            outline = pen_stroke(number)
            alive.append(weakref.ref(outline.points))
            page = scene(Path(outline, fill=BLUE), number=number)
            del outline
            yield page
            del page
            assert sum(points() is not None for points in alive) <= 1

    assert len(read(write_pdf(scenes(), RenderOptions())).pages) == 6
    assert len(alive) == 6


def test_no_scene_is_a_render_error() -> None:
    with pytest.raises(RenderError, match="no page"):
        pdf_of()


def test_what_nobody_foresaw_is_a_render_error_with_its_cause() -> None:
    short = Outline(box(0, 0, 5, 5).verbs, np.zeros((1, 2), dtype=np.float32))
    with pytest.raises(RenderError) as raised:
        pdf_of(scene(Path(short, fill=BLUE)))
    assert isinstance(raised.value.__cause__, IndexError)


def test_numbers_that_are_no_numbers_are_a_render_error_and_never_reach_the_file() -> None:
    skewed = Path(box(0, 0, 5, 5), fill=BLUE, transform=(1, 0, 0, 1, float("nan"), 0))
    with pytest.raises(RenderError):
        pdf_of(scene(skewed))


def test_an_error_of_the_scenes_own_passes_through() -> None:
    def scenes() -> Iterator[Scene]:
        yield scene()
        raise OverLimit("Too many points.", limit="points", allowed=1)

    with pytest.raises(OverLimit, match="Too many points"):
        write_pdf(scenes(), RenderOptions())
