"""Lengths along curves, by Gauss's quadrature with the 20 places that Konva takes."""

from __future__ import annotations

from math import sqrt

import numpy as np

Point = tuple[float, float]

_PLACES, _WEIGHTS = (values.tolist() for values in np.polynomial.legendre.leggauss(20))


def cubic_length(start: Point, first: Point, second: Point, end: Point, until: float = 1.0) -> float:
    """The length of a cubic curve from its start to the parameter `until`."""
    half = until / 2
    return half * sum(
        weight * _speed(start, first, second, end, half * place + half)
        for place, weight in zip(_PLACES, _WEIGHTS, strict=True)
    )


def quad_length(start: Point, control: Point, end: Point, until: float = 1.0) -> float:
    """The length of a quadratic curve from its start to the parameter `until`."""
    first, second = (
        (near[0] + 2 / 3 * (control[0] - near[0]), near[1] + 2 / 3 * (control[1] - near[1]))
        for near in (start, end)
    )
    return cubic_length(start, first, second, end, until)


def _speed(start: Point, first: Point, second: Point, end: Point, t: float) -> float:
    a, b, c = 3 * (1 - t) * (1 - t), 6 * (1 - t) * t, 3 * t * t
    dx, dy = (
        a * (first[axis] - start[axis]) + b * (second[axis] - first[axis]) + c * (end[axis] - second[axis])
        for axis in (0, 1)
    )
    return sqrt(dx * dx + dy * dy)
