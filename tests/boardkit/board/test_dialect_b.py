"""Solo v2: what each saved element becomes on the stage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from boardkit.board import model
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.saved import layer, messages, parsed, stroke

OUTLINED: dict[str, Any] = {"id": "s1", "stroke": "#2563eb", "stroke_width": 4.0, "opacity": 1.0}
SHAPED: dict[str, Any] = {"id": "h1", "stroke": "red", "stroke_width": 3.0}
ROUND: dict[str, Any] = {"line_cap": "round", "line_join": "round"}


def board(**page: Any) -> dict[str, Any]:
    """A state of one page of 100 × 60."""
    return {"pages": [{"id": "p1", "width": 100, "height": 60, "shapes": [], **page}]}


def ink(log: WarningLog | None = None, **lists: Any) -> tuple[model.Node, ...]:
    """What strokes, shapes and texts become."""
    return layer("ink", board(**lists), log).children


def drawn(**lists: Any) -> model.Node:
    """The one node of a page, drawn without a remark."""
    log = WarningLog()
    (node,) = ink(log, **lists)
    assert log.all() == ()
    return node


def shape(kind: str, **values: Any) -> dict[str, Any]:
    """A saved shape."""
    return {"id": "h1", "type": kind, "color": "red", "size": 3, **values}


def text(kind: str, **values: Any) -> dict[str, Any]:
    """A saved text or note."""
    return {"id": "t1", "type": kind, "text": "So", "x": 5, "y": 6, "color": "red", "fontSize": 20, **values}


def background(log: WarningLog | None = None, **settings: Any) -> tuple[model.Node, ...]:
    """The nodes of a page's background."""
    return layer("background", board(background=settings), log).children


def places(nodes: tuple[model.Node, ...]) -> list[tuple[float, float]]:
    """Where the lines begin or the dots are."""
    return [node.points[0] if isinstance(node, model.Line) else (node.x, node.y) for node in nodes]


class TestBackgrounds:
    @pytest.mark.parametrize(
        ("settings", "fill"),
        [
            ({"type": "white"}, "#ffffff"),
            ({"type": "white", "color": "red"}, "#ffffff"),
            ({"type": "color", "color": "red"}, "red"),
            ({"type": "color"}, "#ffffff"),
            ({}, "#ffffff"),
        ],
    )
    def test_paper_is_white_unless_it_is_a_colour(self, settings: dict[str, Any], fill: str) -> None:
        assert background(**settings) == (model.Rect(width=100, height=60, fill=fill),)

    def test_a_grid_starts_one_step_in_and_stops_before_the_far_edges(self) -> None:
        _, *lines = background(type="grid")
        assert places(tuple(lines)) == [(20, 0), (40, 0), (60, 0), (80, 0), (0, 20), (0, 40)]
        assert lines[0] == model.Line(points=((20, 0), (20, 60)), stroke="#e5e7eb", stroke_width=1.0)
        assert lines[-1] == model.Line(points=((0, 40), (100, 40)), stroke="#e5e7eb", stroke_width=1.0)

    def test_dots_lie_where_lines_would_cross(self) -> None:
        _, *dots = background(type="dots", gridSize=30, lineColor="blue")
        assert places(tuple(dots)) == [(30, 30), (60, 30), (90, 30)]
        assert dots[0] == model.Ellipse(x=30, y=30, radius_x=1.5, radius_y=1.5, fill="blue")

    def test_ruled_paper_has_level_lines_only(self) -> None:
        _, *lines = background(type="ruled")
        assert lines == [
            model.Line(points=((0, y), (100, y)), stroke="#dbeafe", stroke_width=1.0) for y in (28, 56)
        ]

    def test_every_fourth_line_of_graph_paper_is_heavy(self) -> None:
        _, *lines = background(type="graph", gridSize=40)
        levels = [line for line in lines if isinstance(line, model.Line) and line.points[0][0] == 0]
        looks = [(line.points[0][1], line.stroke_width, line.opacity) for line in levels]
        assert looks == [(10, 0.5, 0.5), (20, 0.5, 0.5), (30, 0.5, 0.5), (40, 1.0, 1.0), (50, 0.5, 0.5)]

    @pytest.mark.parametrize("step", [0, -5, None])
    def test_a_step_that_leads_nowhere_is_the_default(self, step: object) -> None:
        assert len(background(type="ruled", gridSize=step)) == 3

    @pytest.mark.parametrize(("kind", "step"), [("grid", 0.001), ("dots", 0.1), ("graph", 0.01)])
    def test_a_pattern_of_too_many_lines_is_left_out_with_a_remark(self, kind: str, step: float) -> None:
        log = WarningLog()
        assert len(background(log, type=kind, gridSize=step)) == 1
        assert [warning.code for warning in log.all()] == [WarningCode.ELEMENT_LEFT_OUT]

    def test_an_unknown_background_is_white_with_a_remark(self) -> None:
        log = WarningLog()
        assert len(background(log, type="hexagons")) == 1
        assert messages(log) == ["The page's background 'hexagons' is unknown and was drawn white."]


