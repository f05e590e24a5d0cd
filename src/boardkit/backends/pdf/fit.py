"""A pen's outline in fewer curves: runs of quadratic curves replaced by cubic ones that no eye tells apart.

A compiled kernel, as scene/freehand.py is; its C types are in fit.pxd.

Each cubic leaves and arrives in the run's own directions, so that no corner appears where none was. Only the
lengths of its two handles are free; they are those of least squares over points sampled from the run. It
stands if every one of these points lies within `TOLERANCE` of it, and if it passes them one after the other,
so that it takes no loop in between. The longest run that stands is found by doubling, then halving.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

TOLERANCE = 0.75
"""Grid steps; the rest of a whole one is for what lies between the sampled points."""

_LARGEST_SQUARE = TOLERANCE * TOLERANCE
_PER_QUAD = 3
"""Sampled points per quadratic curve, its end included."""

_ROUNDING = 6755399441055744.0
"""Added and taken away, it leaves the nearest whole number: 1.5 × 2⁵², where floats have no fractions."""

Rows = Any
"""A memoryview of float64[n, columns]: quicker for both the interpreter and the compiler than an array."""


def fit_cubics(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Cubic curves along a run of quadratic ones.

    - `points`: float64[1 + 2n, 2], a start, then a control point and an end a curve, in grid steps.
    - Returns float64[m, 3, 2], whole numbers: two control points and the end of each cubic; the first starts
      at the nearest whole numbers to the start. Each sampled point is within `TOLERANCE` of them.
    """
    points = np.array(points, dtype=np.float64, order="C")
    samples = np.empty((1 + _PER_QUAD * (len(points) // 2), 3))
    _sample(points.data, samples.data)
    cubics = np.empty((len(points) // 2, 6))
    count = _fit(points.data, samples.data, cubics.data)
    return cubics[:count].reshape(-1, 3, 2)


def _sample(points: Rows, samples: Rows) -> None:
    """Fill `samples` with points on the curves, each with how far along them it is, as the crow flies."""
    x, y = points[0, 0], points[0, 1]
    length = 0.0
    samples[0, 0], samples[0, 1], samples[0, 2] = x, y, 0.0
    row = 1
    for i in range(0, len(points) - 1, 2):
        for k in range(1, _PER_QUAD + 1):
            t = 1.0 * k / _PER_QUAD
            s = 1 - t
            to_x = s * s * points[i, 0] + 2 * t * s * points[i + 1, 0] + t * t * points[i + 2, 0]
            to_y = s * s * points[i, 1] + 2 * t * s * points[i + 1, 1] + t * t * points[i + 2, 1]
            samples[row, 0], samples[row, 1] = to_x, to_y
            length += sqrt((to_x - x) * (to_x - x) + (to_y - y) * (to_y - y))
            samples[row, 2] = length
            row += 1
            x, y = to_x, to_y


def _fit(points: Rows, samples: Rows, cubics: Rows) -> int:
    """Fill `cubics` from the whole run; returns how many it took."""
    quads = len(points) // 2
    first = count = 0
    while first < quads:
        _raise(points, first, cubics, count)
        size, step = 1, 1
        while first + size + step <= quads and _replace(points, samples, first, size + step, cubics, count):
            size, step = size + step, 2 * step
        while step > 1:
            step //= 2
            if first + size + step <= quads and _replace(points, samples, first, size + step, cubics, count):
                size += step
        first += size
        count += 1
    return count


def _whole(value: float) -> float:
    return (value + _ROUNDING) - _ROUNDING


def _raise(points: Rows, quad: int, cubics: Rows, row: int) -> None:
    """Write one quadratic curve as the cubic one that it is, on the grid."""
    for axis in range(2):
        start, control, end = points[2 * quad, axis], points[2 * quad + 1, axis], points[2 * quad + 2, axis]
        cubics[row, axis] = _whole((start + 2 * control) / 3)
        cubics[row, 2 + axis] = _whole((end + 2 * control) / 3)
        cubics[row, 4 + axis] = _whole(end)


def _replace(points: Rows, samples: Rows, first: int, size: int, cubics: Rows, row: int) -> bool:
    """Write the cubic for `size` curves from `first` on, if there is one that stands."""
    start, end = 2 * first, 2 * (first + size)
    ax, ay = _whole(points[start, 0]), _whole(points[start, 1])
    bx, by = _whole(points[end, 0]), _whole(points[end, 1])
    # The directions at both ends, towards the inside. A control point on an end point has none.
    ux, uy = points[start + 1, 0] - points[start, 0], points[start + 1, 1] - points[start, 1]
    if ux == 0 and uy == 0:
        ux, uy = points[start + 2, 0] - points[start, 0], points[start + 2, 1] - points[start, 1]
    vx, vy = points[end - 1, 0] - points[end, 0], points[end - 1, 1] - points[end, 1]
    if vx == 0 and vy == 0:
        vx, vy = points[end - 2, 0] - points[end, 0], points[end - 2, 1] - points[end, 1]

    low, high = _PER_QUAD * first, _PER_QUAD * (first + size)
    begin = samples[low, 2]
    span = samples[high, 2] - begin
    if not span > 0:
        return False
    uu, uv, vv, ur, vr = 0.0, 0.0, 0.0, 0.0, 0.0
    per_length = 1 / span
    for i in range(low + 1, high):
        t = (samples[i, 2] - begin) * per_length
        s = 1 - t
        b1, b2 = 3 * s * s * t, 3 * s * t * t
        b0, b3 = s * s * s + b1, t * t * t + b2
        rx, ry = samples[i, 0] - (ax * b0 + bx * b3), samples[i, 1] - (ay * b0 + by * b3)
        uu += b1 * b1
        uv += b1 * b2
        vv += b2 * b2
        ur += b1 * (rx * ux + ry * uy)
        vr += b2 * (rx * vx + ry * vy)
    uu, uv, vv = uu * (ux * ux + uy * uy), uv * (ux * vx + uy * vy), vv * (vx * vx + vy * vy)
    determinant = uu * vv - uv * uv
    if not determinant > 1e-12 * uu * vv:
        return False
    u, v = (ur * vv - vr * uv) / determinant, (vr * uu - ur * uv) / determinant
    if not (u > 0 and v > 0):
        return False
    px, py = _whole(ax + u * ux), _whole(ay + u * uy)
    qx, qy = _whole(bx + v * vx), _whole(by + v * vy)
    if not _stands(samples, low, high, ax, ay, px, py, qx, qy, bx, by):
        return False
    cubics[row, 0], cubics[row, 1], cubics[row, 2] = px, py, qx
    cubics[row, 3], cubics[row, 4], cubics[row, 5] = qy, bx, by
    return True


def _stands(
    samples: Rows,
    low: int,
    high: int,
    ax: float,
    ay: float,
    px: float,
    py: float,
    qx: float,
    qy: float,
    bx: float,
    by: float,
) -> bool:
    """Whether the cubic (a, p, q, b) passes every sample between `low` and `high`, one after the other.

    Where it passes a sample is one Newton step from where the sample's length along the run says.
    """
    begin = samples[low, 2]
    per_length = 1 / (samples[high, 2] - begin)
    # The polynomial a + t·(c1 + t·(c2 + t·c3)).
    c1x, c1y = 3 * (px - ax), 3 * (py - ay)
    c2x, c2y = 3 * (qx - px) - c1x, 3 * (qy - py) - c1y
    c3x, c3y = bx - ax - c1x - c2x, by - ay - c1y - c2y
    before = 0.0
    for i in range(low + 1, high):
        x, y = samples[i, 0] - ax, samples[i, 1] - ay
        t = (samples[i, 2] - begin) * per_length
        dx, dy = c1x + t * (2 * c2x + t * 3 * c3x), c1y + t * (2 * c2y + t * 3 * c3y)
        ex, ey = t * (c1x + t * (c2x + t * c3x)) - x, t * (c1y + t * (c2y + t * c3y)) - y
        speed = dx * dx + dy * dy
        if speed > 0:
            t -= (ex * dx + ey * dy) / speed
        if not before <= t <= 1:
            return False
        before = t
        ex, ey = t * (c1x + t * (c2x + t * c3x)) - x, t * (c1y + t * (c2y + t * c3y)) - y
        if not ex * ex + ey * ey <= _LARGEST_SQUARE:
            return False
    return True
