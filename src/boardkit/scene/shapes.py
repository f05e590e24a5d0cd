"""Konva's shapes as painted paths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from boardkit.board import model
from boardkit.scene.buffers import buffer_box, needs_buffer
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.matrix import placed
from boardkit.scene.nodes import Blend, FillRule, Group, Node, Paint, Path, Shadow, Stroke
from boardkit.scene.paint import (
    has_shadow,
    resolve_blend,
    resolve_paint,
    resolve_shadow,
    resolve_stroke,
)
from boardkit.scene.pieces import Piece, pieces_of
from boardkit.warnings import WarningCode


def draw_shape(shape: model.Shape, around: Surroundings, context: SceneContext) -> Node | None:
    """A shape's pieces, filled and stroked; None, with a remark, for one that can't be drawn."""
    inner = around.within(shape)
    pieces = tuple(piece for piece in pieces_of(shape, inner.matrix) if _has_extent(piece))
    if not pieces:
        return None
    fill = resolve_paint(shape, shape.fill, context) if shape.fill else None
    stroke = resolve_stroke(shape, inner, context)
    if stroke is None and (fill is None or not any(piece.filled for piece in pieces)):
        context.remark(
            shape, WarningCode.ELEMENT_LEFT_OUT, "The element was left out: it has no colour or no width."
        )
        return None
    return _painted(shape, pieces, fill, stroke, inner, context)


def _has_extent(piece: Piece) -> bool:
    """Whether there is more than a point, for which canvas draws nothing, whatever the line's caps."""
    points = piece.outline.points
    if not len(points):
        return False
    return points[0].tolist() != points[-1].tolist() or bool((points != points[0]).any())


def _painted(
    shape: model.Shape,
    pieces: tuple[Piece, ...],
    fill: Paint | None,
    stroke: Stroke | None,
    around: Surroundings,
    context: SceneContext,
) -> Node:
    """The pieces as paths, on a canvas of their own where that is how Konva draws them."""
    look = Look(around.alpha, resolve_blend(shape, around, context), resolve_shadow(shape, around, context))
    if needs_buffer(shape, fill is not None, stroke is not None, around):
        return Group(
            tuple(path for piece in pieces for path in paths_of(shape, piece, fill, stroke, Look())),
            transform=placed(shape),
            isolated=True,
            opacity=look.opacity,
            blend=look.blend,
            shadow=look.shadow,
            box=buffer_box(shape, [piece.outline for piece in pieces], True, around.matrix),
            id=shape.id,
        )
    paths = tuple(path for piece in pieces for path in paths_of(shape, piece, fill, stroke, look))
    if len(paths) == 1:
        return replace(paths[0], transform=placed(shape), id=shape.id)
    return Group(paths, transform=placed(shape), id=shape.id)


@dataclass(frozen=True, slots=True)
class Look:
    """What each of a shape's paths has by itself; nothing, where they are drawn together first."""

    opacity: float = 1.0
    blend: Blend = Blend.SOURCE_OVER
    shadow: Shadow | None = None


def paths_of(
    shape: model.Shape, piece: Piece, fill: Paint | None, stroke: Stroke | None, look: Look
) -> tuple[Path, ...]:
    """A piece's fill and line: one path, or two where their order or their shadow differ."""
    rule = FillRule.EVENODD if shape.fill_rule == "evenodd" else FillRule.NONZERO
    line = stroke if stroke is None or piece.dashed else replace(stroke, dash=())
    inside = fill if piece.filled else None
    apart = shape.stroke_first or (has_shadow(shape) and not shape.shadow_for_stroke)
    shadow = look.shadow
    below_line = shadow if line is None or shape.shadow_for_stroke else None
    put = partial(Path, piece.outline, opacity=look.opacity, blend=look.blend)
    if inside is None or line is None or not apart:
        return (put(fill=inside, stroke=line, fill_rule=rule, shadow=below_line),)
    filled, stroked = put(fill=inside, fill_rule=rule, shadow=shadow), put(stroke=line, shadow=below_line)
    return (stroked, filled) if shape.stroke_first else (filled, stroked)