class TestPens:
    def test_a_pen_has_straight_edges_and_its_saved_opacity(self) -> None:
        node = drawn(strokes=[stroke("pen", (1, 2), (3, 4), opacity=0.7)])
        assert isinstance(node, model.Freehand)
        assert not node.curved
        assert node.simulate_pressure
        assert (node.size, node.fill, node.opacity, node.composite) == (4.0, "#2563eb", 0.7, "source-over")

    def test_a_highlighter_is_always_as_strong_and_never_multiplies(self) -> None:
        node = drawn(strokes=[stroke("highlighter", (1, 2), (3, 4), opacity=0.9)])
        assert (node.opacity, node.composite) == (0.4, "source-over")

    def test_pressure_counts_and_is_a_half_where_none_is_saved(self) -> None:
        node = drawn(strokes=[stroke("pen", points=[{"x": 1, "y": 2, "pressure": 0.9}, {"x": 3, "y": 4}])])
        assert isinstance(node, model.Freehand)
        np.testing.assert_array_equal(node.points, [[1, 2, 0.9], [3, 4, 0.5]])

    @pytest.mark.parametrize("points", [[], [{"x": 1, "y": 2}], None])
    def test_fewer_than_two_points_draw_nothing(self, points: object) -> None:
        assert ink(strokes=[stroke("pen", points=points)]) == ()


class TestStrokeTools:
    def test_an_arrow_goes_from_the_first_to_the_last_point(self) -> None:
        node = drawn(strokes=[stroke("arrow", (1, 2), (50, 60), (3, 4))])
        assert node == model.Arrow(points=((1, 2), (3, 4)), fill="#2563eb", **ROUND, **OUTLINED)

    def test_a_rectangle_spans_the_first_and_the_last_point(self) -> None:
        node = drawn(strokes=[stroke("rectangle", (30, 40), (99, 99), (10, 60))])
        assert node == model.Rect(x=30, y=40, width=-20, height=20, **OUTLINED)

    def test_a_circle_lies_about_the_first_point_and_reaches_the_last(self) -> None:
        node = drawn(strokes=[stroke("circle", (10, 20), (99, 99), (13, 24))])
        assert node == model.Ellipse(x=10, y=20, radius_x=5, radius_y=5, **OUTLINED)

    def test_text_is_four_times_its_size_in_konvas_own_family(self) -> None:
        node = drawn(strokes=[stroke("text", (1, 2), text="Ще", size=6)])
        assert node == model.Text(id="s1", x=1, y=2, text="Ще", font_size=24, fill="#2563eb")

    @pytest.mark.parametrize("tool", ["pen", "highlighter", "line", "arrow", "rectangle", "circle", "text"])
    def test_any_stroke_may_carry_a_composite_operation(self, tool: str) -> None:
        node = drawn(strokes=[stroke(tool, (1, 2), (3, 4), text="a", composite="destination-out")])
        assert node.composite == "destination-out"

    def test_an_eraser_draws_only_with_a_composite_operation(self) -> None:
        assert ink(strokes=[stroke("eraser", (1, 2), (3, 4))]) == ()
        node = drawn(strokes=[stroke("eraser", (1, 2), (3, 4), composite="destination-out")])
        assert node.composite == "destination-out"


