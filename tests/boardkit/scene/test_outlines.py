"""The outlines of basic shapes."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

import numpy as np
import pytest

from boardkit.scene.geometry.outlines import ellipse, polygon, rectangle, rounded_rectangle, smooth_loop
from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Verb

CORNERS = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 8.0)])
OUTLINES = {
    "open": polygon(CORNERS, closed=False),
    "closed": polygon(CORNERS, closed=True),
    "box": rectangle(10, -4),
    "ellipse": ellipse(3, 5),
    "loop": smooth_loop(CORNERS),
    "loop of one": smooth_loop(CORNERS[:1]),
    "rounded box": rounded_rectangle(10, 8, (1, 2, 0, 9)),
}


def segments(outline: Outline) -> Iterator[tuple[Verb, list[list[float]]]]:
    """Each verb with its points."""
    start = 0
    for verb in outline.verbs.tolist():
        count = POINTS_PER_VERB[verb]
        yield Verb(verb), outline.points[start : start + count].tolist()
        start += count


@pytest.mark.parametrize("outline", OUTLINES.values(), ids=OUTLINES)
def test_every_verb_has_its_points_and_weights(outline: Outline) -> None:
    verbs = outline.verbs.tolist()
    assert outline.points.shape == (sum(POINTS_PER_VERB[verb] for verb in verbs), 2)
    assert len(outline.weights) == verbs.count(Verb.CONIC)
    assert verbs[0] == Verb.MOVE
    arrays = (outline.verbs, outline.points, outline.weights)
    assert [array.dtype.name for array in arrays] == ["uint8", "float32", "float32"]


@pytest.mark.parametrize("closed", [False, True])
def test_a_polygon_goes_straight_from_point_to_point(closed: bool) -> None:
    drawn = list(segments(polygon(CORNERS, closed=closed)))
    assert drawn[:3] == [(Verb.MOVE, [[0, 0]]), (Verb.LINE, [[10, 0]]), (Verb.LINE, [[10, 8]])]
    assert drawn[3:] == [(Verb.CLOSE, [])] * closed


def test_a_box_of_negative_size_extends_to_the_left_and_up() -> None:
    corners = [points[0] for verb, points in segments(rectangle(-4, -3)) if verb is not Verb.CLOSE]
    assert corners == [[0, 0], [-4, 0], [-4, -3], [0, -3]]


def test_an_ellipse_is_four_exact_quarters() -> None:
    quarters = [points for verb, points in segments(ellipse(30, 20)) if verb is Verb.CONIC]
    assert [end for _, end in quarters] == [[0, 20], [-30, 0], [0, -20], [30, 0]]
    assert [corner for corner, _ in quarters] == [[30, 20], [-30, 20], [-30, -20], [30, -20]]
    assert ellipse(30, 20).weights.tolist() == pytest.approx([sqrt(0.5)] * 4)


def test_a_rounded_corner_is_about_a_centre_in_single_precision() -> None:
    width = 66.82055243526193
    right = np.float32(np.float32(width - 6) + np.float32(6))
    assert right != np.float32(width)
    outline = rounded_rectangle(width, 20, (6, 6, 6, 6))
    corners = [points for verb, points in segments(outline) if verb is Verb.CONIC]
    assert corners[0] == [[right, 0], [right, 6]]


def test_a_smooth_loop_starts_at_the_first_corner_and_ends_between_the_last_and_the_first() -> None:
    assert list(segments(smooth_loop(CORNERS))) == [
        (Verb.MOVE, [[0, 0]]),
        (Verb.QUAD, [[0, 0], [5, 0]]),
        (Verb.QUAD, [[10, 0], [10, 4]]),
        (Verb.QUAD, [[10, 8], [5, 4]]),
        (Verb.CLOSE, []),
    ]


class TestRoundedRectangle:
    def test_without_radii_it_is_a_plain_box(self) -> None:
        assert list(segments(rounded_rectangle(9, 7, (0, 0, 0, 0)))) == list(segments(rectangle(9, 7)))

    def test_each_corner_has_its_own_radius_clockwise_from_the_top_left(self) -> None:
        outline = rounded_rectangle(20, 10, (1, 2, 3, 4))
        curves = [points for verb, points in segments(outline) if verb is Verb.CONIC]
        assert curves == [
            [[20, 0], [20, 2]],
            [[20, 10], [17, 10]],
            [[0, 10], [0, 6]],
            [[0, 0], [1, 0]],
        ]

    def test_a_radius_is_at_most_half_of_the_shorter_side(self) -> None:
        large, largest = rounded_rectangle(20, 10, (99, 99, 99, 99)), rounded_rectangle(20, 10, (5, 5, 5, 5))
        assert list(segments(large)) == list(segments(largest))
