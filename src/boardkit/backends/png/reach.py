"""How far a group's ink reaches in device pixels, so that a canvas of its own need not be larger."""

from __future__ import annotations

from math import ceil, floor, hypot

import skia

from boardkit.scene.geometry.boxes import around, mapped, united, wider
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.nodes import Box, GlyphRun, Group, Image, Matrix, Node, Path, Shadow, Stroke, Text

_FARTHEST = 2.0**30
"""Device pixels that Skia's whole numbers hold."""

_SIGMAS = 3
"""Standard deviations beyond which nothing is seen of a blurred shadow."""


def reach(group: Group, matrix: Matrix, scale: float, canvas: skia.IRect) -> skia.IRect:
    """The part of a canvas that may show something of a group's children, a pixel wider on each side.

    `matrix`: from the group to device pixels, `scale` of which are a board pixel. Empty for none.
    """
    box = united(box for child in group.children for box in _boxes(child, matrix, scale))
    return skia.IRect() if box is None else within(canvas, box)


def within(canvas: skia.IRect, box: Box) -> skia.IRect:
    """The pixels of a canvas that a box touches, and one more on each side; empty for none."""
    left, top, right, bottom = (max(-_FARTHEST, min(side, _FARTHEST)) for side in box)
    found = skia.IRect(
        max(canvas.left(), floor(left) - 1),
        max(canvas.top(), floor(top) - 1),
        min(canvas.right(), ceil(right) + 1),
        min(canvas.bottom(), ceil(bottom) + 1),
    )
    return found if found.left() < found.right() and found.top() < found.bottom() else skia.IRect()


def _boxes(node: Node, outer: Matrix, scale: float) -> list[Box]:
    matrix = concat(outer, node.transform)
    match node:
        case Group():
            boxes = [box for child in node.children for box in _boxes(child, matrix, scale)]
        case Path():
            boxes = [around(node.outline.points, matrix, _margin(node.stroke, matrix, scale))]
        case Text():
            margin = _margin(node.stroke, matrix, scale)
            boxes = [_run_box(run, matrix, margin) for line in node.lines for run in line if len(run.glyphs)]
        case Image():
            boxes = [mapped((0.0, 0.0, node.width, node.height), matrix)]
    shadow = node.shadow
    return boxes if shadow is None else [*boxes, *(_shadow_box(box, shadow, scale) for box in boxes)]


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
    return wider(mapped((float(left), float(top), float(right), float(bottom)), matrix), margin)


def _shadow_box(box: Box, shadow: Shadow, scale: float) -> Box:
    offset = (1.0, 0.0, 0.0, 1.0, shadow.offset_x * scale, shadow.offset_y * scale)
    return wider(mapped(box, offset), _SIGMAS * shadow.blur * scale / 2)
