"""Winterboard: what each saved element becomes on the stage."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np
import pytest

from boardkit.board import model
from boardkit.board.dialect_c import smoothed
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.saved import image, layer, messages, state, stroke

ZIGZAG = [(0.0, 0.0), (10.0, 20.0), (20.0, 0.0), (30.0, 20.0)]


def ink(*strokes: Any, log: WarningLog | None = None) -> tuple[model.Node, ...]:
    """What strokes become."""
    return layer("ink", state(*strokes, background="white"), log).children


def freehand(tool: str, pressures: Any = (), **values: Any) -> model.Freehand:
    """The node of a pen's zigzag with pressures where they are given."""
    points = [{"x": x, "y": y} for x, y in ZIGZAG]
    for point, pressure in zip(points, pressures, strict=False):
        point["pressure"] = pressure
    (node,) = ink(stroke(tool, points=points, **values))
    assert isinstance(node, model.Freehand)
    return node


def asset(saved: Any) -> model.Node:
    """The node of an asset."""
    (node,) = layer("assets", state(assets=[saved], background="white")).children
    return node


def background(value: Any, log: WarningLog | None = None, **page: Any) -> tuple[model.Node, ...]:
    """The nodes of a page's background."""
    size = {"width": 100, "height": 80, **page}
    return layer("background", state(background=value, groups=[], **size), log).children


def sticky(**values: Any) -> tuple[model.Group, tuple[model.Node, ...]]:
    """A note's group and what is in it."""
    node = asset({"id": "n1", "type": "sticky", "x": 5, "y": 6, "w": 120, "h": 90, "text": "So", **values})
    assert isinstance(node, model.Group)
    return node, node.children


class TestBackgrounds:
    def test_white_is_paper_only(self) -> None:
        assert background("white") == (model.Rect(width=100, height=80, fill="#ffffff"),)

    def test_a_grid_goes_up_to_and_including_the_last_line_that_fits(self) -> None:
        _, *lines = background("grid")
        assert lines == [
            model.Line(points=points, stroke="#e2e8f0", stroke_width=0.5)
            for points in (
                ((40, 0), (40, 80)),
                ((80, 0), (80, 80)),
                ((0, 40), (100, 40)),
                ((0, 80), (100, 80)),
            )
        ]

    def test_dots_lie_where_lines_would_cross(self) -> None:
        _, *dots = background("dots")
        assert [(dot.x, dot.y) for dot in dots] == [(40, 40), (40, 80), (80, 40), (80, 80)]
        assert dots[0] == model.Ellipse(x=40, y=40, radius_x=1.5, radius_y=1.5, fill="#cbd5e1")

    def test_lined_paper_has_level_lines_only(self) -> None:
        _, *lines = background("lined")
        assert lines == [
            model.Line(points=((0, y), (100, y)), stroke="#93c5fd", stroke_width=0.5) for y in (32, 64)
        ]

    def test_an_imported_page_is_stretched_over_the_paper(self) -> None:
        _, page = background({"type": "pdf", "url": "https://a.example/1.png", "assetId": "a1"})
        assert page == model.Image(id="a1", source="https://a.example/1.png", width=100, height=80)

    @pytest.mark.parametrize("value", ["hexagons", 7, ["grid"]])
    def test_an_unknown_background_is_white_with_a_remark(self, value: object) -> None:
        log = WarningLog()
        assert len(background(value, log)) == 1
        assert [warning.code for warning in log.all()] == [WarningCode.VALUE_REPAIRED]

    def test_a_page_of_a_million_dots_is_left_plain_with_a_remark(self) -> None:
        log = WarningLog()
        assert len(background("dots", log, width=50_000, height=50_000)) == 1
        assert messages(log) == ["The page's pattern was left out: the page is too large for it."]


class TestSmoothing:
    def test_eight_steps_a_segment_pass_through_every_point(self) -> None:
        points = np.array([(x, y, nan) for x, y in ZIGZAG])
        curve = smoothed(points)
        assert curve.shape == (25, 3)
        np.testing.assert_allclose(curve[::8, :2], points[:, :2])

    def test_half_way_the_curve_leans_by_the_tension_times_the_neighbours_distance(self) -> None:
        points = np.array([(x, y, nan) for x, y in ZIGZAG])
        # p1 and p2 by a half each, tangents 0.5·(p2 − p0) and 0.5·(p3 − p1) by an eighth and minus an eighth.
        np.testing.assert_allclose(smoothed(points)[12, :2], (15.0, 10.0))
        # The first segment's start is doubled: its tangent there is 0.5·(p1 − p0).
        np.testing.assert_allclose(smoothed(points)[4, :2], (5 + (5 - 10) / 8, 10 + (10 - 0) / 8))

    def test_pressure_goes_straight_between_two_points_that_have_it(self) -> None:
        points = np.array([(0, 0, 0.2), (1, 0, 0.6), (2, 0, nan), (3, 0, 0.8)])
        pressure = smoothed(points)[:, 2]
        np.testing.assert_allclose(pressure[:9], np.linspace(0.2, 0.6, 9))
        assert np.isnan(pressure[9:24]).all()
        assert pressure[24] == 0.8

    @pytest.mark.parametrize(("count", "drawn"), [(2, 2), (3, 3), (4, 25)])
    def test_fewer_than_four_points_are_taken_as_they_are(self, count: int, drawn: int) -> None:
        (node,) = ink(stroke("pen", *ZIGZAG[:count]))
        assert isinstance(node, model.Freehand)
        assert len(node.points) == drawn


