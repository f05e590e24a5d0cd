"""How far Konva expects what is in an isolated group to reach, which is where the group's canvas begins.

As in `buffers`, it is reckoned from what the nodes say of themselves, not from what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from boardkit.board import model
from boardkit.scene import labels
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.geometry.boxes import mapped, united
from boardkit.scene.nodes import Box
from boardkit.scene.shapes.buffers import NOTHING, buffer_box
from boardkit.scene.shapes.images import box_of
from boardkit.scene.shapes.paint import has_shadow, resolve_shadow
from boardkit.scene.shapes.pieces import pieces_of
from boardkit.scene.text import text_extent


def isolated_box(saved: model.Group, inner: Surroundings, context: SceneContext) -> Box | None:
    """The box, in page pixels, of what a group draws whose own absolute place is `inner`.

    None where it holds text along a path, whose letters are found only when it is drawn.
    """
    if _holds_text_path(saved):
        return None
    return _group(saved, inner, context)


def _holds_text_path(saved: model.Node) -> bool:
    if isinstance(saved, model.Group):
        return any(map(_holds_text_path, saved.children))
    return isinstance(saved, model.TextPath)


def _group(saved: model.Group, inner: Surroundings, context: SceneContext) -> Box:
    if isinstance(saved, model.Label):
        saved = labels.settled(saved, context)
    return united(_boxes(saved, inner, context)) or NOTHING


def _boxes(saved: model.Group, inner: Surroundings, context: SceneContext) -> Iterator[Box]:
    """Those of the children that have an extent, and not one beyond all bounds."""
    for child in saved.children:
        box = _box(child, inner.within(child), context)
        if box is not None and (box[0] != box[2] or box[1] != box[3]) and all(map(isfinite, box)):
            yield box


def _box(saved: model.Node, inner: Surroundings, context: SceneContext) -> Box | None:
    match saved:
        case model.Group():
            return _group(saved, inner, context)
        case model.Shape():
            box = _shape(saved, inner, context)
            return box and _with_shadow(box, saved, inner, context)
    return None


def _shape(saved: model.Shape, inner: Surroundings, context: SceneContext) -> Box | None:
    stroked = bool(saved.stroke and saved.stroke_width)
    match saved:
        case model.Text():
            return mapped(text_extent(saved, context), inner.matrix)
        case model.Image():
            outlines = [box_of(saved, context)]
        case _:
            outlines = [piece.outline for piece in pieces_of(saved) if len(piece.outline.points)]
    return buffer_box(saved, outlines, stroked, inner.matrix) if outlines else None


def _with_shadow(box: Box, saved: model.Shape, inner: Surroundings, context: SceneContext) -> Box:
    shadow = resolve_shadow(saved, inner, context)
    if shadow is None or not has_shadow(saved):
        return box
    left, top, right, bottom = box
    x, y, blur = shadow.offset_x, shadow.offset_y, 2 * shadow.blur
    return (
        left + min(0.0, x) - blur,
        top + min(0.0, y) - blur,
        right + max(0.0, x) + blur,
        bottom + max(0.0, y) + blur,
    )
