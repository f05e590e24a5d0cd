"""Konva's shapes as paths: which outline each has, and how it is filled and stroked."""

from __future__ import annotations

import numpy as np

from boardkit.board import model
from boardkit.scene import outlines
from boardkit.scene.context import SceneContext, opacity
from boardkit.scene.freehand import freehand_outline
from boardkit.scene.matrix import placed
from boardkit.scene.nodes import Outline, Path, Stroke
from boardkit.warnings import WarningCode

MAX_COORDINATE = 1e6
"""Board pixels; what lies further out can't be told from infinity by single precision geometry."""


def draw_freehand(saved: model.Freehand, context: SceneContext) -> Path | None:
    """A pen's stroke."""
    corners = freehand_outline(saved.points, saved.size, simulate_pressure=saved.simulate_pressure)
    if len(corners) == 0:
        return None
    outline = outlines.smooth_loop(corners) if saved.curved else outlines.polygon(corners, closed=True)
    return _path(saved, outline, context)


def draw_line(saved: model.Line, context: SceneContext) -> Path | None:
    """An open run of straight lines."""
    if len(saved.points) < 2:
        return None
    return _path(saved, outlines.polygon(saved.points, closed=False), context, fills=False)


def draw_rect(saved: model.Rect, context: SceneContext) -> Path | None:
    """A box. It is an outline like any other, because a canvas strokes boxes so."""
    return _path(saved, outlines.rectangle(saved.width, saved.height), context)


def draw_ellipse(saved: model.Ellipse, context: SceneContext) -> Path | None:
    """An ellipse."""
    return _path(saved, outlines.ellipse(abs(saved.radius_x), abs(saved.radius_y)), context)


def _path(saved: model.Shape, outline: Outline, context: SceneContext, *, fills: bool = True) -> Path | None:
    fill = context.color(saved, saved.fill) if saved.fill and fills else None
    stroke = _stroke(saved, context)
    if fill is None and stroke is None:
        context.remark(
            saved, WarningCode.ELEMENT_LEFT_OUT, "The element was left out: it has no colour or no width."
        )
        return None
    reach = np.abs(outline.points).max(initial=max(abs(saved.x), abs(saved.y)))
    if not reach <= MAX_COORDINATE:
        context.remark(
            saved, WarningCode.ELEMENT_LEFT_OUT, "The element was left out: it lies too far outside the page."
        )
        return None
    return Path(
        outline,
        fill=fill,
        stroke=stroke,
        transform=placed(saved.x, saved.y, saved.rotation),
        opacity=opacity(saved),
        blend=context.blend(saved),
        id=saved.id,
    )


def _stroke(saved: model.Shape, context: SceneContext) -> Stroke | None:
    if not saved.stroke or not saved.stroke_width:
        return None
    width = saved.stroke_width if saved.stroke_width > 0 else 1.0  # canvas ignores a negative line width
    return Stroke(context.color(saved, saved.stroke), width, cap=saved.line_cap, join=saved.line_join)
