"""Konva's shapes as painted paths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from boardkit.board import model
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.geometry.matrix import concat, is_invertible, placed, single
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    FillRule,
    Group,
    Matrix,
    Node,
    Paint,
    Path,
    Shadow,
    Stroke,
)
from boardkit.scene.shapes.buffers import buffer_box, from_corner, needs_buffer
from boardkit.scene.shapes.paint import (
    has_shadow,
    resolve_blend,
    resolve_paint,
    resolve_shadow,
    resolve_stroke,
)
from boardkit.scene.shapes.pieces import Piece, flattened, pieces_of
from boardkit.warnings import WarningCode


def draw_shape(shape: model.Shape, around: Surroundings, context: SceneContext) -> Node | None:
    """A shape's pieces, filled and stroked; None for one that can't be drawn, which is remarked unless it is
    as small as a point.
    """
    inner = around.within(shape)
    pieces = _drawn_pieces(shape, _on_device(inner.matrix, context.scale))
    if not pieces:
        if isinstance(shape, model.Path) and shape.data.strip():
            reason = "The element was left out: its path data describe nothing that can be seen."
            context.remark(shape, WarningCode.ELEMENT_LEFT_OUT, reason)
        return None
    fill = resolve_paint(shape, shape.fill, context) if shape.fill else None
    stroke = resolve_stroke(shape, inner, context)
    if stroke is None and (fill is None or not any(piece.filled for piece in pieces)):
        context.remark(
            shape, WarningCode.ELEMENT_LEFT_OUT, "The element was left out: it has no colour or no width."
        )
        return None
    return _painted(shape, pieces, fill, stroke, inner, context)


def _on_device(matrix: Matrix, scale: float, corner: Matrix = IDENTITY) -> Matrix:
    """From a shape to the pixels of a canvas, which begins in a `corner` of the page."""
    return concat(_scaling(scale), concat(corner, single(matrix)))


@lru_cache(maxsize=8)
def _scaling(scale: float) -> Matrix:
    """From board pixels to those of an export."""
    return single((scale, 0.0, 0.0, scale, 0.0, 0.0))


def _drawn_pieces(shape: model.Shape, matrix: Matrix) -> tuple[Piece, ...]:
    pieces = pieces_of(shape, matrix)
    if not is_invertible(matrix) and not shape.stroke_scaled:
        pieces = flattened(shape, pieces) if any(matrix[:4]) else ()
    return tuple(piece for piece in pieces if _has_extent(piece))


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
        box = buffer_box(shape, [piece.outline for piece in pieces], True, around.matrix)
        pieces = _drawn_pieces(shape, _on_device(around.matrix, context.scale, from_corner(box)))
        return Group(
            tuple(path for piece in pieces for path in paths_of(shape, piece, fill, stroke, Look())),
            transform=placed(shape),
            isolated=True,
            opacity=look.opacity,
            blend=look.blend,
            shadow=look.shadow,
            box=box,
            id=shape.id,
        )
    if len(pieces) == 1 and not _falls_apart(shape, pieces[0], fill, stroke):
        return _path(shape, pieces[0], fill, stroke, look, alone=True)
    paths = tuple(path for piece in pieces for path in paths_of(shape, piece, fill, stroke, look))
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
    """A piece's fill and line where the piece's group stands: one path, or two where they fall apart."""
    if not _falls_apart(shape, piece, fill, stroke):
        return (_path(shape, piece, fill, stroke, look),)
    filled, stroked = _path(shape, piece, fill, None, look), _path(shape, piece, None, stroke, look)
    return (stroked, filled) if shape.stroke_first else (filled, stroked)


def _falls_apart(shape: model.Shape, piece: Piece, fill: Paint | None, stroke: Stroke | None) -> bool:
    """Whether a piece's fill and line differ in their order or their shadow."""
    both = fill is not None and piece.filled and stroke is not None
    return both and (shape.stroke_first or (has_shadow(shape) and not shape.shadow_for_stroke))


def _path(
    shape: model.Shape,
    piece: Piece,
    fill: Paint | None,
    stroke: Stroke | None,
    look: Look,
    *,
    alone: bool = False,
) -> Path:
    """A piece as one path. One that is `alone` is the whole shape, and stands where that stands."""
    line = stroke if stroke is None or piece.dashed else replace(stroke, dash=())
    return Path(
        piece.outline,
        fill=fill if piece.filled else None,
        stroke=line,
        fill_rule=FillRule.EVENODD if shape.fill_rule == "evenodd" else FillRule.NONZERO,
        transform=placed(shape) if alone else IDENTITY,
        opacity=look.opacity,
        blend=look.blend,
        shadow=look.shadow if line is None or shape.shadow_for_stroke else None,
        id=shape.id if alone else None,
    )
