"""Where the board page lies on the sheet."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest

from boardkit.backends.pdf import write_pdf
from boardkit.backends.pdf.paper import MARGIN, MOST_SHEETS, place
from boardkit.errors import RenderError
from boardkit.options import Orientation, Paper, RenderOptions
from boardkit.scene.nodes import Matrix, Path, Scene
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.backends.pdf_tools import page, pixels, read
from tests.boardkit.backends.scenes import BLUE, RED, box, scene

A4, A3, LETTER = (595.28, 841.89), (841.89, 1190.55), (612.0, 792.0)


def turned(size: tuple[float, float]) -> tuple[float, float]:
    return size[1], size[0]


def mapped(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@pytest.mark.parametrize(
    ("paper", "orientation", "board", "sheet"),
    [
        ("a4", "auto", (920, 1200), A4),
        ("a4", "auto", (1200, 920), turned(A4)),
        ("a4", "auto", (500, 500), A4),
        ("a3", "portrait", (1200, 920), A3),
        ("letter", "landscape", (920, 1200), turned(LETTER)),
    ],
)
def test_the_sheet_is_the_paper_in_the_orientation_asked_for(
    paper: Paper, orientation: Orientation, board: tuple[int, int], sheet: tuple[float, float]
) -> None:
    data = write_pdf(
        [scene(width=board[0], height=board[1])], RenderOptions(paper=paper, orientation=orientation)
    )
    media_box = page(data).mediabox
    assert (media_box.width, media_box.height) == pytest.approx(sheet, abs=0.01)


@pytest.mark.parametrize("board", [(920, 1200), (3000, 200), (100, 2000)])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_on_paper_the_whole_page_is_centred_within_the_margins_and_keeps_its_shape(
    board: tuple[int, int], orientation: Orientation
) -> None:
    (placement,) = place(
        scene(width=board[0], height=board[1]), RenderOptions(paper="a4", orientation=orientation)
    )
    left, top = mapped(placement.matrix, 0, 0)
    right, bottom = mapped(placement.matrix, *board)
    assert (right - left) / (top - bottom) == pytest.approx(board[0] / board[1])
    assert left == pytest.approx(placement.width - right)
    assert bottom == pytest.approx(placement.height - top)
    assert min(left, bottom) == pytest.approx(MARGIN)
    assert max(left, bottom) >= MARGIN - 1e-9


def test_the_page_clips_what_reaches_beyond_it_on_paper_too() -> None:
    board = scene(Path(box(-500, 20, 2000, 60), fill=BLUE), width=200, height=100)
    image = pixels(write_pdf([board], RenderOptions(paper="a4")))
    blue = (image == (37, 99, 235)).all(axis=2)
    columns = blue.any(axis=0).nonzero()[0]
    margin = MARGIN / 0.75
    assert columns[0] == pytest.approx(margin, abs=1.5)
    assert columns[-1] == pytest.approx(image.shape[1] - margin, abs=1.5)


def test_a_cropped_page_starts_at_its_origin() -> None:
    whole = scene(Path(box(140, 60, 30, 20), fill=BLUE), width=200, height=100)
    cropped = Scene(1, "", 40, 30, whole.layers, origin=(135, 55))
    image = pixels(write_pdf([cropped], RenderOptions()))
    assert image.shape == (30, 40, 3)
    blue = (image == (37, 99, 235)).all(axis=2)
    rows, columns = blue.any(axis=1).nonzero()[0], blue.any(axis=0).nonzero()[0]
    edges = (rows[0], rows[-1], columns[0], columns[-1])
    assert edges == pytest.approx((5, 24, 5, 34), abs=1)  # PDFium draws whole pixels at edges


def test_a_page_too_large_to_be_read_on_one_sheet_is_spread_over_several_that_put_together_show_it() -> None:
    nodes = (Path(box(1500, 0, 60, 3000), fill=BLUE), Path(box(0, 1400, 8000, 60), fill=RED))
    log = WarningLog()
    board = scene(*nodes, width=8000, height=3000)
    data = write_pdf([board], RenderOptions(paper="a4"), log)
    sheets = place(board, RenderOptions(paper="a4"))
    pages = read(data).pages
    assert len(pages) == len(sheets) == sheets[-1].row * sheets[-1].column > 1
    assert [remark.code for remark in log.all()] == [WarningCode.PICTURE_TILED]
    for number, sheet in enumerate(sheets):
        assert (pages[number].mediabox.width, pages[number].mediabox.height) == pytest.approx(
            turned(A4), abs=0.01
        )
        left, top = mapped(sheet.matrix, *sheet.part[:2])
        assert min(left, sheet.height - top) == pytest.approx(MARGIN)
    rows = [pixels(data, page=number) for number in range(sheets[-1].column)]
    margin = ceil(MARGIN / 0.75) + 1
    inner = np.concatenate([row[margin:-margin, margin:-margin] for row in rows], axis=1)
    blue = np.flatnonzero((inner == (37, 99, 235)).all(axis=2).any(axis=0))
    assert blue.mean() / inner.shape[1] == pytest.approx(1530 / 8000, abs=0.01)
    assert len(read(data).outline) == len(pages)


def test_a_poster_takes_no_more_sheets_than_a_wall_holds() -> None:
    sheets = place(scene(width=200_000, height=150_000), RenderOptions(paper="letter"))
    assert MOST_SHEETS / 2 < len(sheets) <= MOST_SHEETS


def test_a_page_beyond_what_readers_take_gets_a_larger_unit() -> None:
    wide = page(write_pdf([scene(width=40_000, height=100)], RenderOptions()))
    assert wide["/UserUnit"] == 3
    assert tuple(wide.mediabox) == (0, 0, 10_000, 25)


@pytest.mark.parametrize("size", [(0, 10), (10, -1), (float("nan"), 10), (float("inf"), 10)])
def test_a_page_without_area_is_a_render_error(size: tuple[float, float]) -> None:
    with pytest.raises(RenderError, match="Page 4"):
        write_pdf([Scene(4, "", *size, ())], RenderOptions())
