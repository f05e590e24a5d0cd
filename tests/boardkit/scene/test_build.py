"""What Konva would do with a page, resolved once."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import pytest

from boardkit.board import model
from boardkit.scene.freehand import freehand_outline
from boardkit.scene.nodes import Blend, Color, Group, Path, Stroke, Verb
from boardkit.warnings import WarningCode
from tests.boardkit.scene.drawing import HEIGHT, WIDTH, Stage

RED = Color(255, 0, 0)
PEN_STROKE = np.array([[0, 0, np.nan], [20, 5, np.nan], [40, 0, np.nan]])


def path(saved: model.Node, stage: Stage | None = None) -> Path:
    node = (stage or Stage()).node(saved)
    assert isinstance(node, Path)
    return node


class TestLayers:
    def test_each_layer_is_a_canvas_of_its_own_in_the_pages_order(self) -> None:
        scene = Stage().scene(model.Rect(width=5, height=5, fill="red"))
        assert [(layer.id, layer.isolated, layer.opacity) for layer in scene.layers] == [
            ("background", True, 1.0),
            ("ink", True, 1.0),
        ]
        assert (scene.number, scene.name, scene.origin) == (1, "First", (0, 0))
        assert (scene.width, scene.height) == (WIDTH, HEIGHT)

    def test_a_transparent_page_has_no_background_layer_and_the_same_ink(self) -> None:
        box = model.Rect(width=5, height=5, fill="red")
        opaque = Stage().scene(box)
        transparent = Stage(options={"background": "transparent"}).scene(box)
        assert [layer.id for layer in transparent.layers] == ["ink"]
        assert [type(node) for node in transparent.layers[0].children] == [Path]
        assert (transparent.width, transparent.height) == (opaque.width, opaque.height)

    def test_nodes_keep_their_order_and_ids(self) -> None:
        boxes = [model.Rect(id=name, width=5, height=5, fill="red") for name in "cab"]
        assert [node.id for node in Stage().drawn(*boxes)] == ["c", "a", "b"]


class TestPaint:
    def test_a_shape_is_filled_and_stroked_as_saved(self) -> None:
        box = model.Rect(id="b", x=3, y=4, width=5, height=6, fill="red", stroke="#00f", stroke_width=1.5)
        node = path(box)
        assert (node.fill, node.stroke) == (RED, Stroke(Color(0, 0, 255), 1.5, cap="butt", join="miter"))
        assert (node.id, node.transform) == ("b", (1, 0, 0, 1, 3, 4))
        assert (node.opacity, node.blend) == (1.0, Blend.SOURCE_OVER)

    def test_a_line_is_never_filled(self) -> None:
        line = model.Line(points=((0, 0), (9, 0), (9, 9)), fill="red", stroke="blue", line_cap="round")
        node = path(line)
        assert node.fill is None
        assert node.stroke is not None
        assert node.stroke.cap == "round"

    @pytest.mark.parametrize(
        "values",
        [{}, {"stroke": "red", "stroke_width": 0}, {"fill": ""}],
        ids=["no colour", "no width", "empty colour"],
    )
    def test_a_shape_that_paints_nothing_is_left_out(self, values: dict[str, Any]) -> None:
        stage = Stage()
        assert stage.drawn(model.Rect(width=5, height=5, **values)) == ()
        assert stage.remarks == ["The element was left out: it has no colour or no width."]

    def test_a_negative_line_width_is_ignored_by_canvas(self) -> None:
        node = path(model.Rect(width=5, height=5, stroke="red", stroke_width=-7))
        assert node.stroke is not None
        assert node.stroke.width == 1.0

    @pytest.mark.parametrize(
        ("saved", "drawn"), [(0, 0), (0.4, 0.4), (1, 1), (-0.1, 1), (1.5, 1), (1e300, 1)]
    )
    def test_an_opacity_outside_its_range_is_ignored_by_canvas(self, saved: float, drawn: float) -> None:
        assert path(model.Rect(width=5, height=5, fill="red", opacity=saved)).opacity == drawn

    def test_an_opacity_is_not_mixed_into_the_colour(self) -> None:
        node = path(model.Rect(width=5, height=5, fill="rgba(255, 0, 0, 0.5)", opacity=0.5))
        assert node.fill == Color(255, 0, 0, 128 / 255)
        assert node.opacity == 0.5

    @pytest.mark.parametrize("name", ["multiply", "destination-out", "source-over"])
    def test_a_composite_operation_goes_by_its_canvas_name(self, name: str) -> None:
        assert path(model.Rect(width=5, height=5, fill="red", composite=name)).blend.value == name

    @pytest.mark.parametrize("name", ["normal", "", "x" * 1000])
    def test_an_unknown_composite_operation_is_ignored_with_a_remark(self, name: str) -> None:
        stage = Stage()
        box = model.Rect(width=5, height=5, fill="red", composite=name)
        assert path(box, stage).blend is Blend.SOURCE_OVER
        (warning,) = stage.log.all()
        assert warning.code is WarningCode.VALUE_REPAIRED
        assert len(warning.message) < 100


class TestGeometry:
    def test_a_node_turns_clockwise_about_its_own_place(self) -> None:
        node = path(model.Rect(x=10, y=20, width=5, height=5, fill="red", rotation=30))
        half, most = 0.5, sqrt(3) / 2
        assert node.transform == pytest.approx((most, half, -half, most, 10, 20))

    @pytest.mark.parametrize(("curved", "verb"), [(True, Verb.QUAD), (False, Verb.LINE)])
    def test_a_pens_outline_is_closed_curves_or_corners(self, curved: bool, verb: Verb) -> None:
        node = path(model.Freehand(points=PEN_STROKE, size=6, curved=curved, fill="red"))
        first, *between, last = node.outline.verbs.tolist()
        assert (first, set(between), last) == (Verb.MOVE, {verb}, Verb.CLOSE)
        corners = freehand_outline(PEN_STROKE, 6, simulate_pressure=True).astype(np.float32)
        drawn = node.outline.points[1::2] if curved else node.outline.points
        np.testing.assert_array_equal(drawn, corners)

    @pytest.mark.parametrize("size", [0, -3])
    def test_a_pen_without_a_size_draws_nothing(self, size: float) -> None:
        stage = Stage()
        assert stage.drawn(model.Freehand(points=PEN_STROKE, size=size, fill="red")) == ()
        assert stage.remarks == []

    @pytest.mark.parametrize("size", [1e200, 1e308])
    def test_a_pen_wider_than_any_page_is_left_out(self, size: float) -> None:
        stage = Stage()
        assert stage.drawn(model.Freehand(points=PEN_STROKE, size=size, fill="red")) == ()
        assert stage.remarks == ["The element was left out: it lies too far outside the page."]

    def test_a_negative_radius_is_as_good_as_a_positive_one(self) -> None:
        one = path(model.Ellipse(radius_x=-5, radius_y=3, fill="red"))
        other = path(model.Ellipse(radius_x=5, radius_y=3, fill="red"))
        np.testing.assert_array_equal(one.outline.points, other.outline.points)


class TestGroups:
    def test_children_take_over_their_groups_opacity_and_composite_operation(self) -> None:
        box = model.Rect(width=5, height=5, fill="red", opacity=0.5)
        group = Stage().node(model.Group(children=(box,), x=7, opacity=0.5, composite="multiply"))
        assert isinstance(group, Group)
        assert not group.isolated
        assert group.transform == (1, 0, 0, 1, 7, 0)
        (child,) = group.children
        assert isinstance(child, Path)
        assert (child.opacity, child.blend) == (0.25, Blend.MULTIPLY)

    def test_an_isolated_group_fades_as_one(self) -> None:
        box = model.Rect(width=5, height=5, fill="red", opacity=0.5)
        group = Stage().node(model.Group(children=(box,), opacity=0.4, isolated=True))
        assert isinstance(group, Group)
        assert (group.isolated, group.opacity) == (True, 0.4)
        assert [child.opacity for child in group.children] == [0.5]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hologram(model.Node):
    """A kind of node that no canvas shows."""


def test_a_node_of_an_unknown_kind_is_left_out_with_a_remark() -> None:
    stage = Stage()
    assert len(stage.drawn(Hologram(id="h"), model.Rect(width=5, height=5, fill="red"))) == 1
    (warning,) = stage.log.all()
    assert (warning.code, warning.page, warning.element) == (WarningCode.ELEMENT_LEFT_OUT, 1, "h")


@pytest.mark.parametrize(("data", "remarks"), [("no path", 1), ("M 3 4", 1), ("", 0), ("M 3 4 h 5", 0)])
def test_path_data_that_say_nothing_are_remarked(data: str, remarks: int) -> None:
    stage = Stage()
    stage.drawn(model.Path(id="p", data=data, stroke="red"))
    assert [warning.element for warning in stage.log.all()] == ["p"] * remarks
