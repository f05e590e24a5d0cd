"""Colours, gradients, patterns and shadows as saved, resolved for drawing."""

from __future__ import annotations

from dataclasses import replace

from boardkit.board import model
from boardkit.scene.colors.parse import BLACK, is_legacy, parse_color
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.geometry.matrix import placed, scales
from boardkit.scene.nodes import (
    Blend,
    Color,
    LinearGradient,
    Matrix,
    Paint,
    Pattern,
    RadialGradient,
    Shadow,
    Stops,
    Stroke,
)
from boardkit.scene.pictures.sources import load_picture
from boardkit.warnings import WarningCode

_SHORTEST = 1e-45
"""The least length that single precision knows."""


def resolve_color(node: model.Node, css: str, context: SceneContext, opacity: float = 1.0) -> Color:
    """A CSS colour, faded by `opacity`; one that canvas can't parse leaves the context's own, black."""
    color = parse_color(css, opacity)
    if color is None:
        context.remark(node, WarningCode.VALUE_REPAIRED, f"{css[:40]!r} is no colour and was drawn black.")
        return BLACK
    return color


def resolve_paint(node: model.Node, paint: model.Paint, context: SceneContext) -> Paint | None:
    """What to fill or stroke with; None where a pattern's image can't be had."""
    match paint:
        case str():
            return resolve_color(node, paint, context)
        case model.LinearGradient():
            return LinearGradient(paint.start, paint.end, *_stops(node, paint.stops, context))
        case model.RadialGradient():
            radii = max(paint.start_radius, 0.0), max(paint.end_radius, 0.0)
            stops, perceptual = _stops(node, paint.stops, context)
            return RadialGradient(paint.start, radii[0], paint.end, radii[1], stops, perceptual)
        case model.Pattern():
            return _pattern(node, paint, context)


def resolve_stroke(shape: model.Shape, around: Surroundings, context: SceneContext) -> Stroke | None:
    """How a shape's line is drawn; None for a shape without one. `around`: the shape's own absolute place."""
    if not shape.stroke or not shape.stroke_width:
        return None
    paint = resolve_paint(shape, shape.stroke, context)
    if paint is None:
        return None
    if isinstance(paint, LinearGradient) and not shape.stroke_scaled:
        paint = _on_page(paint, around.matrix)
    width = shape.stroke_width
    if width < 0:
        width = 1.0
        context.remark(shape, WarningCode.VALUE_REPAIRED, "A line's width is negative and was drawn as 1.")
    return Stroke(
        paint,
        width,
        cap=shape.line_cap,
        join=shape.line_join,
        miter_limit=shape.miter_limit if shape.miter_limit > 0 else 10.0,
        dash=_dash(shape.dash),
        dash_offset=shape.dash_offset,
        scaled=shape.stroke_scaled,
    )


def _on_page(gradient: LinearGradient, matrix: Matrix) -> LinearGradient:
    """A gradient in page pixels that looks as it does under `matrix`, its colours square to its line."""
    a, b, c, d, e, f = matrix
    x, y = gradient.start
    dx, dy = gradient.end[0] - x, gradient.end[1] - y
    across, down = d * dx - b * dy, a * dy - c * dx
    squared = across * across + down * down
    scale = ((dx * dx + dy * dy) * (a * d - b * c)) / squared if squared else 0.0
    start = (a * x + c * y + e, b * x + d * y + f)
    return replace(gradient, start=start, end=(start[0] + across * scale, start[1] + down * scale))


def has_shadow(shape: model.Shape) -> bool:
    """Whether Konva takes a shape for one that casts a shadow."""
    return shape.shadow is not None and shape.shadow.opacity != 0


def resolve_shadow(shape: model.Shape, around: Surroundings, context: SceneContext) -> Shadow | None:
    """A shape's shadow in page pixels, scaled by the shape's absolute scale as Konva scales it."""
    saved = shape.shadow
    if saved is None or not has_shadow(shape):
        return None
    if not (saved.blur or saved.offset_x or saved.offset_y):
        return None  # Konva sets one, and canvas draws none that would lie just below the shape
    color = resolve_color(shape, saved.color, context, saved.opacity)
    across, down = scales(around.matrix)
    return Shadow(
        color,
        max(0.0, saved.blur * min(abs(across), abs(down))),
        saved.offset_x * across,
        saved.offset_y * down,
    )


def resolve_blend(node: model.Node, around: Surroundings, context: SceneContext) -> Blend:
    """The composite operation in force; one that canvas doesn't know leaves the plain one."""
    try:
        return Blend(around.composite)
    except ValueError:
        context.remark(
            node, WarningCode.VALUE_REPAIRED, f"{around.composite[:40]!r} is no way to blend; it was ignored."
        )
        return Blend.SOURCE_OVER


def _stops(node: model.Node, saved: model.Stops, context: SceneContext) -> tuple[Stops, bool]:
    """A gradient's stops, and whether they are mixed in OKLab, as in Blink where one is no legacy colour."""
    shown = sorted(((offset, css) for offset, css in saved if 0 <= offset <= 1), key=lambda stop: stop[0])
    perceptual = not all(is_legacy(css) for _, css in shown)
    return tuple((offset, _stop_color(node, css, context)) for offset, css in shown), perceptual


def _stop_color(node: model.Node, css: str, context: SceneContext) -> Color:
    return parse_color(css, wide=True) or resolve_color(node, css, context)


def _pattern(node: model.Node, saved: model.Pattern, context: SceneContext) -> Pattern | None:
    picture = load_picture(node, saved.source, context)
    if picture is None:
        return None
    place = model.Node(
        x=saved.x,
        y=saved.y,
        rotation=saved.rotation,
        scale_x=saved.scale_x,
        scale_y=saved.scale_y,
        offset_x=saved.offset_x,
        offset_y=saved.offset_y,
    )
    return Pattern(
        picture,
        placed(place),
        repeat_x=saved.repeat in ("repeat", "repeat-x"),
        repeat_y=saved.repeat in ("repeat", "repeat-y"),
    )


def _dash(saved: tuple[float, ...]) -> tuple[float, ...]:
    """Canvas ignores dashes with a negative length, and those of none, and repeats an odd number of them."""
    if any(length < 0 for length in saved) or sum(saved) < _SHORTEST:
        return ()
    return saved if len(saved) % 2 == 0 else saved * 2