class TestShapes:
    ENDS: dict[str, Any] = {"startX": 1, "startY": 2, "endX": 30, "endY": 40}

    def test_a_line_has_round_ends_and_no_opacity(self) -> None:
        node = drawn(shapes=[shape("line", **self.ENDS, opacity=0.3)])
        assert node == model.Line(points=((1, 2), (30, 40)), **ROUND, **SHAPED)

    def test_a_line_without_its_ends_has_those_of_its_points(self) -> None:
        points = [{"x": 5, "y": 6}, {"x": 90, "y": 9}, {"x": 7, "y": 8}]
        node = drawn(shapes=[shape("line", points=points)])
        assert isinstance(node, model.Line)
        assert node.points == ((5, 6), (7, 8))

    @pytest.mark.parametrize(
        ("saved", "beginning", "ending"),
        [
            (shape("arrow"), False, True),
            (shape("arrow", arrowEnd=False), False, False),
            (shape("arrow", arrowEnd=None), False, True),
            (shape("arrow", arrowStart=True), True, True),
            (shape("line", arrowStart=True), True, True),
            (shape("line", arrowStart=True, arrowEnd=False), True, False),
            (shape("line", arrowEnd=True), False, True),
        ],
    )
    def test_heads(self, saved: dict[str, Any], beginning: bool, ending: bool) -> None:
        node = drawn(shapes=[{**saved, **self.ENDS}])
        assert isinstance(node, model.Arrow)
        assert (node.at_beginning, node.at_ending) == (beginning, ending)

    @pytest.mark.parametrize(("size", "length", "width"), [(None, 15, 12), (40, 40, 32)])
    def test_a_head_is_as_long_as_its_size_and_narrower(
        self, size: object, length: float, width: float
    ) -> None:
        node = drawn(shapes=[shape("arrow", **self.ENDS, arrowSize=size)])
        assert isinstance(node, model.Arrow)
        assert (node.pointer_length, node.pointer_width, node.fill) == (length, width, "red")

    def test_a_rectangle_and_a_circle_are_lines_only(self) -> None:
        rectangle = drawn(shapes=[shape("rectangle", x=1, y=2, width=30, height=40)])
        assert rectangle == model.Rect(x=1, y=2, width=30, height=40, **SHAPED)
        circle = drawn(shapes=[shape("circle", x=1, y=2, radius=9)])
        assert circle == model.Ellipse(x=1, y=2, radius_x=9, radius_y=9, **SHAPED)

    def test_shapes_come_after_strokes_and_before_texts(self) -> None:
        nodes = ink(texts=[text("text")], shapes=[shape("circle")], strokes=[stroke("line", (0, 0), (1, 1))])
        assert [node.id for node in nodes] == ["s1", "h1", "t1"]

    @pytest.mark.parametrize("kind", ["star", None, 7, ["line"]])
    def test_an_unknown_kind_is_left_out_with_a_remark(self, kind: Any) -> None:
        log = WarningLog()
        assert ink(log, shapes=[shape(kind)]) == ()
        (warning,) = log.all()
        assert (warning.code, warning.element) == (WarningCode.ELEMENT_LEFT_OUT, "h1")


class TestTexts:
    def test_a_texts_baseline_lies_a_font_size_below(self) -> None:
        node = drawn(texts=[text("text")])
        assert node == model.Text(
            id="t1",
            x=5,
            y=6,
            text="So",
            font_size=20,
            font_family="sans-serif",
            fill="red",
            baseline=20,
        )

    def test_a_line_break_breaks_no_line_but_ends_a_paragraph(self) -> None:
        node = drawn(texts=[text("text", text="a\nb")])
        assert isinstance(node, model.Text)
        assert node.text == "a\rb"

    def test_a_note_is_a_yellow_box_of_its_size_with_text_inside(self) -> None:
        node = drawn(texts=[text("note", width=80, height=30)])
        assert isinstance(node, model.Group)
        assert (node.x, node.y) == (5, 6)
        box, words = node.children
        assert box == model.Rect(
            id=node.id, width=80, height=30, fill="#ffffa5", stroke="#e6e600", stroke_width=1
        )
        assert isinstance(words, model.Text)
        assert (words.padding, words.baseline) == (8, 20)

    def test_a_note_without_a_width_is_as_wide_as_its_text(self) -> None:
        node = drawn(texts=[text("note")])
        assert isinstance(node, model.Label)
        words = node.children[1]
        assert isinstance(words, model.Text)
        assert (words.width, words.height) == (None, 36)

    def test_a_note_without_a_height_is_as_high_as_a_line(self) -> None:
        node = drawn(texts=[text("note", width=80)])
        assert isinstance(node, model.Group)
        box = node.children[0]
        assert isinstance(box, model.Rect)
        assert (box.width, box.height) == (80, 36)


class TestAssets:
    def test_images_are_drawn_from_the_lowest_z_index_to_the_highest(self) -> None:
        order = {"a": 3, "b": None, "c": -1, "d": 0, "e": "2"}
        assets = [{"id": name, "type": "image", "zIndex": z} for name, z in order.items()]
        nodes = layer("assets", board(assets=assets)).children
        assert [node.id for node in nodes] == ["c", "b", "d", "e", "a"]

    @pytest.mark.parametrize("kind", ["image", "svg", "pdf"])
    def test_an_asset_stands_in_its_box(self, kind: str) -> None:
        saved = {"id": "a1", "type": kind, "src": "data:,x", "x": 1, "y": 2, "width": 3, "height": 4}
        (node,) = layer("assets", board(assets=[{**saved, "rotation": 9, "locked": True}])).children
        assert node == model.Image(id="a1", source="data:,x", x=1, y=2, width=3, height=4, rotation=9)


def test_the_view_does_not_affect_the_page() -> None:
    plain = board(strokes=[stroke("line", (0, 0), (1, 1))])
    viewed = {**plain, "zoom": 3, "pan": {"x": 50, "y": 9}, "fullscreen": True, "updatedAt": "2024-05-06"}
    assert parsed(viewed).read_page(1) == parsed(plain).read_page(1)
