"""A whole page as Chromium and librsvg show the SVG, against the same scene drawn by Skia.

Edges may differ by one pixel's width, which a look at neighbouring pixels forgives; what is left must be
nearly equal everywhere. Letters are the viewer's own, so text is compared as outlines, which SVG has as well.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path as FilePath

import numpy as np
import pytest

from boardkit.scene.nodes import Blend, Color, Group, Path, Scene, Shadow
from tests.boardkit.backends.features import FEATURES, beyond_neighbours, chain, lesson, on_page
from tests.boardkit.backends.pdf_tools import skia_pixels
from tests.boardkit.backends.scenes import BLACK, BLUE, GREEN, box
from tests.boardkit.backends.svg_tools import SVG, XLINK, Pixels, Viewer, librsvg_pixels, svg_of, tree

LEVELS = 24  # of 255, at a pixel's best neighbour
MEAN = 3.0  # levels over all pixels
SHARE = 0.0005  # of the page, that may differ by more: corners thinner than a pixel

View = Callable[[bytes, FilePath], Pixels]


@pytest.fixture(scope="module")
def browser() -> Iterator[Viewer]:
    with Viewer() as viewer:
        yield viewer


@pytest.fixture(params=["chromium", "librsvg"])
def view(request: pytest.FixtureRequest) -> View:
    if request.param == "librsvg":
        return librsvg_pixels
    viewer: Viewer = request.getfixturevalue("browser")
    return viewer.pixels


def assert_alike(scene: Scene, view: View, folder: FilePath) -> None:
    wanted = skia_pixels(scene)
    found = view(svg_of(scene, text="outlines"), folder / "board.svg")
    assert found.shape == wanted.shape
    assert np.abs(found.astype(int) - wanted).mean() < MEAN
    for one, other in ((found, wanted), (wanted, found)):
        assert (beyond_neighbours(one, other) > LEVELS).mean() < SHARE


def test_a_page_looks_as_skia_draws_it(view: View, tmp_path: FilePath) -> None:
    assert_alike(lesson(), view, tmp_path)


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_looks_as_skia_draws_it(name: str, view: View, tmp_path: FilePath) -> None:
    assert_alike(on_page(FEATURES[name]), view, tmp_path)


@pytest.mark.parametrize("blend", [blend for blend in Blend if blend is not Blend.LIGHTER])
def test_each_composite_operation_looks_as_skia_draws_it(
    blend: Blend, view: View, tmp_path: FilePath
) -> None:
    first = Path(box(20, 20, 110, 50), fill=Color(200, 60, 30))
    second = Path(box(70, 40, 110, 50), fill=Color(40, 120, 220), opacity=0.8, blend=blend)
    third = Path(box(100, 10, 20, 35), fill=GREEN)
    assert_alike(on_page(first, second, third), view, tmp_path)


@pytest.mark.parametrize("blend", [Blend.SCREEN, Blend.DESTINATION_OUT, Blend.XOR])
def test_a_composite_operation_of_a_group_is_that_of_all_in_it(
    blend: Blend, view: View, tmp_path: FilePath
) -> None:
    first = Path(box(20, 20, 110, 50), fill=Color(200, 60, 30))
    children = (Path(box(70, 40, 60, 50), fill=BLUE), Path(box(110, 30, 60, 50), fill=GREEN))
    assert_alike(on_page(first, Group(children, isolated=True, blend=blend, opacity=0.9)), view, tmp_path)


@pytest.mark.parametrize("blend", [Blend.MULTIPLY, Blend.DESTINATION_OVER, Blend.XOR])
def test_a_shadow_is_composited_by_itself(blend: Blend, view: View, tmp_path: FilePath) -> None:
    first = Path(box(20, 20, 110, 50), fill=Color(200, 160, 130))
    shadow = Shadow(Color(60, 60, 160), 4, 12, 8)
    second = Path(box(70, 40, 80, 40), fill=Color(140, 220, 220), blend=blend, shadow=shadow)
    assert_alike(on_page(first, second), view, tmp_path)


def test_colours_are_added_in_a_browser(browser: Viewer, tmp_path: FilePath) -> None:
    first = Path(box(20, 20, 110, 50), fill=Color(200, 60, 30))
    second = Path(box(70, 40, 110, 50), fill=Color(40, 120, 220), blend=Blend.LIGHTER)
    assert_alike(on_page(first, second), browser.pixels, tmp_path)


def test_what_is_erased_a_hundred_times_stays_erased(view: View, tmp_path: FilePath) -> None:
    strokes = []
    for row in range(100):
        y = 10.0 * (row % 10)
        strokes.append(Path(box(4, y, 190, 9), fill=Color(200, 2 * row, 30)))
        strokes.append(
            Path(box(10 + row, y + 2, 30, 4), stroke=None, fill=BLACK, blend=Blend.DESTINATION_OUT)
        )
    assert_alike(on_page(*strokes), view, tmp_path)


def test_operations_in_a_row_look_as_skia_draws_them(view: View, tmp_path: FilePath) -> None:
    assert_alike(on_page(*chain(12)), view, tmp_path)


@pytest.mark.parametrize("count", [20, 40])
def test_operations_in_a_row_do_not_double_a_viewers_work(count: int) -> None:
    assert drawn(svg_of(on_page(*chain(count)))) < count**2


def drawn(data: bytes) -> int:
    """How many paths a viewer draws, each as often as it is used or masks something."""
    root = tree(data)
    defined = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}

    @cache
    def count(element: ET.Element) -> int:
        links = [element.get(f"{XLINK}href", "#"), element.get("mask", "url(#)")[4:-1]]
        used = sum(count(defined[link[1:]]) for link in links if link != "#")
        return (element.tag == f"{SVG}path") + used + sum(map(count, element))

    return sum(count(element) for element in root if element.tag != f"{SVG}defs")


def test_viewers_that_can_not_add_colours_screen_them(tmp_path: FilePath) -> None:
    first = Path(box(0, 0, 200, 100), fill=Color(200, 0, 0))
    second = Path(box(0, 0, 200, 100), fill=Color(100, 0, 100), blend=Blend.LIGHTER)
    shown = librsvg_pixels(svg_of(on_page(first, second)), tmp_path / "board.svg")
    screened = 255 - (255 - 200) * (255 - 100) / 255
    assert shown[50, 100].tolist() == pytest.approx([screened, 0, 100], abs=2)
