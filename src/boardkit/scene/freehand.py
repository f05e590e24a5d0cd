"""The pen: the outline that perfect-freehand 1.2 draws around the points of a stroke.

The one hot kernel. It works on single floats and preallocated lists, a function a step, because that is
what both the interpreter and a compiler do best. Options are those that the boards use: thinning,
smoothing and streamline 0.5, round caps, no taper, an unfinished stroke (`last: false`).
"""

from __future__ import annotations

from math import cos, hypot, sin

import numpy as np
import numpy.typing as npt

THINNING = 0.5
SMOOTHING = 0.5
STREAMLINE_STEP = 0.15 + (1 - 0.5) * 0.85
"""How far the drawn point follows the pen at each input point, for streamline 0.5."""

RATE_OF_PRESSURE_CHANGE = 0.275
HALF_TURN = 3.141592653589793 + 0.0001
"""Slightly more than π, as the original has it, so that caps overlap their sides."""

START_CAP_SEGMENTS = 13
END_CAP_SEGMENTS = 29
CORNER_CAP_SEGMENTS = 13
END_NOISE = 3.0
"""Points closer than this (in board pixels) to the end of the stroke are skipped."""

FIRST_PRESSURE = 0.25
PRESSURE = 0.5
MIN_RADIUS = 0.01

Point = tuple[float, float]


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
    track = _follow(points.tolist(), size)
    outline = _surround(track, size, simulate_pressure)
    return np.array(outline, dtype=np.float64).reshape(-1, 2)


class _Track:
    """The streamlined pen: per point its place, pressure, direction back, step and length so far."""

    __slots__ = ("length", "pressure", "step", "vx", "vy", "x", "y")

    def __init__(self, x: float, y: float, pressure: float) -> None:
        self.x, self.y = [x], [y]
        self.pressure = [pressure]
        self.vx, self.vy = [0.0], [0.0]
        self.step, self.length = [0.0], [0.0]


def _follow(points: list[list[float]], size: float) -> _Track:
    """Let the drawn point follow the pen, half-way at each step, and drop the jitter of the start."""
    if len(points) == 2:
        points = _densified(points[0], points[1])
    if len(points) == 1:
        x, y, pressure = points[0]
        points = [points[0], [x + 1, y + 1, pressure]]
    x, y, pressure = points[0]
    track = _Track(x, y, pressure if pressure >= 0 else FIRST_PRESSURE)
    started = False
    length = 0.0
    last = len(points) - 1
    for i in range(1, len(points)):
        to_x, to_y, pressure = points[i]
        next_x = x + (to_x - x) * STREAMLINE_STEP
        next_y = y + (to_y - y) * STREAMLINE_STEP
        if next_x == x and next_y == y:
            continue
        step = hypot(next_y - y, next_x - x)
        length += step
        if i < last and not started:
            if length < size:
                continue
            started = True
        track.vx.append((x - next_x) / step)
        track.vy.append((y - next_y) / step)
        track.x.append(next_x)
        track.y.append(next_y)
        track.pressure.append(pressure if pressure >= 0 else PRESSURE)
        track.step.append(step)
        track.length.append(length)
        x, y = next_x, next_y
    if len(track.x) > 1:
        track.vx[0], track.vy[0] = track.vx[1], track.vy[1]
    return track


def _densified(first: list[float], last: list[float]) -> list[list[float]]:
    """Two points become five, so that a dash gets sides; the points between carry no pressure."""
    no_pressure = float("nan")
    between = [
        [first[0] + (last[0] - first[0]) * t, first[1] + (last[1] - first[1]) * t, no_pressure]
        for t in (0.25, 0.5, 0.75, 1.0)
    ]
    return [first, *between]


def _simulated(previous: float, step: float, size: float) -> float:
    """Pressure from speed: a fast pen presses less."""
    speed = min(1.0, step / size)
    target = min(1.0, 1 - speed)
    return min(1.0, previous + (target - previous) * (speed * RATE_OF_PRESSURE_CHANGE))


def _radius(size: float, pressure: float) -> float:
    return size * (0.5 - THINNING * (0.5 - pressure))


def _initial_pressure(track: _Track, size: float, simulate: bool) -> float:
    """The first ten points' running mean, because drawn lines almost always start slow."""
    mean = track.pressure[0]
    for i in range(min(10, len(track.x))):
        pressure = _simulated(mean, track.step[i], size) if simulate else track.pressure[i]
        mean = (mean + pressure) / 2
    return mean


