"""What a matrix does to what is drawn through it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from boardkit.scene.geometry.matrix import concat
from boardkit.scene.nodes import Group, Matrix, Node, Outline, Path, Pattern

_SCREEN = 2
"""Device pixels to a board pixel, as pictures have them by default."""


def transformed(outline: Outline, matrix: Matrix) -> Outline:
    """`outline` in the space that `matrix` leads to."""
    a, b, c, d, e, f = matrix
    points = outline.points.astype(np.float64) @ ((a, b), (c, d)) + (e, f)
    return replace(outline, points=points.astype(np.float32))


def joined(outlines: Sequence[Outline]) -> Outline:
    """All `outlines` as one."""
    if not outlines:
        return Outline(np.empty(0, dtype=np.uint8), np.empty((0, 2), dtype=np.float32))
    return Outline(
        np.concatenate([outline.verbs for outline in outlines]),
        np.concatenate([outline.points for outline in outlines]),
        np.concatenate([outline.weights for outline in outlines]),
    )


def magnification(matrix: Matrix) -> float:
    """How many times longer `matrix` makes the line that it stretches most."""
    a, b, c, d, _, _ = matrix
    return (math.hypot(a + d, b - c) + math.hypot(a - d, b + c)) / 2


def flattens(matrix: Matrix) -> bool:
    """Whether `matrix` leaves no area, so that nothing drawn through it can be seen."""
    a, b, c, d, _, _ = matrix
    return abs(a * d - b * c) < 1e-12 * max(a * a + b * b + c * c + d * d, 1e-12)


def tiles_vanish(pattern: Pattern, matrix: Matrix) -> bool:
    """Whether a pattern's tiles are thinner than half a pixel on screens of two to a board pixel.

    Canvas draws nothing then, and files that have no pixels draw nothing either.
    """
    a, b, c, d, _, _ = concat(matrix, pattern.transform)
    across, down = math.hypot(a, b) * pattern.picture.width, math.hypot(c, d) * pattern.picture.height
    return min(across, down) * _SCREEN < 0.5


def leaves_a_line(node: Node) -> bool:
    """Whether a node is seen through a matrix that leaves no area: as a line that keeps its width."""
    if isinstance(node, Group):
        return any(map(leaves_a_line, node.children))
    return isinstance(node, Path) and node.stroke is not None and not node.stroke.scaled
