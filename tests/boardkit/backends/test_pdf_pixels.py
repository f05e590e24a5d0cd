"""A whole page as PDFium draws the PDF, against the same scene drawn by Skia.

Two rasterisers share no antialiasing, so edges differ: by one pixel's width at most, which a look at
neighbouring pixels forgives. What is left must be nearly equal everywhere.
"""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import PIL.Image

from boardkit.backends.png.raster import Rasteriser
from boardkit.scene.nodes import Blend, Color, FillRule, Group, Image, Node, Path, Picture, Scene, Stroke
from tests.boardkit.backends.pdf_tools import pdf_of, pixels
from tests.boardkit.backends.scenes import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    box,
    ellipse,
    pen_stroke,
    polygon,
    text_node,
)

LEVELS = 24  # of 255, at a pixel's best neighbour
SHARE = 0.0005  # of the page, that may differ by more: corners thinner than a pixel


def picture() -> Picture:
    ramp = np.zeros((40, 60, 3), dtype=np.uint8)
    ramp[..., 0] = np.linspace(0, 255, 60)
    ramp[..., 1] = np.linspace(0, 255, 40)[:, None]
    file = io.BytesIO()
    PIL.Image.fromarray(ramp).save(file, "PNG")
    return Picture(file.getvalue(), "image/png", 60, 40)


def lesson() -> Scene:
    """A page with everything that the PDF knows."""
    background = Group((Path(box(0, 0, 600, 400), fill=WHITE),), isolated=True)
    assets = (
        Image(picture(), 120, 80, transform=(1, 0, 0, 1, 450, 20)),
        Image(picture(), 90, 60, transform=(0.9, 0.43, -0.43, 0.9, 460, 140), opacity=0.5),
    )
    ink: tuple[Node, ...] = (
        *(Path(pen_stroke(seed), fill=Color(20 * seed, 0, 200)) for seed in range(8)),
        Path(ellipse(100, 80, 80, 50), stroke=Stroke(BLUE, 4)),
        Path(ellipse(100, 80, 60, 30), fill=RED, stroke=Stroke(GREEN, 10), opacity=0.5),
        Path(
            polygon((220, 20), (300, 20), (220, 100), (300, 100)),
            fill=Color(200, 100, 0),
            fill_rule=FillRule.EVENODD,
            stroke=Stroke(BLACK, 3, join="round", dash=(10, 5), dash_offset=-3),
        ),
        Path(
            polygon((320, 40), (400, 40), (330, 80), closed=False),
            stroke=Stroke(BLACK, 8, cap="round", join="miter"),
        ),
        Path(box(20, 180, 200, 30), fill=Color(255, 230, 0), opacity=0.4, blend=Blend.MULTIPLY),
        Path(box(60, 160, 30, 80), fill=Color(0, 150, 255), opacity=0.8, blend=Blend.MULTIPLY),
        Path(box(300, 160, 100, 60), fill=RED),
        Path(ellipse(350, 190, 30, 20), fill=BLACK, blend=Blend.DESTINATION_OUT),
        Path(box(345, 150, 10, 80), fill=GREEN, transform=(1, 0, 0.2, 1, 0, 0)),
        text_node("Площа круга, AVAWA\nsecond line", 40, 300, size=28),
    )
    layers = (background, Group(assets, isolated=True), Group(ink, isolated=True))
    return Scene(1, "", 600, 400, layers)


def test_a_page_looks_as_skia_draws_it() -> None:
    scene = lesson()
    wanted = Rasteriser().pixels(scene, 1.0)[..., :3]
    found = pixels(pdf_of(scene))
    assert found.shape == wanted.shape
    assert np.abs(found.astype(int) - wanted).mean() < 1.0
    for one, other in ((found, wanted), (wanted, found)):
        assert (beyond_neighbours(one, other) > LEVELS).mean() < SHARE


def beyond_neighbours(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> npt.NDArray[np.int_]:
    """How far each pixel of `one` lies outside the range of the 3 × 3 pixels of `other` around it."""
    padded = np.pad(other.astype(int), ((1, 1), (1, 1), (0, 0)), mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(0, 1))
    below = around.min(axis=(3, 4)) - one
    above = one - around.max(axis=(3, 4))
    distance: npt.NDArray[np.int_] = np.maximum(np.maximum(below, above), 0).max(axis=2)
    return distance
