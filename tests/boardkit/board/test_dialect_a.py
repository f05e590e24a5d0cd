"""Solo Board v0.28: what each saved element becomes on the stage."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from boardkit.board import model
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.saved import image, ink, layer, messages, parsed, state, stroke

OUTLINED: dict[str, Any] = {"id": "s1", "stroke": "#2563eb", "stroke_width": 4.0, "opacity": 1.0}


def drawn(saved: Any) -> model.Node:
    """The node of a stroke that is drawn without a remark."""
    log = WarningLog()
    (node,) = ink(saved, log=log)
    assert log.all() == ()
    return node


def asset(saved: Any) -> model.Node:
    """The node of an asset that is drawn without a remark."""
    log = WarningLog()
    (node,) = layer("assets", state(assets=[saved]), log).children
    assert log.all() == ()
    return node


class TestLayers:
    def test_a_page_is_white_paper_below_images_below_ink(self) -> None:
        saved = state(stroke("line", (0, 0), (1, 1)), assets=[image()], width=300, height=200)
        background, assets, strokes = parsed(saved).read_page(1).layers
        assert background == model.Layer(
            "background", (model.Rect(width=300, height=200, fill="#ffffff"),), background=True
        )
        assert (assets.name, len(assets.children), assets.background) == ("assets", 1, False)
        assert (strokes.name, len(strokes.children), strokes.background) == ("ink", 1, False)

    def test_the_oldest_rows_hold_one_page_at_the_root(self) -> None:
        page = parsed({"strokes": [stroke("line", (0, 0), (1, 1))], "assets": [image()]}).read_page(1)
        assert [len(layer.children) for layer in page.layers] == [1, 1, 1]

    @pytest.mark.parametrize("nothing", [None, 7, "strokes", {}])
    def test_missing_lists_are_empty(self, nothing: object) -> None:
        page = parsed({"pages": [{"strokes": nothing, "assets": nothing}]}).read_page(1)
        assert [len(layer.children) for layer in page.layers] == [1, 0, 0]

    def test_strokes_keep_their_order_and_ids(self) -> None:
        nodes = ink(*(stroke("line", (0, 0), (1, 1), id=name) for name in ("b", "a", 3)))
        assert [node.id for node in nodes] == ["b", "a", "3"]


class TestPens:
    @pytest.mark.parametrize(("tool", "composite"), [("pen", "source-over"), ("highlighter", "multiply")])
    def test_a_pen_is_a_freehand_shape_and_only_the_highlighter_multiplies(
        self, tool: str, composite: str
    ) -> None:
        node = drawn(stroke(tool, (1, 2), (3, 4), opacity=0.4))
        assert isinstance(node, model.Freehand)
        assert (node.id, node.size, node.fill, node.stroke) == ("s1", 4.0, "#2563eb", None)
        assert (node.opacity, node.composite) == (0.4, composite)
        assert node.curved
        assert node.simulate_pressure

    def test_points_are_passed_without_their_pressure(self) -> None:
        points = [{"x": 1, "y": 2, "pressure": 0.9}, {"x": 3, "y": 4, "pressure": 0.1}]
        node = drawn(stroke("pen", points=points))
        assert isinstance(node, model.Freehand)
        np.testing.assert_array_equal(node.points, [[1, 2, math.nan], [3, 4, math.nan]])

    @pytest.mark.parametrize("tool", ["pen", "highlighter"])
    def test_one_point_draws_nothing(self, tool: str) -> None:
        log = WarningLog()
        assert ink(stroke(tool, points=[{"x": 1, "y": 2}]), log=log) == ()
        assert log.all() == ()

    @pytest.mark.parametrize("tool", ["pen", "highlighter"])
    @pytest.mark.parametrize("points", [[], None])
    def test_without_points_it_is_left_out_with_a_remark(self, tool: str, points: object) -> None:
        log = WarningLog()
        assert ink(stroke(tool, points=points), log=log) == ()
        assert messages(log) == [f"The {tool} stroke was left out: it has no points."]

    def test_a_size_saved_as_null_draws_nothing_with_a_remark(self) -> None:
        log = WarningLog()
        assert ink(stroke("pen", (1, 2), (3, 4), size=None), log=log) == ()
        assert messages(log) == ["The pen stroke was left out: its size is saved as null."]

    @pytest.mark.parametrize("opacity", [-0.5, 1.5, 40])
    def test_an_opacity_that_canvas_ignores_is_remarked(self, opacity: float) -> None:
        log = WarningLog()
        (node,) = ink(stroke("pen", (1, 2), (3, 4), opacity=opacity), log=log)
        assert node.opacity == opacity
        assert messages(log) == [
            "The pen stroke's opacity lies outside 0 to 1 and was ignored, as browsers do."
        ]

    def test_null_points_are_dropped(self) -> None:
        log = WarningLog()
        (node,) = ink(stroke("pen", points=[None, {"x": 1, "y": 2}, None, {"x": 3, "y": 4}]), log=log)
        assert isinstance(node, model.Freehand)
        assert node.points[:, :2].tolist() == [[1, 2], [3, 4]]
        assert messages(log) == ["The pen stroke's points held 2 that are no points; these were dropped."]

    @pytest.mark.parametrize(
        ("color", "read"), [([], "none"), ({"r": 255}, "[object Object]"), (True, "true"), (["red"], "red")]
    )
    def test_a_colour_that_is_no_text_is_what_javascript_writes(self, color: object, read: str) -> None:
        log = WarningLog()
        (node,) = ink(stroke("pen", (1, 2), (3, 4), color=color), log=log)
        assert isinstance(node, model.Freehand)
        assert node.fill == read

    @pytest.mark.parametrize("color", [None, "", 0, False])
    def test_without_a_colour_nothing_is_filled(self, color: object) -> None:
        node = drawn(stroke("pen", (1, 2), (3, 4), color=color))
        assert isinstance(node, model.Freehand)
        assert node.fill is None


class TestOutlinedTools:
    def test_a_line_goes_from_the_first_to_the_last_point_with_round_ends(self) -> None:
        node = drawn(stroke("line", (1, 2), (50, 60), (3, 4)))
        assert node == model.Line(
            points=((1.0, 2.0), (3.0, 4.0)), line_cap="round", line_join="round", **OUTLINED
        )

    def test_a_line_of_one_point_starts_and_ends_there(self) -> None:
        node = drawn(stroke("line", (1, 2)))
        assert isinstance(node, model.Line)
        assert node.points == ((1.0, 2.0), (1.0, 2.0))

    def test_a_line_without_points_is_left_out_with_a_remark(self) -> None:
        log = WarningLog()
        assert ink(stroke("line"), log=log) == ()
        assert messages(log) == ["The line stroke was left out: it has no point to stand at."]

    def test_a_rectangle_spans_its_size_from_its_first_point(self) -> None:
        node = drawn(stroke("rectangle", (10, 20), (99, 99), width=-30, height=40))
        assert node == model.Rect(x=10, y=20, width=-30, height=40, **OUTLINED)

    def test_a_circle_is_the_ellipse_within_the_box(self) -> None:
        node = drawn(stroke("circle", (10, 20), width=30, height=-40))
        assert node == model.Ellipse(x=25, y=0, radius_x=15, radius_y=20, **OUTLINED)

    @pytest.mark.parametrize("tool", ["rectangle", "circle", "text"])
    def test_a_tool_that_needs_a_place_is_left_out_without_one(self, tool: str) -> None:
        log = WarningLog()
        assert ink(stroke(tool), log=log) == ()
        assert messages(log) == [f"The {tool} stroke was left out: it has no point to stand at."]

    @pytest.mark.parametrize("tool", ["line", "rectangle", "circle"])
    def test_missing_size_and_opacity_are_konvas_defaults(self, tool: str) -> None:
        node = drawn(stroke(tool, (0, 0), (5, 5), size=None, opacity=None, width=5, height=5))
        assert isinstance(node, model.Shape)
        assert (node.stroke_width, node.opacity, node.fill) == (2.0, 1.0, None)

    def test_numbers_saved_as_text_are_read_with_remarks(self) -> None:
        log = WarningLog()
        saved = stroke("rectangle", (1, 2), width="30", height="40", size="3", opacity="0.5")
        (node,) = ink(saved, log=log)
        assert node == model.Rect(
            id="s1", x=1, y=2, width=30, height=40, stroke="#2563eb", stroke_width=3, opacity=0.5
        )
        assert {warning.code for warning in log.all()} == {WarningCode.VALUE_REPAIRED}
        assert len(log.all()) == 4


class TestText:
    def test_text_stands_at_its_first_point_and_ignores_opacity(self) -> None:
        node = drawn(stroke("text", (5, 6), text="Вітаю\nвсіх", size=24, opacity=0.3))
        assert node == model.Text(
            id="s1",
            x=5,
            y=6,
            text="Вітаю\nвсіх",
            font_size=24,
            font_family="system-ui, -apple-system, sans-serif",
            fill="#2563eb",
            opacity=1.0,
        )

    @pytest.mark.parametrize("size", [0, None, ""])
    def test_no_size_is_sixteen(self, size: object) -> None:
        (node,) = ink(stroke("text", (5, 6), text="a", size=size))
        assert isinstance(node, model.Text)
        assert node.font_size == 16.0

    def test_no_colour_is_black(self) -> None:
        node = drawn(stroke("text", (5, 6), text="a", color=None))
        assert isinstance(node, model.Text)
        assert node.fill == "black"

    @pytest.mark.parametrize(("saved", "read"), [(None, ""), (42, "42"), (True, "true"), ([], "")])
    def test_text_that_is_no_string_says_what_it_can(self, saved: object, read: str) -> None:
        node = drawn(stroke("text", (5, 6), text=saved))
        assert isinstance(node, model.Text)
        assert node.text == read


class TestStrokesThatDrawNothing:
    @pytest.mark.parametrize("tool", ["eraser", "select"])
    def test_an_eraser_and_a_selection_draw_nothing_and_are_no_remark(self, tool: str) -> None:
        log = WarningLog()
        assert ink(stroke(tool, (0, 0), (9, 9)), log=log) == ()
        assert log.all() == ()

    @pytest.mark.parametrize(
        ("tool", "kind"), [("laser", "laser"), (None, "unknown"), (7, "7"), ("Pen", "Pen"), ("", "unknown")]
    )
    def test_an_unknown_tool_is_left_out_with_a_remark(self, tool: object, kind: str) -> None:
        log = WarningLog()
        assert ink({**stroke("pen", (0, 0), (9, 9)), "tool": tool}, log=log) == ()
        (warning,) = log.all()
        assert (warning.code, warning.page, warning.element) == (WarningCode.ELEMENT_LEFT_OUT, 1, "s1")
        assert warning.message == f"The {kind} stroke was left out: the board has no such tool."

    @pytest.mark.parametrize("tool", [["pen"], {"pen": 1}])
    def test_a_tool_that_is_no_name_is_unknown(self, tool: object) -> None:
        log = WarningLog()
        assert ink({**stroke("pen", (0, 0), (9, 9)), "tool": tool}, log=log) == ()
        assert [warning.code for warning in log.all()] == [WarningCode.ELEMENT_LEFT_OUT]

    @pytest.mark.parametrize("saved", [None, 7, "pen", [], True])
    def test_a_stroke_that_is_no_object_is_left_out_and_its_neighbours_stay(self, saved: object) -> None:
        log = WarningLog()
        good = stroke("line", (0, 0), (1, 1))
        assert len(ink(good, saved, good, log=log)) == 2
        assert messages(log) == ["The stroke was left out: it is saved as something else than an object."]


class TestAssets:
    def test_an_image_stands_in_its_box(self) -> None:
        node = asset(image(src="data:,x", x=-1, y=2.5, w=30, h=-40, rotation=45))
        assert node == model.Image(
            id="a1", source="data:,x", x=-1, y=2.5, width=30, height=-40, rotation=45, opacity=1.0
        )

    @pytest.mark.parametrize("missing", [{"w": None, "h": None}, {"w": None}, {"h": None}])
    def test_a_side_that_is_not_saved_is_the_pictures_own(self, missing: dict[str, None]) -> None:
        node = asset(image(**missing))
        assert isinstance(node, model.Image)
        assert (node.width, node.height) == (missing.get("w", 30.0), missing.get("h", 40.0))

    def test_images_keep_their_order(self) -> None:
        assets = layer("assets", state(assets=[image(id=name) for name in "cab"]))
        assert [node.id for node in assets.children] == ["c", "a", "b"]

    @pytest.mark.parametrize("kind", ["svg", "video", None, 7, ["image"]])
    def test_an_unknown_kind_is_left_out_with_a_remark(self, kind: object) -> None:
        log = WarningLog()
        assert layer("assets", state(assets=[image(type=kind)]), log).children == ()
        (warning,) = log.all()
        assert (warning.code, warning.element) == (WarningCode.ELEMENT_LEFT_OUT, "a1")

    @pytest.mark.parametrize("saved", [None, 7, "image", []])
    def test_an_asset_that_is_no_object_is_left_out(self, saved: object) -> None:
        log = WarningLog()
        assert layer("assets", state(assets=[saved]), log).children == ()
        assert messages(log) == ["The asset was left out: it is saved as something else than an object."]
