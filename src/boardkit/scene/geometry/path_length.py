"""Distances along a path: how long it is, and where one is after some way, as Konva reckons both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from math import ceil, cos, pi, sin, sqrt

from boardkit.scene.geometry.curves import Point, cubic_length, quad_length
from boardkit.scene.geometry.path_data import Segment

_NEAR = 0.01
"""Board pixels from a segment's start that count as the start itself."""
_POINT = 1e-10
"""Board pixels that a line must be longer than, or it is a point."""
_ACCURACY = 0.001
"""Of a curve's length, within which a place on it is found."""
_MOST_STEPS = 500


class MeasuredPath:
    """A path and how far each of its segments begins from its start, in board pixels."""

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = segments
        self._lengths = [_length(segment) for segment in segments]
        self._ends = list(accumulate(self._lengths))

    @property
    def length(self) -> float:
        """Of all segments."""
        return self._ends[-1] if self._ends else 0.0

    def at(self, distance: float) -> Point | None:
        """The point after a distance from the start; None beyond the end."""
        if not self._segments or distance > self.length:
            return None
        index = min(bisect_left(self._ends, distance), len(self._ends) - 1)
        way = min(distance - (self._ends[index] - self._lengths[index]), self._lengths[index])
        segment = self._segments[index]
        if way < _NEAR:
            return segment.points[0] if segment.kind == "M" else segment.start
        return _on(segment, way, self._lengths[index])


def _length(segment: Segment) -> float:
    match segment.kind:
        case "L" | "Z":
            return _distance(segment.start, segment.points[0])
        case "C":
            first, second, end = segment.points
            return cubic_length(segment.start, first, second, end)
        case "Q":
            control, end = segment.points
            return quad_length(segment.start, control, end)
        case "A":
            return _along_arc(segment, float("inf"))[1]
    return 0.0


def _on(segment: Segment, way: float, length: float) -> Point:
    start = segment.start
    match segment.kind:
        case "C":
            first, second, end = segment.points
            t = _parameter(way, length, lambda until: cubic_length(start, first, second, end, until))
            return _cubic_point(start, first, second, end, t)
        case "Q":
            control, end = segment.points
            t = _parameter(way, length, lambda until: quad_length(start, control, end, until))
            return _quad_point(start, control, end, t)
        case "A":
            begin, sweep, _ = segment.angles
            is_circle = segment.points[1][0] == segment.points[1][1]
            return _arc_point(
                segment, begin + sweep * way / length if is_circle else _along_arc(segment, way)[0]
            )
    return _line_point(start, segment.points[0], way)


def _line_point(start: Point, end: Point, way: float) -> Point:
    if _distance(start, end) < _POINT:
        return start
    if start[0] == end[0]:
        return start[0], start[1] + (way if end[1] > start[1] else -way)
    slope = (end[1] - start[1]) / (end[0] - start[0])
    across = sqrt((way * way) / (1 + slope * slope)) * (-1 if end[0] < start[0] else 1)
    return start[0] + across, start[1] + slope * across


def _cubic_point(start: Point, first: Point, second: Point, end: Point, t: float) -> Point:
    rest = 1 - t
    x, y = (
        d * (t * t * t) + c * (3 * t * t * rest) + b * (3 * t * rest * rest) + a * (rest * rest * rest)
        for a, b, c, d in zip(start, first, second, end, strict=True)
    )
    return x, y


def _quad_point(start: Point, control: Point, end: Point, t: float) -> Point:
    rest = 1 - t
    x, y = (
        c * (t * t) + b * (2 * t * rest) + a * (rest * rest)
        for a, b, c in zip(start, control, end, strict=True)
    )
    return x, y


def _arc_point(segment: Segment, angle: float, *, upright: bool = False) -> Point:
    """A point of an arc; `upright`: as if its axes were not turned."""
    (centre_x, centre_y), (radius_x, radius_y), _ = segment.points
    turn = 0.0 if upright else segment.angles[2]
    x, y = radius_x * cos(angle), radius_y * sin(angle)
    return centre_x + (x * cos(turn) - y * sin(turn)), centre_y + (x * sin(turn) + y * cos(turn))


def _along_arc(segment: Segment, way: float) -> tuple[float, float]:
    """The angle after a way along an arc, and the way; for one that is too long, those of the arc's end.

    It is gone by chords of a degree at most.
    """
    begin, sweep, _ = segment.angles
    steps = max(1, ceil(abs(sweep) / (pi / 180)))
    before, angle, gone = _arc_point(segment, begin, upright=True), begin, 0.0
    for step in range(1, steps + 1):
        following = begin + (sweep * step) / steps
        point = _arc_point(segment, following, upright=True)
        chord = _distance(before, point)
        if gone + chord >= way:
            return angle + (following - angle) * ((way - gone) / chord), way
        before, angle, gone = point, following, gone + chord
    return angle, gone


def _parameter(way: float, length: float, until: Callable[[float], float]) -> float:
    """The parameter of a curve after some way: by steps, halved whenever neither direction is better."""
    error = 1.0
    t = way / length
    step = (way - until(t)) / length
    for _ in range(_MOST_STEPS):
        if error <= _ACCURACY:
            break
        for candidate in (t + step, t - step):
            off = abs(way - until(candidate)) / length
            if off < error:
                error, t = off, candidate
                break
        else:
            step /= 2
    return t


def _distance(one: Point, other: Point) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    return sqrt(dx * dx + dy * dy)
