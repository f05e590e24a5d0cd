"""Konva's shapes as painted paths."""

from __future__ import annotations

from dataclasses import replace

from boardkit.board import model
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.matrix import placed
from boardkit.scene.nodes import FillRule, Group, Node, Paint, Path, Stroke
from boardkit.scene.paint import resolve_blend, resolve_paint, resolve_shadow, resolve_stroke
from boardkit.scene.pieces import Piece, pieces_of
from boardkit.warnings import WarningCode


def draw_shape(shape: model.Shape, around: Surroundings, context: SceneContext) -> Node | None:
    """A shape's pieces, filled and stroked; None, with a remark, for one that can't be drawn."""
    pieces = pieces_of(shape)
    if not pieces:
        return None
    fill = resolve_paint(shape, shape.fill, context) if shape.fill else None
    stroke = resolve_stroke(shape, context)
    if stroke is None and (fill is None or not any(piece.filled for piece in pieces)):
        context.remark(
            shape, WarningCode.ELEMENT_LEFT_OUT, "The element was left out: it has no colour or no width."
        )
        return None
    return _painted(shape, pieces, fill, stroke, around.within(shape), context)


def _painted(
    shape: model.Shape,
    pieces: tuple[Piece, ...],
    fill: Paint | None,
    stroke: Stroke | None,
    around: Surroundings,
    context: SceneContext,
) -> Node:
    """The pieces as paths; on a canvas of their own where fill and line must fade or cast shadow as one."""
    shadow = resolve_shadow(shape, around, context)
    blend = resolve_blend(shape, around, context)
    paths = tuple(path for piece in pieces for path in _paths(shape, piece, fill, stroke))
    if fill is not None and stroke is not None and (around.alpha != 1 or shadow is not None):
        return Group(
            paths,
            transform=placed(shape),
            isolated=True,
            opacity=around.alpha,
            blend=blend,
            shadow=shadow,
            id=shape.id,
        )
    single = tuple(replace(path, opacity=around.alpha, blend=blend, shadow=shadow) for path in paths)
    if len(single) == 1:
        return replace(single[0], transform=placed(shape), id=shape.id)
    return Group(single, transform=placed(shape), id=shape.id)


def _paths(shape: model.Shape, piece: Piece, fill: Paint | None, stroke: Stroke | None) -> tuple[Path, ...]:
    rule = FillRule.EVENODD if shape.fill_rule == "evenodd" else FillRule.NONZERO
    line = stroke if stroke is None or piece.dashed else replace(stroke, dash=())
    inside = fill if piece.filled else None
    if shape.stroke_first and inside is not None and line is not None:
        return (Path(piece.outline, stroke=line), Path(piece.outline, fill=inside, fill_rule=rule))
    return (Path(piece.outline, fill=inside, stroke=line, fill_rule=rule),)