def _surround(track: _Track, size: float, simulate: bool) -> list[Point]:
    """Walk the track once, collecting the points left and right of it, and close both ends with caps."""
    xs, ys = track.x, track.y
    count = len(xs)
    total = track.length[-1]
    min_distance = _squared(size * SMOOTHING, 0.0)
    left: list[Point] = []
    right: list[Point] = []
    pressure_before = _initial_pressure(track, size, simulate)
    radius = _radius(size, track.pressure[-1])
    first_radius = 0.0
    vx_before, vy_before = track.vx[0], track.vy[0]
    left_x = right_x = xs[0]
    left_y = right_y = ys[0]
    after_corner = False

    for i in range(count):
        last = i == count - 1
        if not last and total - track.length[i] < END_NOISE:
            continue
        x, y, vx, vy = xs[i], ys[i], track.vx[i], track.vy[i]
        pressure = track.pressure[i]
        if simulate:
            pressure = _simulated(pressure_before, track.step[i], size)
        radius = _radius(size, pressure)
        first_radius = first_radius or radius
        radius = max(MIN_RADIUS, radius)

        next_vx, next_vy = (vx, vy) if last else (track.vx[i + 1], track.vy[i + 1])
        turn = 1.0 if last else vx * next_vx + vy * next_vy
        is_corner = vx * vx_before + vy * vy_before < 0 and not after_corner
        before_corner = turn < 0
        if is_corner or before_corner:
            side_x, side_y = vy_before * radius, -vx_before * radius
            _corner_cap(left, right, x, y, side_x, side_y)
            (left_x, left_y), (right_x, right_y) = left[-1], right[-1]
            after_corner = after_corner or before_corner
            continue
        after_corner = False

        if last:
            side_x, side_y = vy * radius, -vx * radius
            left.append((x - side_x, y - side_y))
            right.append((x + side_x, y + side_y))
            continue

        along_x = next_vx + (vx - next_vx) * turn
        along_y = next_vy + (vy - next_vy) * turn
        side_x, side_y = along_y * radius, -along_x * radius
        to_x, to_y = x - side_x, y - side_y
        if i <= 1 or _squared(left_x - to_x, left_y - to_y) > min_distance:
            left.append((to_x, to_y))
            left_x, left_y = to_x, to_y
        to_x, to_y = x + side_x, y + side_y
        if i <= 1 or _squared(right_x - to_x, right_y - to_y) > min_distance:
            right.append((to_x, to_y))
            right_x, right_y = to_x, to_y
        pressure_before = pressure
        vx_before, vy_before = vx, vy

    if count == 1:
        return _dot(xs[0], ys[0], first_radius or radius)
    end = _end_cap(xs[-1], ys[-1], -track.vy[-1], track.vx[-1], radius)
    start = _start_cap(xs[0], ys[0], right[0])
    return [*left, *end, *reversed(right), *start]


def _squared(dx: float, dy: float) -> float:
    return dx * dx + dy * dy


def _turned(x: float, y: float, center_x: float, center_y: float, angle: float) -> Point:
    """(x, y) turned about the centre by `angle` radians."""
    sine, cosine = sin(angle), cos(angle)
    dx, dy = x - center_x, y - center_y
    return dx * cosine - dy * sine + center_x, dx * sine + dy * cosine + center_y


def _fractions(segments: int, *, start: float = 0.0, include_one: bool = True) -> list[float]:
    """0 to 1 in equal steps, added up one by one as the original does, so that rounding ends it alike."""
    step = 1 / segments
    fractions = []
    t = start or 0.0
    while t < 1 or (include_one and t == 1):
        fractions.append(t)
        t += step
    return fractions


_CORNER_FRACTIONS = _fractions(CORNER_CAP_SEGMENTS)
_START_FRACTIONS = _fractions(START_CAP_SEGMENTS, start=1 / START_CAP_SEGMENTS)
_END_FRACTIONS = _fractions(END_CAP_SEGMENTS, start=1 / END_CAP_SEGMENTS, include_one=False)


def _corner_cap(
    left: list[Point], right: list[Point], x: float, y: float, side_x: float, side_y: float
) -> None:
    """Round both sides of a sharp corner at (x, y)."""
    for t in _CORNER_FRACTIONS:
        left.append(_turned(x - side_x, y - side_y, x, y, HALF_TURN * t))
        right.append(_turned(x + side_x, y + side_y, x, y, HALF_TURN * -t))


def _start_cap(x: float, y: float, right: Point) -> list[Point]:
    return [_turned(*right, x, y, HALF_TURN * t) for t in _START_FRACTIONS]


def _end_cap(x: float, y: float, dx: float, dy: float, radius: float) -> list[Point]:
    """One and a half turns, so that a stroke that ends in a sharp turn is closed too."""
    return [_turned(x + dx * radius, y + dy * radius, x, y, HALF_TURN * 3 * t) for t in _END_FRACTIONS]


def _dot(x: float, y: float, radius: float) -> list[Point]:
    """A circle, for a stroke that never left its first point."""
    back_x, back_y = x - (x + 1), y - (y + 1)
    length = hypot(back_y, back_x)
    start_x, start_y = x + back_y / length * -radius, y + -back_x / length * -radius
    return [_turned(start_x, start_y, x, y, HALF_TURN * 2 * t) for t in _START_FRACTIONS]
