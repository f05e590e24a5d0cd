"""The outlines of basic shapes, verb for verb as a canvas context builds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot

import numpy as np
import numpy.typing as npt

from boardkit.scene.nodes import Outline, Verb

Point = tuple[float, float]

_QUARTER_WEIGHT = np.float32(0.5**0.5)
"""Weight of the conic that draws a quarter of a circle exactly."""


class OutlinePen:
    """Builds an outline segment by segment, for shapes with few of them."""

    def __init__(self) -> None:
        self._verbs: list[Verb] = []
        self._points: list[Point] = []
        self._weights: list[float] = []

    def move(self, x: float, y: float) -> None:
        """Begin a subpath."""
        self._add(Verb.MOVE, (x, y))

    def line(self, x: float, y: float) -> None:
        """A straight line."""
        self._add(Verb.LINE, (x, y))

    def quad(self, control: Point, end: Point) -> None:
        """A quadratic curve."""
        self._add(Verb.QUAD, control, end)

    def cubic(self, first: Point, second: Point, end: Point) -> None:
        """A cubic curve."""
        self._add(Verb.CUBIC, first, second, end)

    def corner(self, corner: Point, end: Point) -> None:
        """A quarter of an ellipse that rounds a right-angled corner; nothing where there is no way to go."""
        if self._points[-1] != end:
            self._add(Verb.CONIC, corner, end)
            self._weights.append(float(_QUARTER_WEIGHT))

    def close(self) -> None:
        """Back to where the subpath began."""
        self._add(Verb.CLOSE)

    def outline(self) -> Outline:
        """What was drawn."""
        return Outline(
            np.array(self._verbs, dtype=np.uint8),
            np.array(self._points, dtype=np.float32).reshape(-1, 2),
            np.array(self._weights, dtype=np.float32),
        )

    def _add(self, verb: Verb, *points: Point) -> None:
        self._verbs.append(verb)
        self._points.extend(points)


def polygon(points: Iterable[tuple[float, float]] | npt.NDArray[np.float64], *, closed: bool) -> Outline:
    """Straight lines through `points`."""
    corners = np.asarray(points, dtype=np.float32).reshape(-1, 2)
    verbs = np.full(len(corners) + closed, Verb.LINE, dtype=np.uint8)
    verbs[0] = Verb.MOVE
    if closed:
        verbs[-1] = Verb.CLOSE
    return Outline(verbs, corners)


def rectangle(width: float, height: float) -> Outline:
    """A box from the origin; negative sizes extend to the left and up."""
    return polygon([(0, 0), (width, 0), (width, height), (0, height)], closed=True)


def ellipse(radius_x: float, radius_y: float) -> Outline:
    """An ellipse about the origin, clockwise from its rightmost point, as four conics."""
    corners = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0)]
    points = np.array(corners, dtype=np.float32) * np.array([radius_x, radius_y], dtype=np.float32)
    verbs = np.array([Verb.MOVE, *[Verb.CONIC] * 4, Verb.CLOSE], dtype=np.uint8)
    return Outline(verbs, points, np.full(4, _QUARTER_WEIGHT))


def smooth_loop(corners: npt.NDArray[np.float64]) -> Outline:
    """One closed run of quadratic curves: each corner a control point, each middle of a side an end point."""
    count = len(corners)
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    points = np.empty((1 + 2 * count, 2), dtype=np.float32)
    points[0] = corners[0]
    points[1::2] = corners
    points[2::2] = middles
    verbs = np.full(count + 2, Verb.QUAD, dtype=np.uint8)
    verbs[0], verbs[-1] = Verb.MOVE, Verb.CLOSE
    return Outline(verbs, points)


def rounded_rectangle(width: float, height: float, radii: tuple[float, float, float, float]) -> Outline:
    """A box from the origin with rounded corners, given from the top left one clockwise.

    A radius is at most half of the shorter side.
    """
    if not any(radii):
        return rectangle(width, height)
    left, top = min(width, 0.0), min(height, 0.0)
    width, height = abs(width), abs(height)
    largest = min(width, height) / 2
    top_left, top_right, bottom_right, bottom_left = (min(max(radius, 0.0), largest) for radius in radii)
    right, bottom = left + width, top + height
    pen = OutlinePen()
    pen.move(left + top_left, top)
    pen.line(right - top_right, top)
    pen.corner((right, top), (right, top + top_right))
    pen.line(right, bottom - bottom_right)
    pen.corner((right, bottom), (right - bottom_right, bottom))
    pen.line(left + bottom_left, bottom)
    pen.corner((left, bottom), (left, bottom - bottom_left))
    pen.line(left, top + top_left)
    pen.corner((left, top), (left + top_left, top))
    pen.close()
    return pen.outline()


def bezier(points: Sequence[Point], *, closed: bool) -> Outline:
    """Cubic curves: a start, then two control points and an end a curve; an incomplete one is dropped."""
    pen = OutlinePen()
    pen.move(*points[0])
    for i in range(1, len(points) - 2, 3):
        pen.cubic(points[i], points[i + 1], points[i + 2])
    if closed:
        pen.close()
    return pen.outline()


def spline(points: Sequence[Point], tension: float, *, closed: bool) -> Outline:
    """A smooth line through `points`, as Konva's `tension` draws it."""
    pen = OutlinePen()
    pen.move(*points[0])
    if closed:
        count = len(points)
        handles = [_handles(points[i - 1], points[i], points[(i + 1) % count], tension) for i in range(count)]
        for i in range(count):
            following = (i + 1) % count
            pen.cubic(handles[i][1], handles[following][0], points[following])
        pen.close()
        return pen.outline()
    handles = [_handles(points[i - 1], points[i], points[i + 1], tension) for i in range(1, len(points) - 1)]
    pen.quad(handles[0][0], points[1])
    for i in range(1, len(points) - 2):
        pen.cubic(handles[i - 1][1], handles[i][0], points[i + 1])
    pen.quad(handles[-1][1], points[-1])
    return pen.outline()


