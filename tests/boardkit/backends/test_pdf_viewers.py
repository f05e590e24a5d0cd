"""What other readers than PDFium make of a page: poppler itself, and poppler with cairo, as Evince has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as File

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest

from boardkit.scene.nodes import Blend, Group, Image, Path, Pattern, Picture, Scene, Stroke
from tests.boardkit.backends.features import beyond_neighbours, chain, on_page
from tests.boardkit.backends.pdf_tools import cairo_pixels, pdf_of, poppler_pixels, skia_pixels
from tests.boardkit.backends.scenes import BLACK, GREEN, RED, box, coloured_face, polygon, scene, text_node
from tests.boardkit.pictures import encoded

Look = Callable[[bytes, File], npt.NDArray[np.uint8]]


def picture_file(greys: list[list[int]]) -> bytes:
    return encoded(PIL.Image.fromarray(np.array(greys, dtype=np.uint8)))


VIEWERS = pytest.mark.parametrize("look", [poppler_pixels, cairo_pixels])


@VIEWERS
@pytest.mark.parametrize("blend", [Blend.DESTINATION_OUT, Blend.XOR, Blend.SOURCE_OUT])
def test_what_is_taken_away_uncovers_the_layer_below(blend: Blend, look: Look, tmp_path: File) -> None:
    below = Group((Path(box(0, 0, 100, 100), fill=GREEN),), isolated=True)
    cut = Path(box(20, 20, 40, 40), fill=BLACK, blend=blend)
    ink = Group((Path(box(0, 0, 100, 100), fill=RED), cut), isolated=True)
    shown = look(pdf_of(Scene(1, "", 100, 100, (below, ink))), tmp_path)
    assert shown[40, 40].tolist() == [0, 128, 0]


@VIEWERS
def test_operations_in_a_row_look_as_skia_draws_them(look: Look, tmp_path: File) -> None:
    page = on_page(*chain(12))
    found, wanted = look(pdf_of(page), tmp_path), skia_pixels(page)
    for one, other in ((found, wanted), (wanted, found)):
        assert (beyond_neighbours(one, other) > 24).mean() < 0.0005


@VIEWERS
def test_coloured_letters_keep_their_colours(look: Look, tmp_path: File) -> None:
    shown = look(pdf_of(scene(text_node("a", 10, 90, size=80, face=coloured_face()))), tmp_path)
    assert shown[50, 50].tolist() == pytest.approx([255, 0, 0], abs=2)


@VIEWERS
@pytest.mark.parametrize("dash", [(), (20.0, 5.0)])
def test_upright_lines_stay_between_pixels(dash: tuple[float, ...], look: Look, tmp_path: File) -> None:
    line = Path(polygon((0, 20.5), (100, 20.5), closed=False), stroke=Stroke(BLACK, 2, dash=dash))
    shown = look(pdf_of(scene(line)), tmp_path)[18:24, 10, 0]
    assert shown[[0, 4]].tolist() == [255, 255]
    assert shown[2] == 0
    assert ((shown[[1, 3]] > 60) & (shown[[1, 3]] < 200)).all()


@VIEWERS
def test_an_enlarged_picture_is_where_the_browser_has_it(look: Look, tmp_path: File) -> None:
    halves = Picture(picture_file([[0, 255]]), "image/png", 2, 1)
    page = scene(Image(halves, 160, 80, transform=(1, 0, 0, 1, 20, 10)))
    across = look(pdf_of(page), tmp_path)[50, :, 0].astype(int)
    assert np.abs(across - skia_pixels(page)[50, :, 0])[21:179].max() <= 20


@VIEWERS
def test_a_repeated_picture_is_where_the_browser_has_it(look: Look, tmp_path: File) -> None:
    stripes = Picture(picture_file([[0] * 6 + [255] * 6] * 12), "image/png", 12, 12)
    page = scene(Path(box(30, 10, 150, 80), fill=Pattern(stripes, repeat_x=True, repeat_y=True)))
    shown = look(pdf_of(page), tmp_path)[20:80, 40:170].astype(int)
    assert np.abs(shown - skia_pixels(page)[20:80, 40:170]).mean() <= 12


def test_a_picture_is_not_enlarged_beyond_all_bounds() -> None:
    halves = Picture(picture_file([[0, 255]]), "image/png", 2, 1)
    assert len(pdf_of(scene(Image(halves, 60_000, 30_000)))) < 20_000
