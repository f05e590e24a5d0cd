"""Nodes that only take away: what they cover counts, and their colours don't."""

from __future__ import annotations

from dataclasses import replace

from boardkit.scene.nodes import Color, Node, Paint, Path, Stroke


def in_black(node: Node) -> Path | None:
    """An eraser's stroke in black, as opaque as it was; None where more than plain colours say how much."""
    if not isinstance(node, Path) or node.shadow is not None:
        return None
    paints = (node.fill, node.stroke.paint if node.stroke else None)
    if not all(paint is None or isinstance(paint, Color) for paint in paints):
        return None
    return replace(node, fill=_black(node.fill), stroke=_black_line(node.stroke))


def _black(paint: Paint | None) -> Color | None:
    return Color(0, 0, 0, paint.alpha) if isinstance(paint, Color) else None


def _black_line(stroke: Stroke | None) -> Stroke | None:
    return replace(stroke, paint=_black(stroke.paint) or stroke.paint) if stroke else None