def spline_tangent(
    points: Sequence[Point], tension: float, length: float, *, closed: bool, at_beginning: bool
) -> Point:
    """The direction in which an arrow head of `length` points at an end of a smooth line.

    Konva takes it from the open line's outer curves: at the beginning from a point half-way between the
    first handle and point, at the end from where the head's own length begins on the last curve.
    """
    if at_beginning:
        first = _handles(points[-1], points[0], points[1], tension) if closed else None
        handle = first[1] if first else _handles(points[0], points[1], points[2], tension)[0]
        beside = _handles(points[0], points[1], points[2], tension)[0] if closed else points[1]
        middle = ((handle[0] + beside[0]) / 2, (handle[1] + beside[1]) / 2)
        return points[0][0] - middle[0], points[0][1] - middle[1]
    end = points[-1]
    start, handle = points[-2], _handles(points[-3], points[-2], points[-1], tension)[1]
    whole = _quad_length(start, handle, end)
    t = max(0.0, 1 - length / whole) if whole else 0.0
    x, y = (
        (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(start, handle, end, strict=True)
    )
    return end[0] - x, end[1] - y


def _handles(before: Point, point: Point, after: Point, tension: float) -> tuple[Point, Point]:
    """The control points before and after a point of a smooth line."""
    to_before = hypot(point[0] - before[0], point[1] - before[1])
    to_after = hypot(after[0] - point[0], after[1] - point[1])
    if not to_before + to_after:
        return point, point
    backward = tension * to_before / (to_before + to_after)
    forward = tension * to_after / (to_before + to_after)
    dx, dy = after[0] - before[0], after[1] - before[1]
    return (
        (point[0] - backward * dx, point[1] - backward * dy),
        (point[0] + forward * dx, point[1] + forward * dy),
    )


def _quad_length(start: Point, control: Point, end: Point) -> float:
    """The length of a quadratic curve, by 64 chords."""
    t = np.linspace(0, 1, 65)[:, None]
    curve = (1 - t) ** 2 * np.array(start) + 2 * t * (1 - t) * np.array(control) + t * t * np.array(end)
    return float(np.hypot(*np.diff(curve, axis=0).T).sum())
