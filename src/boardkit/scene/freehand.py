"""The pen: the outline that perfect-freehand 1.2 draws around the points of a stroke.

A compiled kernel: plain Python that Cython also compiles, with the types in freehand.pxd; both give the same
bits. It therefore works on single floats in buffers made beforehand, a function a step.

Options are those that the boards use: thinning, smoothing and streamline 0.5, round caps, no taper, an
unfinished stroke (`last: false`).
"""

from __future__ import annotations

from math import cos, sin, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = Any
"""A memoryview of float64[n, columns]: quicker for both the interpreter and the compiler than an array."""

_THINNING = 0.5
_SMOOTHING = 0.5
_STREAMLINE_STEP = 0.15 + (1 - 0.5) * 0.85
"""How far the drawn point follows the pen at each input point, for streamline 0.5."""

_RATE_OF_PRESSURE_CHANGE = 0.275
_HALF_TURN = 3.141592653589793 + 0.0001
"""Slightly more than π, as the original has it, so that caps overlap their sides."""

_START_CAP_SEGMENTS = 13
_END_CAP_SEGMENTS = 29
_CORNER_CAP_SEGMENTS = 13
_END_NOISE = 3.0
"""Points closer than this (in board pixels) to the end of the stroke are skipped."""

_FIRST_PRESSURE = 0.25
_PRESSURE = 0.5
_MIN_RADIUS = 0.01

_X, _Y, _DRAWN_PRESSURE, _VX, _VY, _STEP, _LENGTH = range(7)
_COLUMNS = 7
"""The track's columns: the streamlined pen's place, pressure, direction back, step and length so far."""


def freehand_outline(
    points: npt.NDArray[np.float64], size: float, *, simulate_pressure: bool
) -> npt.NDArray[np.float64]:
    """The polygon around a stroke.

    - `points`: float64[n, 3], x, y and pressure in board pixels and 0–1; a NaN pressure was not given.
    - `size`: the pen's diameter in board pixels.
    - Returns float64[m, 2], not closed; empty where there is nothing to draw.
    """
    if len(points) == 0 or size <= 0:
        return np.empty((0, 2))
    given = np.ascontiguousarray(_lengthened(points) if len(points) <= 2 else points, dtype=np.float64)
    given = given if given.flags.writeable else given.copy()
    track = np.empty((len(given), _COLUMNS)).data
    steps = _follow(given.data, track, size)
    if steps == 1:
        return _dot(track[0, _X], track[0, _Y], _first_radius(track, size, simulate_pressure))
    room = steps + len(_CORNER_TURNS) * _most_caps(track, steps)
    outline = np.empty((2 * room + len(_START_TURNS) + len(_END_TURNS), 2))
    right = np.empty((room, 2)).data
    count = _surround(track, steps, size, simulate_pressure, outline.data, right)
    return outline[:count]


