"""Affine transforms in canvas' order of numbers."""

from __future__ import annotations

from math import cos, radians, sin

from boardkit.scene.nodes import Matrix


def placed(x: float, y: float, rotation: float = 0.0) -> Matrix:
    """Move to (x, y), then turn by `rotation` degrees clockwise about that point."""
    if not rotation:
        return (1.0, 0.0, 0.0, 1.0, x, y)
    angle = radians(rotation)
    cosine, sine = cos(angle), sin(angle)
    return (cosine, sine, -sine, cosine, x, y)


def concat(outer: Matrix, inner: Matrix) -> Matrix:
    """The transform that applies `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )
