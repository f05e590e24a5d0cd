"""How far the ink of a page reaches, and the crop to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boardkit.board import model
from boardkit.scene.geometry.bounds import MAX_COORDINATE
from boardkit.scene.nodes import Scene
from boardkit.warnings import WarningCode
from tests.boardkit.pictures import data_url, png
from tests.boardkit.scene.drawing import HEIGHT, WIDTH, Stage

FULL_PAGE = (0, 0, WIDTH, HEIGHT)
RED_BOX = model.Rect(x=50, y=40, width=20, height=10, fill="red")


def part(scene: Scene) -> tuple[float, float, float, float]:
    """Left, top, width and height of the part of the page that a scene shows."""
    return (*scene.origin, scene.width, scene.height)


def cropped(*nodes: model.Node) -> tuple[float, float, float, float]:
    return part(Stage(options={"crop": "content"}).scene(*nodes))


class TestCrop:
    def test_without_a_crop_the_whole_page_shows(self) -> None:
        assert part(Stage().scene(RED_BOX)) == FULL_PAGE

    def test_content_is_what_is_drawn_not_the_background(self) -> None:
        assert cropped(RED_BOX) == (50, 40, 20, 10)

    def test_a_line_reaches_half_its_width_beyond_its_outline(self) -> None:
        line = model.Line(points=((20, 30), (60, 30)), stroke="red", stroke_width=6)
        assert cropped(line) == (17, 27, 46, 6)

    def test_the_crop_is_in_whole_board_pixels(self) -> None:
        box = model.Rect(x=10.4, y=10.6, width=5.1, height=5, fill="red")
        assert cropped(box) == (10, 10, 6, 6)

    def test_all_nodes_count(self) -> None:
        other = model.Ellipse(x=150, y=80, radius_x=5, radius_y=3, fill="red")
        assert cropped(RED_BOX, other) == (50, 40, 105, 43)

    def test_a_turned_image_counts_as_it_lies(self) -> None:
        image = model.Image(source=data_url(png()), x=100, y=10, width=30, height=50, rotation=90)
        left, top, width, height = cropped(image)
        assert (left, top) == (50, 10)
        assert (width, height) == (50, 30)

    def test_text_counts_with_room_above_and_below(self) -> None:
        left, top, width, height = cropped(model.Text(x=20, y=30, text="Ég", font_size=20, fill="red"))
        assert left == 20
        assert 20 <= width <= 30
        assert top <= 33
        assert top + height >= 55

    def test_the_page_ends_the_crop(self) -> None:
        assert cropped(model.Rect(x=-50, y=90, width=100, height=100, fill="red")) == (0, 90, 50, 10)

    @pytest.mark.parametrize(
        "nodes",
        [
            (),
            (model.Rect(x=500, y=500, width=10, height=10, fill="red"),),
            (model.Text(text="\n\n", fill="red"),),
            (model.Image(source="blob:gone"),),
        ],
        ids=["nothing", "off the page", "empty lines", "missing image"],
    )
    def test_a_page_without_visible_content_stays_whole(self, nodes: tuple[model.Node, ...]) -> None:
        assert cropped(*nodes) == FULL_PAGE

    def test_a_transparent_crop_is_the_same_part(self) -> None:
        stage = Stage(options={"crop": "content", "background": "transparent"})
        assert part(stage.scene(RED_BOX)) == (50, 40, 20, 10)


class TestReach:
    FAR = 2 * MAX_COORDINATE

    @pytest.mark.parametrize(
        "node",
        [
            model.Rect(x=FAR, width=5, height=5, fill="red"),
            model.Rect(width=-FAR, height=5, fill="red"),
            model.Rect(width=5, height=1e308, fill="red"),
            model.Ellipse(radius_x=FAR, radius_y=5, fill="red"),
            model.Line(points=((0, 0), (0, -FAR)), stroke="red"),
            model.Line(points=((0, 0), (0, 5)), stroke="red", stroke_width=1e308),
            model.Text(y=-FAR, text="a", fill="red"),
            model.Text(x=1e308, text="a", fill="red"),
            model.Rect(x=1, y=1, width=1e308, height=1e308, rotation=30, fill="red"),
            model.Group(x=FAR, children=()),
        ],
        ids=lambda node: type(node).__name__,
    )
    def test_what_lies_out_of_reach_is_left_out_with_a_remark(self, node: model.Node) -> None:
        stage = Stage()
        assert [drawn.id for drawn in stage.drawn(node, replace(RED_BOX, id="near"))] == ["near"]
        (warning,) = stage.log.all()
        assert warning.code is WarningCode.ELEMENT_LEFT_OUT
        assert warning.message == "The element was left out: it lies too far outside the page."

    def test_what_lies_far_but_within_reach_is_kept(self) -> None:
        stage = Stage()
        assert len(stage.drawn(model.Rect(x=-1e6, width=2e6, height=5, fill="red"))) == 1
        assert stage.remarks == []
