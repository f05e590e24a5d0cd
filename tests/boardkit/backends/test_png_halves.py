"""A page drawn by two processes."""

from __future__ import annotations

import os
import threading
from dataclasses import replace

import numpy as np
import pytest

from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.halves import draw_by_two, draw_in_halves
from boardkit.backends.png.raster import Rasteriser
from boardkit.scene.geometry.outlines import polygon
from boardkit.scene.nodes import Blend, Color, Group, Node, Path, Scene, Shadow, Stroke
from tests.boardkit.backends.scenes import BLACK, RED, scene, text_node

SCALE = 1.5
INK = Color(20, 90, 200, 0.6)


def draw(page: Scene) -> Bitmap:
    return Rasteriser().draw(page, SCALE)


def pen(random: np.random.Generator) -> Path:
    """A stroke anywhere on the page, filled or a line."""
    outline = polygon(random.normal(random.uniform(0, 200, 2), 25, (12, 2)), closed=True)
    if random.random() < 0.5:
        return Path(outline, fill=INK, blend=random.choice([Blend.SOURCE_OVER, Blend.MULTIPLY]))
    return Path(outline, stroke=Stroke(INK, 3.0), transform=(1, 0, 0, random.choice([1, -0.5]), 0, 60))


def many(count: int) -> list[Node]:
    random = np.random.default_rng(7)
    return [pen(random) for _ in range(count)]


MIXED = scene(
    *many(20),
    text_node("across the middle", 10, 100),
    Path(polygon([(20, 20), (60, 20), (40, 50)], closed=True), fill=RED, shadow=Shadow(BLACK, 30, 0, 120)),
    Group(tuple(many(4)), isolated=True, opacity=0.5),
    Path(polygon([(10, 10), (190, 30), (90, 190)], closed=True), fill=INK, blend=Blend.SOURCE_IN),
    *many(10),
    width=200,
    height=200,
)
TWO_LAYERS = replace(
    MIXED,
    layers=(
        Group((Path(polygon([(5, 5), (195, 5), (100, 30)], closed=True), fill=RED),), isolated=True),
        Group(tuple(many(40)), isolated=True),
    ),
)


@pytest.mark.parametrize(
    "page",
    [MIXED, TWO_LAYERS, replace(TWO_LAYERS, origin=(30, 40), width=120, height=130)],
    ids=["all kinds of nodes", "a lowest layer above the middle", "cropped"],
)
def test_every_pixel_is_what_one_process_draws(page: Scene) -> None:
    np.testing.assert_array_equal(draw_in_halves(page, SCALE, draw).rows(0), draw(page).rows(0))


def test_each_process_draws_what_reaches_its_half() -> None:
    drawn: list[int] = []

    def counted(page: Scene) -> Bitmap:
        drawn.append(sum(len(layer.children) for layer in page.layers))
        return draw(page)

    everything = scene(*many(60), width=200, height=200)
    draw_in_halves(everything, SCALE, counted)
    (here,) = drawn
    assert here < sum(len(layer.children) for layer in everything.layers)


def test_what_the_other_process_could_not_draw_is_drawn_here() -> None:
    parent = os.getpid()

    def failing(page: Scene) -> Bitmap:
        if os.getpid() != parent:
            raise MemoryError
        return draw(page)

    page = scene(*many(20), width=200, height=200)
    np.testing.assert_array_equal(draw_in_halves(page, SCALE, failing).rows(0), draw(page).rows(0))


def test_little_ink_and_a_program_of_several_threads_make_no_process() -> None:
    drawn: list[Scene] = []

    def remembered(page: Scene) -> Bitmap:
        drawn.append(page)
        return draw(page)

    little = scene(*many(5), width=200, height=200)
    turn = np.linspace(0, 2 * np.pi, 100_001)
    much = scene(Path(polygon(np.stack([np.cos(turn), np.sin(turn)], axis=1), closed=True), fill=INK))
    draw_by_two(little, SCALE, remembered)
    thread = threading.Thread(target=draw_by_two, args=(much, SCALE, remembered))
    thread.start()
    thread.join()
    assert drawn[0] is little
    assert drawn[1] is much