class TestPens:
    @pytest.mark.parametrize(("tool", "composite"), [("pen", "source-over"), ("highlighter", "multiply")])
    def test_a_pen_is_curved_and_only_the_highlighter_multiplies(self, tool: str, composite: str) -> None:
        node = freehand(tool, opacity=0.6)
        assert node.curved
        assert (node.composite, node.opacity) == (composite, 0.6)

    @pytest.mark.parametrize("pressures", [(), (0.5, 0.5, 0.5, 0.5), (0.5,)])
    def test_pressure_is_simulated_where_it_is_missing_or_a_half(self, pressures: Any) -> None:
        node = freehand("pen", pressures)
        assert node.simulate_pressure
        assert (node.points[:, 2] == 0.5).all()

    @pytest.mark.parametrize("pressures", [(0.3,), (0.5, 0.5, 0.5, 0.0)])
    def test_one_other_pressure_makes_it_real(self, pressures: Any) -> None:
        node = freehand("pen", pressures)
        assert not node.simulate_pressure
        assert not np.isnan(node.points).any()


class TestLocks:
    @pytest.mark.parametrize("tool", ["pen", "highlighter", "line", "rectangle", "circle", "text"])
    @pytest.mark.parametrize(("locked", "opacity"), [(True, 0.85), (False, 1.0), (None, 1.0)])
    def test_a_locked_stroke_fades(self, tool: str, locked: object, opacity: float) -> None:
        (node,) = ink(stroke(tool, *ZIGZAG, width=5, height=5, text="a", locked=locked))
        assert node.opacity == opacity

    def test_what_is_fainter_stays_as_it_is(self) -> None:
        assert freehand("pen", opacity=0.3, locked=True).opacity == 0.3

    @pytest.mark.parametrize(("locked", "opacity"), [(True, 0.85), (False, 1.0)])
    def test_a_locked_image_fades(self, locked: bool, opacity: float) -> None:
        assert asset(image(locked=locked)).opacity == opacity


class TestStickies:
    def test_a_note_is_a_box_with_round_corners_and_a_shadow(self) -> None:
        note, (box, _) = sticky()
        assert (note.id, note.x, note.y, note.opacity) == ("n1", 5, 6, 1.0)
        assert box == model.Rect(
            id="n1",
            width=120,
            height=90,
            fill="#fde047",
            corner_radius=(6, 6, 6, 6),
            shadow=model.Shadow("black", blur=8, offset_x=2, offset_y=2, opacity=0.15),
        )

    def test_its_text_wraps_inside_and_ends_with_an_ellipsis(self) -> None:
        _, (_, words) = sticky()
        assert words == model.Text(
            id="n1",
            x=10,
            y=10,
            width=100,
            height=70,
            text="So",
            font_size=14,
            font_family="Inter, system-ui, sans-serif",
            fill="#1e293b",
            wrap="word",
            ellipsis=True,
        )

    def test_its_own_colours_and_size_count(self) -> None:
        _, (box, words) = sticky(bgColor="pink", textColor="blue", fontSize=30)
        assert isinstance(box, model.Rect)
        assert isinstance(words, model.Text)
        assert (box.fill, words.fill, words.font_size) == ("pink", "blue", 30)

    def test_a_locked_one_fades_and_shows_a_lock_in_its_corner(self) -> None:
        note, (*_, lock) = sticky(locked=True)
        assert note.opacity == 0.85
        assert isinstance(lock, model.Text)
        assert (lock.text, lock.x, lock.y, lock.font_size) == ("🔒", 100, 4, 14)


def test_an_unknown_asset_is_left_out_with_a_remark() -> None:
    log = WarningLog()
    assert layer("assets", state(assets=[image(type="video")], background="white"), log).children == ()
    assert [warning.code for warning in log.all()] == [WarningCode.ELEMENT_LEFT_OUT]
