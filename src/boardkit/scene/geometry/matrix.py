"""Affine transforms in canvas' order of numbers."""

from __future__ import annotations

from math import cos, hypot, radians, sin

import numpy as np

from boardkit.board import model
from boardkit.scene.nodes import IDENTITY, Matrix


def placed(node: model.Node) -> Matrix:
    """Where a node stands in its parent: moved, turned, skewed, scaled and offset, in Konva's order."""
    matrix = (1.0, 0.0, 0.0, 1.0, node.x, node.y)
    if node.rotation:
        angle = radians(node.rotation)
        matrix = concat(matrix, (cos(angle), sin(angle), -sin(angle), cos(angle), 0.0, 0.0))
    if node.skew_x or node.skew_y:
        matrix = concat(matrix, (1.0, node.skew_y, node.skew_x, 1.0, 0.0, 0.0))
    if node.scale_x != 1 or node.scale_y != 1:
        matrix = concat(matrix, (node.scale_x, 0.0, 0.0, node.scale_y, 0.0, 0.0))
    return moved(matrix, -node.offset_x, -node.offset_y)


def moved(matrix: Matrix, x: float, y: float) -> Matrix:
    """The transform that moves by (x, y) first, then applies `matrix`."""
    return concat(matrix, (1.0, 0.0, 0.0, 1.0, x, y)) if x or y else matrix


def concat(outer: Matrix, inner: Matrix) -> Matrix:
    """The transform that applies `inner` first, then `outer`."""
    if outer == IDENTITY:
        return inner
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


def single(matrix: Matrix) -> Matrix:
    """A transform in single precision, which is how a canvas takes it."""
    if matrix == IDENTITY:
        return matrix
    a, b, c, d, e, f = np.array(matrix, dtype=np.float32).tolist()
    return a, b, c, d, e, f


def is_invertible(matrix: Matrix) -> bool:
    """Whether a transform leaves anything of an area."""
    a, b, c, d, _, _ = matrix
    return a * d - b * c != 0


def inverse(matrix: Matrix) -> Matrix:
    """The transform that undoes an invertible one, by Konva's arithmetic."""
    a, b, c, d, e, f = matrix
    factor = 1 / (a * d - b * c)
    return (
        d * factor,
        -b * factor,
        -c * factor,
        a * factor,
        factor * (c * f - d * e),
        factor * (b * e - a * f),
    )


def scales(matrix: Matrix) -> tuple[float, float]:
    """How much a transform stretches across and down, as Konva takes a matrix apart."""
    a, b, c, d, _, _ = matrix
    if a or b:
        across = hypot(a, b)
        return across, (a * d - b * c) / across
    if c or d:
        down = hypot(c, d)
        return (a * d - b * c) / down, down
    return 0.0, 0.0
