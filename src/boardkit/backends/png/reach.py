"""How far a group's ink reaches in device pixels, so that a canvas of its own need not be larger."""

from __future__ import annotations

from functools import reduce
from math import ceil, floor, hypot

import numpy as np
import numpy.typing as npt
import skia

from boardkit.scene.matrix import concat
from boardkit.scene.nodes import Box, GlyphRun, Group, Image, Matrix, Node, Path, Shadow, Stroke, Text

_FARTHEST = 2.0**30
"""Device pixels that Skia's whole numbers hold."""

_SIGMAS = 3
"""Standard deviations beyond which nothing is seen of a blurred shadow."""


def reach(group: Group, matrix: Matrix, scale: float, canvas: skia.IRect) -> skia.IRect:
    """The part of a canvas that may show something of a group's children, a pixel wider on each side.

    `matrix`: from the group to device pixels, `scale` of which are a board pixel. Empty for none.
    """
    boxes = [box for child in group.children for box in _boxes(child, matrix, scale)]
    if not boxes:
        return skia.IRect()
    return within(canvas, reduce(_union, boxes))


def within(canvas: skia.IRect, box: Box) -> skia.IRect:
    """The pixels of a canvas that a box touches, and one more on each side; empty for none."""
    left, top, right, bottom = box
    found = skia.IRect(
        max(canvas.left(), floor(max(left, _FARTHEST * -1)) - 1),
        max(canvas.top(), floor(max(top, _FARTHEST * -1)) - 1),
        min(canvas.right(), ceil(min(right, _FARTHEST)) + 1),
        min(canvas.bottom(), ceil(min(bottom, _FARTHEST)) + 1),
    )
    return found if found.left() < found.right() and found.top() < found.bottom() else skia.IRect()


def mapped(box: Box, matrix: Matrix) -> Box:
    """The box around a box under a transform."""
    left, top, right, bottom = box
    return _around(np.array([(left, top), (right, top), (right, bottom), (left, bottom)]), matrix, 0.0)


def _boxes(node: Node, outer: Matrix, scale: float) -> list[Box]:
    matrix = concat(outer, node.transform)
    match node:
        case Group():
            boxes = [box for child in node.children for box in _boxes(child, matrix, scale)]
        case Path():
            boxes = [_around(node.outline.points, matrix, _margin(node.stroke, matrix, scale))]
        case Text():
            margin = _margin(node.stroke, matrix, scale)
            boxes = [_run_box(run, matrix, margin) for line in node.lines for run in line if len(run.glyphs)]
        case Image():
            corners = np.array([(0, 0), (node.width, 0), (node.width, node.height), (0, node.height)])
            boxes = [_around(corners, matrix, 0.0)]
    return [box if node.shadow is None else _with_shadow(box, node.shadow, scale) for box in boxes]


def _margin(stroke: Stroke | None, matrix: Matrix, scale: float) -> float:
    """How far a line reaches beyond its outline, its sharpest corners included."""
    if stroke is None:
        return 0.0
    a, b, c, d, _, _ = matrix
    widening = max(hypot(a, b), hypot(c, d)) if stroke.scaled else scale
    return stroke.width / 2 * widening * (max(stroke.miter_limit, 2.0) if stroke.join == "miter" else 2.0)


def _run_box(run: GlyphRun, matrix: Matrix, margin: float) -> Box:
    """A run's box, an em wider on each side, which few glyphs leave."""
    left, right = run.x.min() - run.size, run.x.min() + run.advance + run.size
    top, bottom = run.y.min() - 2 * run.size, run.y.max() + run.size
    return _around(np.array([(left, top), (right, top), (right, bottom), (left, bottom)]), matrix, margin)


def _around(points: npt.NDArray[np.floating], matrix: Matrix, margin: float) -> Box:
    a, b, c, d, e, f = matrix
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    across, down = a * x + c * y + e, b * x + d * y + f
    return (
        float(across.min()) - margin,
        float(down.min()) - margin,
        float(across.max()) + margin,
        float(down.max()) + margin,
    )


def _with_shadow(box: Box, shadow: Shadow, scale: float) -> Box:
    left, top, right, bottom = box
    x, y, blur = shadow.offset_x * scale, shadow.offset_y * scale, _SIGMAS * shadow.blur * scale / 2
    return _union(box, (left + x - blur, top + y - blur, right + x + blur, bottom + y + blur))


def _union(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
