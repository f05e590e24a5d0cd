"""Boxes: left, top, right, bottom."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from boardkit.scene.nodes import IDENTITY, Box, Matrix


def around(points: npt.NDArray[np.floating], matrix: Matrix, margin: float) -> Box:
    """The box around points[n, 2] under a transform, wider by a margin on each side."""
    across, down = points[:, 0], points[:, 1]
    if matrix != IDENTITY:
        a, b, c, d, e, f = matrix
        x, y = across.astype(np.float64), down.astype(np.float64)
        across, down = a * x + c * y + e, b * x + d * y + f
    return (
        float(across.min()) - margin,
        float(down.min()) - margin,
        float(across.max()) + margin,
        float(down.max()) + margin,
    )


def mapped(box: Box, matrix: Matrix) -> Box:
    """The box around a box under a transform."""
    left, top, right, bottom = box
    a, b, c, d, e, f = matrix
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    across = [a * x + c * y + e for x, y in corners]
    down = [b * x + d * y + f for x, y in corners]
    return min(across), min(down), max(across), max(down)


def wider(box: Box, margin: float) -> Box:
    """A box with a margin on each side."""
    left, top, right, bottom = box
    return left - margin, top - margin, right + margin, bottom + margin


def united(boxes: Iterable[Box]) -> Box | None:
    """The box around all boxes; None for none."""
    sides = tuple(zip(*boxes, strict=True))
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])) if sides else None
