"""Affine matrices, as `boardkit.scene.nodes.Matrix` has them."""

from __future__ import annotations

import math

from boardkit.scene.nodes import Matrix


def multiplied(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    return (
        outer[0] * a + outer[2] * b,
        outer[1] * a + outer[3] * b,
        outer[0] * c + outer[2] * d,
        outer[1] * c + outer[3] * d,
        outer[0] * e + outer[2] * f + outer[4],
        outer[1] * e + outer[3] * f + outer[5],
    )


def magnification(matrix: Matrix) -> float:
    """How many times longer `matrix` makes the line that it stretches most."""
    a, b, c, d, _, _ = matrix
    return (math.hypot(a + d, b - c) + math.hypot(a - d, b + c)) / 2


def flattens(matrix: Matrix) -> bool:
    """Whether `matrix` leaves no area, so that nothing drawn through it can be seen."""
    a, b, c, d, _, _ = matrix
    return abs(a * d - b * c) < 1e-12 * max(a * a + b * b + c * c + d * d, 1e-12)
