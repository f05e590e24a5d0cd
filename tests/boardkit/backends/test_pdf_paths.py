"""Outlines as path operators: every curve where it was, in few bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boardkit.backends.pdf.paths import path_data, pen
from boardkit.scene.nodes import Outline, Stroke, Verb
from tests.boardkit.backends.scenes import BLACK, box, ellipse, pen_stroke, polygon

ROUNDING = 0.036  # half the diagonal of the grid's cells
CONIC_ERROR = 0.02

Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Piece:
    """One operator: its letter, and where its curve goes in the outline's own unit."""

    operator: str
    points: Points

    def along(self, steps: int = 17) -> Points:
        t = np.linspace(0, 1, steps)[:, None]
        weights = np.hstack(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3))
        curve: Points = weights @ self.points
        return curve


def pieces(outline: Outline, scale: float = 1.0) -> list[Piece]:
    """The operators as a reader follows them, lines as curves too."""
    data = path_data(outline, scale)
    found: list[Piece] = []
    current = first = np.zeros(2)
    for line in data.operators.decode().splitlines():
        *written, operator = line.split(" ")
        given_points = np.array([float(number) for number in written]).reshape(-1, 2)
        placed = given_points / data.per_unit + data.origin
        match operator:
            case "m":
                current = first = placed[0]
                continue
            case "l":
                curve = np.array([current, current, placed[0], placed[0]])
            case "c":
                curve = np.array([current, *placed])
            case "h":
                curve = np.array([current, current, first, first])
        found.append(Piece(operator, curve))
        current = curve[-1]
    return found


def quad_points(start: Points, control: Points, end: Points) -> Points:
    t = np.linspace(0, 1, 17)[:, None]
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end


def farthest(points: Points, others: Points) -> float:
    return float(np.hypot(*(points - others).T).max())


def test_quadratic_curves_of_an_open_path_stay_where_they_were() -> None:
    outline = pen_stroke(3)
    outline = replace(outline, verbs=outline.verbs[:-1])
    ends = np.concatenate((outline.points[:1], outline.points[2::2])).astype(np.float64)
    controls = outline.points[1::2].astype(np.float64)
    curves = pieces(outline)
    assert len(curves) == len(controls)
    for piece, start, control, end in zip(curves, ends, controls, ends[1:], strict=False):
        assert farthest(piece.along(), quad_points(start, control, end)) <= ROUNDING


def test_cubic_curves_and_lines_stay_where_they_were() -> None:
    points = np.array([(1, 2), (30, 4), (50, -60), (7, 80), (-3.3, 9.99)], dtype=np.float32)
    outline = Outline(np.array([Verb.MOVE, Verb.CUBIC, Verb.LINE], dtype=np.uint8), points)
    cubic, line = pieces(outline)
    assert (cubic.operator, line.operator) == ("c", "l")
    assert farthest(cubic.points, points[:4].astype(np.float64)) <= ROUNDING
    assert farthest(line.points[[0, -1]], points[3:].astype(np.float64)) <= ROUNDING


def test_every_subpath_starts_where_it_says() -> None:
    first, second = box(0, 0, 10, 10), box(100, 50, 5, 5)
    both = Outline(np.concatenate((first.verbs, second.verbs)), np.concatenate((first.points, second.points)))
    drawn = pieces(both)
    assert [piece.operator for piece in drawn] == list("lllhlllh")
    assert drawn[4].points[0] == pytest.approx((100, 50))


@pytest.mark.parametrize("radius", [3, 40, 73, 500, 5000])
def test_ellipses_of_every_size_are_round_within_a_fiftieth_of_a_pixel(radius: float) -> None:
    for piece in pieces(ellipse(10, -20, radius, radius)):
        distance = np.hypot(*(piece.along() - (10, -20)).T)
        assert np.abs(distance - radius).max() <= CONIC_ERROR + ROUNDING


def test_a_small_quarter_arc_is_one_curve_and_a_large_one_is_halved() -> None:
    assert [piece.operator for piece in pieces(ellipse(0, 0, 40, 30))] == list("cccch")
    assert [piece.operator for piece in pieces(ellipse(0, 0, 400, 300))] == list("cccccccch")


@settings(max_examples=40)
@given(weight=st.floats(0.02, 50), bend=st.floats(-800, 800), length=st.floats(1, 2000))
def test_conics_of_every_weight_stay_where_they_were(weight: float, bend: float, length: float) -> None:
    points = np.array([(0, 0), (length / 3, bend), (length, 0)], dtype=np.float32)
    verbs = np.array([Verb.MOVE, Verb.CONIC], dtype=np.uint8)
    outline = Outline(verbs, points, np.array([weight], dtype=np.float32))
    drawn = np.concatenate([piece.along() for piece in pieces(outline)])

    t = np.linspace(0, 1, 1001)[:, None]
    start, control, end = points.astype(np.float64)
    total = (1 - t) ** 2 + 2 * weight * t * (1 - t) + t**2
    conic = ((1 - t) ** 2 * start + 2 * weight * t * (1 - t) * control + t**2 * end) / total
    step = np.hypot(*np.diff(conic, axis=0).T).max()
    distance = np.hypot(*(drawn[:, None] - conic[None]).transpose(2, 0, 1)).min(axis=1).max()
    assert distance <= CONIC_ERROR + ROUNDING + step / 2


@given(
    corners=arrays(np.float32, (5, 2), elements=st.floats(-1e6, 1e6, width=32)),
    scale=st.sampled_from([0.01, 0.3, 1.0, 2.5, 40.0]),
)
def test_points_anywhere_are_written_within_the_grid(corners: npt.NDArray[np.float32], scale: float) -> None:
    drawn = pieces(polygon(*map(tuple, corners.tolist())), scale)
    ends = np.array([piece.points[-1] for piece in drawn[:-1]])
    assert farthest(ends, corners[1:].astype(np.float64)) * scale <= ROUNDING + 1e-6


def test_points_beyond_all_paper_are_still_whole_numbers_that_readers_take() -> None:
    data = path_data(polygon((0, 0), (3e38, -3e38), (-3e38, 7)), 1.0)
    numbers = [int(word) for word in data.operators.split() if word not in (b"m", b"l", b"h")]
    assert max(map(abs, numbers)) < 2**31


def test_a_curve_takes_no_more_than_thirty_six_bytes() -> None:
    outline = pen_stroke(5)
    assert len(path_data(outline, 1.0).operators) <= 36 * len(outline.verbs)


def test_dashes_follow_the_line_width_and_start_at_a_phase_that_is_not_negative() -> None:
    stroke = Stroke(BLACK, 2.0, cap="round", join="bevel", dash=(10.0, 5.0, 1.0), dash_offset=-3.0)
    assert pen(stroke, 20.0) == b"40 w 1 J 2 j\n[200 100 20] 580 d\n"


def test_dashes_without_length_are_a_whole_line() -> None:
    assert pen(Stroke(BLACK, 1.0, dash=(0.0, 0.0)), 20.0) == b"20 w 0 J 0 j\n10 M\n"
