"""What a matrix does to what is drawn through it."""

from __future__ import annotations

import math

from boardkit.scene.nodes import Matrix


def magnification(matrix: Matrix) -> float:
    """How many times longer `matrix` makes the line that it stretches most."""
    a, b, c, d, _, _ = matrix
    return (math.hypot(a + d, b - c) + math.hypot(a - d, b + c)) / 2


def flattens(matrix: Matrix) -> bool:
    """Whether `matrix` leaves no area, so that nothing drawn through it can be seen."""
    a, b, c, d, _, _ = matrix
    return abs(a * d - b * c) < 1e-12 * max(a * a + b * b + c * c + d * d, 1e-12)