def smoothed(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """The points of a closed run of quadratic curves that rounds off a polygon.

    - `corners`: float64[n, 2], at least one, not closed. Each becomes a control point, each middle of a side
      an end point.
    - Returns float32[1 + 2n, 2], the first corner, then a control point and an end point a curve.
    """
    points = np.empty((1 + 2 * len(corners), 2), dtype=np.float32)
    _smooth(np.ascontiguousarray(corners, dtype=np.float64).data, points.data)
    return points


def _smooth(corners: Rows, points: Rows) -> None:
    x, y = corners[0, 0], corners[0, 1]
    points[0, 0], points[0, 1] = x, y
    last = len(corners) - 1
    for i in range(last + 1):
        after = i + 1 if i < last else 0
        next_x, next_y = corners[after, 0], corners[after, 1]
        points[2 * i + 1, 0], points[2 * i + 1, 1] = x, y
        points[2 * i + 2, 0], points[2 * i + 2, 1] = (x + next_x) * 0.5, (y + next_y) * 0.5
        x, y = next_x, next_y


def _lengthened(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Two points become five, so that a dash gets sides; those between carry no pressure. One becomes two."""
    if len(points) == 1:
        return np.concatenate((points, points + np.array([1.0, 1.0, 0.0])))
    between = points[0] + (points[1] - points[0]) * np.array([[0.25], [0.5], [0.75], [1.0]])
    between[:, 2] = np.nan
    return np.concatenate((points[:1], between))


def _follow(points: Rows, track: Rows, size: float) -> int:
    """Let the drawn point follow the pen, half-way at each step, and drop the jitter of the start.

    Fills `track` and returns how many of its rows.
    """
    x, y = points[0, 0], points[0, 1]
    track[0, _X], track[0, _Y] = x, y
    track[0, _DRAWN_PRESSURE] = points[0, 2] if points[0, 2] >= 0 else _FIRST_PRESSURE
    track[0, _VX] = track[0, _VY] = track[0, _STEP] = track[0, _LENGTH] = 0.0
    count = 1
    started = False
    length = 0.0
    last = len(points) - 1
    for i in range(1, last + 1):
        next_x = x + (points[i, 0] - x) * _STREAMLINE_STEP
        next_y = y + (points[i, 1] - y) * _STREAMLINE_STEP
        if next_x == x and next_y == y:
            continue
        step = _hypot(next_y - y, next_x - x)
        length += step
        if i < last and not started:
            if length < size:
                continue
            started = True
        track[count, _VX] = (x - next_x) / step
        track[count, _VY] = (y - next_y) / step
        track[count, _X], track[count, _Y] = next_x, next_y
        track[count, _DRAWN_PRESSURE] = points[i, 2] if points[i, 2] >= 0 else _PRESSURE
        track[count, _STEP] = step
        track[count, _LENGTH] = length
        count += 1
        x, y = next_x, next_y
    if count > 1:
        track[0, _VX], track[0, _VY] = track[1, _VX], track[1, _VY]
    return count


def _hypot(x: float, y: float) -> float:
    """The length of (x, y), by the steps of the browser's own `Math.hypot`, and so to the same digit."""
    largest = max(abs(x), abs(y))
    if largest == 0:
        return 0.0
    x, y = x / largest, y / largest
    return sqrt(x * x + y * y) * largest


def _simulated(previous: float, step: float, size: float) -> float:
    """Pressure from speed: a fast pen presses less."""
    speed = min(1.0, step / size)
    target = min(1.0, 1 - speed)
    return min(1.0, previous + (target - previous) * (speed * _RATE_OF_PRESSURE_CHANGE))


def _radius(size: float, pressure: float) -> float:
    return size * (0.5 - _THINNING * (0.5 - pressure))


def _initial_pressure(track: Rows, steps: int, size: float, simulate: bool) -> float:
    """The first ten points' running mean, because drawn lines almost always start slow."""
    mean: float = track[0, _DRAWN_PRESSURE]
    for i in range(min(10, steps)):
        pressure = _simulated(mean, track[i, _STEP], size) if simulate else track[i, _DRAWN_PRESSURE]
        mean = (mean + pressure) / 2
    return mean


def _most_caps(track: Rows, steps: int) -> int:
    """At most how many points get a cap of their own: each before which the pen turns back, and the last."""
    caps = 1
    for i in range(1, steps):
        if track[i - 1, _VX] * track[i, _VX] + track[i - 1, _VY] * track[i, _VY] < 0:
            caps += 1
    return caps


def _first_radius(track: Rows, size: float, simulate: bool) -> float:
    """The radius of a stroke that never left its first point."""
    pressure = track[0, _DRAWN_PRESSURE]
    if simulate:
        pressure = _simulated(_initial_pressure(track, 1, size, True), 0.0, size)
    return _radius(size, pressure) or _MIN_RADIUS


def _surround(track: Rows, steps: int, size: float, simulate: bool, outline: Rows, right: Rows) -> int:
    """Walk the track once, collecting the points left and right of it, and close both ends with caps.

    Fills `outline` and returns how many of its rows; `right` holds the right side meanwhile.
    """
    lefts = rights = 0
    min_distance = _squared(size * _SMOOTHING, 0.0)
    total = track[steps - 1, _LENGTH]
    pressure_before = _initial_pressure(track, steps, size, simulate)
    radius = _radius(size, track[steps - 1, _DRAWN_PRESSURE])
    vx_before, vy_before = track[0, _VX], track[0, _VY]
    left_x = right_x = track[0, _X]
    left_y = right_y = track[0, _Y]
    after_corner = False

    for i in range(steps):
        last = i == steps - 1
        if not last and total - track[i, _LENGTH] < _END_NOISE:
            continue
        x, y, vx, vy = track[i, _X], track[i, _Y], track[i, _VX], track[i, _VY]
        pressure = track[i, _DRAWN_PRESSURE]
        if simulate:
            pressure = _simulated(pressure_before, track[i, _STEP], size)
        radius = max(_MIN_RADIUS, _radius(size, pressure))

        next_vx, next_vy = (vx, vy) if last else (track[i + 1, _VX], track[i + 1, _VY])
        turn = 1.0 if last else vx * next_vx + vy * next_vy
        is_corner = vx * vx_before + vy * vy_before < 0 and not after_corner
        before_corner = turn < 0
        if is_corner or before_corner:
            side_x, side_y = vy_before * radius, -vx_before * radius
            lefts = _turn_about(x, y, x - side_x, y - side_y, _CORNER_TURNS, 1.0, outline, lefts)
            rights = _turn_about(x, y, x + side_x, y + side_y, _CORNER_TURNS, -1.0, right, rights)
            left_x, left_y = outline[lefts - 1, 0], outline[lefts - 1, 1]
            right_x, right_y = right[rights - 1, 0], right[rights - 1, 1]
            after_corner = after_corner or before_corner
            continue
        after_corner = False

        if last:
            side_x, side_y = vy * radius, -vx * radius
            outline[lefts, 0], outline[lefts, 1] = x - side_x, y - side_y
            right[rights, 0], right[rights, 1] = x + side_x, y + side_y
            lefts, rights = lefts + 1, rights + 1
            continue

        along_x = next_vx + (vx - next_vx) * turn
        along_y = next_vy + (vy - next_vy) * turn
        side_x, side_y = along_y * radius, -along_x * radius
        to_x, to_y = x - side_x, y - side_y
        if i <= 1 or _squared(left_x - to_x, left_y - to_y) > min_distance:
            outline[lefts, 0], outline[lefts, 1] = left_x, left_y = to_x, to_y
            lefts += 1
        to_x, to_y = x + side_x, y + side_y
        if i <= 1 or _squared(right_x - to_x, right_y - to_y) > min_distance:
            right[rights, 0], right[rights, 1] = right_x, right_y = to_x, to_y
            rights += 1
        pressure_before = pressure
        vx_before, vy_before = vx, vy

    x, y, vx, vy = (
        track[steps - 1, _X],
        track[steps - 1, _Y],
        track[steps - 1, _VX],
        track[steps - 1, _VY],
    )
    # One and a half turns, so that a stroke that ends in a sharp turn is closed too.
    count = _turn_about(x, y, x - vy * radius, y + vx * radius, _END_TURNS, 1.0, outline, lefts)
    for i in range(rights - 1, -1, -1):
        outline[count, 0], outline[count, 1] = right[i, 0], right[i, 1]
        count += 1
    return _turn_about(
        track[0, _X], track[0, _Y], right[0, 0], right[0, 1], _START_TURNS, 1.0, outline, count
    )


def _squared(dx: float, dy: float) -> float:
    return dx * dx + dy * dy


def _turn_about(
    x: float, y: float, from_x: float, from_y: float, turns: Rows, side: float, to: Rows, count: int
) -> int:
    """Add to `to`, from row `count`, a point turned about (x, y) by each of `turns`; the row after the last.

    `side` -1 turns the other way.
    """
    dx, dy = from_x - x, from_y - y
    for i in range(len(turns)):
        sine, cosine = side * turns[i, 0], turns[i, 1]
        to[count, 0] = dx * cosine - dy * sine + x
        to[count, 1] = dx * sine + dy * cosine + y
        count += 1
    return count


def _dot(x: float, y: float, radius: float) -> npt.NDArray[np.float64]:
    """A circle, for a stroke that never left its first point; nothing where a pixel makes no step."""
    back_x, back_y = x - (x + 1), y - (y + 1)
    length = _hypot(back_x, back_y)
    if length == 0:
        return np.empty((0, 2))
    outline = np.empty((len(_DOT_TURNS), 2))
    start_x, start_y = x + back_y / length * -radius, y + -back_x / length * -radius
    _turn_about(x, y, start_x, start_y, _DOT_TURNS, 1.0, outline.data, 0)
    return outline


def _turns(segments: int, angle: float, start: float, include_one: bool) -> Rows:
    """Sine and cosine of the fractions of `angle`, in equal steps from `start` to 1.

    The fractions are added up one by one as the original does, so that rounding ends them alike.
    """
    rows = []
    t = start
    while t < 1 or (include_one and t == 1):
        rows.append((sin(angle * t), cos(angle * t)))
        t += 1 / segments
    return np.array(rows).data


_CORNER_TURNS = _turns(_CORNER_CAP_SEGMENTS, _HALF_TURN, 0.0, True)
_START_TURNS = _turns(_START_CAP_SEGMENTS, _HALF_TURN, 1 / _START_CAP_SEGMENTS, True)
_END_TURNS = _turns(_END_CAP_SEGMENTS, _HALF_TURN * 3, 1 / _END_CAP_SEGMENTS, False)
_DOT_TURNS = _turns(_START_CAP_SEGMENTS, _HALF_TURN * 2, 1 / _START_CAP_SEGMENTS, True)
