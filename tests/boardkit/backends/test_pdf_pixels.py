"""A whole page as PDFium draws the PDF, against the same scene drawn by Skia.

Two rasterisers share no antialiasing, so edges differ: by one pixel's width at most, which a look at
neighbouring pixels forgives. What is left must be nearly equal everywhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from boardkit.scene.nodes import (
    Blend,
    Color,
    Group,
    LinearGradient,
    Path,
    Scene,
    Stroke,
)
from tests.boardkit.backends.features import FEATURES, beyond_neighbours, lesson, on_page
from tests.boardkit.backends.pdf_tools import pdf_of, pixels, skia_pixels
from tests.boardkit.backends.scenes import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    box,
    scene,
    text_node,
)

LEVELS = 24  # of 255, at a pixel's best neighbour
MEAN = 3.0  # levels over all pixels; hinted letters, which the PDF leaves to its reader, make most of it
SHARE = 0.0005  # of the page, that may differ by more: corners thinner than a pixel


def test_a_gradient_runs_through_all_letters() -> None:
    fill = LinearGradient((0, 0), (200, 0), ((0.0, RED), (1.0, BLUE)))
    page = on_page(replace(text_node("IIIIIIIIII", 0, 90, size=70), fill=fill))
    inked = [tuple(pixels(pdf_of(page))[70, x].tolist()) for x in (10, 180)]
    assert inked == [pytest.approx((245, 5, 11), abs=8), pytest.approx((60, 89, 210), abs=8)]


def assert_alike(scene: Scene) -> None:
    wanted = skia_pixels(scene)
    found = pixels(pdf_of(scene))
    assert found.shape == wanted.shape
    assert np.abs(found.astype(int) - wanted).mean() < MEAN
    for one, other in ((found, wanted), (wanted, found)):
        assert (beyond_neighbours(one, other) > LEVELS).mean() < SHARE


@pytest.mark.parametrize("width", [0.1, 0.25, 0.5])
def test_a_line_is_as_faint_as_it_is_thin(width: float) -> None:
    line = Path(box(10, 20, 80, 60), stroke=Stroke(BLACK, width))
    shown = pixels(pdf_of(scene(line)), 1.5)[:60]
    darkness = (255 - shown[:, 60].astype(float)).mean(axis=1).sum() / 255
    assert darkness == pytest.approx(1.5 * width, rel=0.05)


def test_a_page_looks_as_skia_draws_it() -> None:
    assert_alike(lesson())


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_looks_as_skia_draws_it(name: str) -> None:
    assert_alike(on_page(FEATURES[name]))


@pytest.mark.parametrize("blend", [blend for blend in Blend if blend is not Blend.LIGHTER])
def test_each_composite_operation_looks_as_skia_draws_it(blend: Blend) -> None:
    first = Path(box(20, 20, 110, 50), fill=Color(200, 60, 30))
    second = Path(box(70, 40, 110, 50), fill=Color(40, 120, 220), opacity=0.8, blend=blend)
    third = Path(box(100, 10, 20, 35), fill=GREEN)
    assert_alike(on_page(first, second, third))


@pytest.mark.parametrize("blend", [Blend.SCREEN, Blend.DESTINATION_OUT, Blend.XOR])
def test_a_composite_operation_of_a_group_is_that_of_all_in_it(blend: Blend) -> None:
    first = Path(box(20, 20, 110, 50), fill=Color(200, 60, 30))
    children = (Path(box(70, 40, 60, 50), fill=BLUE), Path(box(110, 30, 60, 50), fill=GREEN))
    assert_alike(on_page(first, Group(children, isolated=True, blend=blend, opacity=0.9)))
