"""Skia paints for what a scene fills, strokes and composites with, as Blink sets them up for a canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import floor

import skia

from boardkit.backends.png.blurring import slightly_blurred
from boardkit.backends.png.mixing import mixed
from boardkit.scene.geometry.in_skia import skia_matrix
from boardkit.scene.nodes import (
    Blend,
    Color,
    LinearGradient,
    Paint,
    Pattern,
    Picture,
    RadialGradient,
    Shadow,
    Stops,
    Stroke,
)

Decoded = Callable[[Picture], skia.Image | None]
"""Where a pattern's pixels come from; None for a file that can't be decoded."""

BLENDS = {
    Blend.SOURCE_OVER: skia.BlendMode.kSrcOver,
    Blend.SOURCE_IN: skia.BlendMode.kSrcIn,
    Blend.SOURCE_OUT: skia.BlendMode.kSrcOut,
    Blend.SOURCE_ATOP: skia.BlendMode.kSrcATop,
    Blend.DESTINATION_OVER: skia.BlendMode.kDstOver,
    Blend.DESTINATION_IN: skia.BlendMode.kDstIn,
    Blend.DESTINATION_OUT: skia.BlendMode.kDstOut,
    Blend.DESTINATION_ATOP: skia.BlendMode.kDstATop,
    Blend.LIGHTER: skia.BlendMode.kPlus,
    Blend.COPY: skia.BlendMode.kSrc,
    Blend.XOR: skia.BlendMode.kXor,
    Blend.MULTIPLY: skia.BlendMode.kMultiply,
    Blend.SCREEN: skia.BlendMode.kScreen,
    Blend.OVERLAY: skia.BlendMode.kOverlay,
    Blend.DARKEN: skia.BlendMode.kDarken,
    Blend.LIGHTEN: skia.BlendMode.kLighten,
    Blend.COLOR_DODGE: skia.BlendMode.kColorDodge,
    Blend.COLOR_BURN: skia.BlendMode.kColorBurn,
    Blend.HARD_LIGHT: skia.BlendMode.kHardLight,
    Blend.SOFT_LIGHT: skia.BlendMode.kSoftLight,
    Blend.DIFFERENCE: skia.BlendMode.kDifference,
    Blend.EXCLUSION: skia.BlendMode.kExclusion,
    Blend.HUE: skia.BlendMode.kHue,
    Blend.SATURATION: skia.BlendMode.kSaturation,
    Blend.COLOR: skia.BlendMode.kColor,
    Blend.LUMINOSITY: skia.BlendMode.kLuminosity,
}

CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}
JOINS = {"miter": skia.Paint.kMiter_Join, "round": skia.Paint.kRound_Join, "bevel": skia.Paint.kBevel_Join}
_UNCHANGED = [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0]
_GAUSSIAN = 2.0
"""The sigma from which on this Skia blurs as Chromium's does."""
_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)


def fill_paint(paint: Paint, opacity: float, decoded: Decoded) -> skia.Paint:
    """A paint that fills; transparent where a gradient has no colours or a pattern no pixels."""
    result = skia.Paint(AntiAlias=True, Dither=isinstance(paint, LinearGradient | RadialGradient))
    if isinstance(paint, Color):
        result.setColor4f(_color4f(paint, opacity))
        return result
    shader = _shader(paint, decoded)
    if shader is None:
        result.setAlphaf(0.0)
    else:
        result.setShader(shader)
        result.setAlphaf(opacity)
    return result


def stroke_paint(stroke: Stroke, opacity: float, decoded: Decoded) -> skia.Paint:
    """A paint that draws a line."""
    result = fill_paint(stroke.paint, opacity, decoded)
    result.setStyle(skia.Paint.kStroke_Style)
    result.setStrokeWidth(stroke.width)
    result.setStrokeCap(CAPS.get(stroke.cap, skia.Paint.kButt_Cap))
    result.setStrokeJoin(JOINS.get(stroke.join, skia.Paint.kMiter_Join))
    result.setStrokeMiter(stroke.miter_limit)
    if stroke.dash:
        result.setPathEffect(skia.DashPathEffect.Make(list(stroke.dash), stroke.dash_offset))
    return result


def image_paint(opacity: float, blend: Blend = Blend.SOURCE_OVER) -> skia.Paint:
    """A paint that puts an image or a layer down, whose opacity Blink keeps in eight bits."""
    return skia.Paint(Alphaf=floor(opacity * 255 + 0.5) / 255, BlendMode=BLENDS[blend])


def exact_paint() -> skia.Paint:
    """A paint that puts a picture down in single precision: its filter changes nothing, and needs that."""
    return skia.Paint(ColorFilter=skia.ColorFilters.Matrix(_UNCHANGED))


def shadow_filter(shadow: Shadow, scale: float, *, with_ink: bool) -> skia.ImageFilter:
    """A filter that makes a layer's shadow, `with_ink` below what is on the layer."""
    sigma = shadow_sigma(shadow, scale)
    color = shadow.color
    argb = skia.ColorSetARGB(round(color.alpha * 255), *color.whole)
    offset = shadow.offset_x * scale, shadow.offset_y * scale
    if sigma >= _GAUSSIAN:
        make = skia.ImageFilters.DropShadow if with_ink else skia.ImageFilters.DropShadowOnly
        return make(*offset, sigma, sigma, argb)
    shadow_only = skia.ImageFilters.DropShadowOnly(*offset, 0.0, 0.0, argb, slightly_blurred(sigma))
    return skia.ImageFilters.Merge([shadow_only, None]) if with_ink else shadow_only


def shadow_paint(shadow: Shadow, paint: skia.Paint, scale: float) -> skia.Paint:
    """`paint` turned into one that draws the shadow of the same shape; the offset is not in it."""
    result = skia.Paint(paint)
    color = shadow.color
    if result.getShader() is None:
        result.setColor4f(_color4f(color, paint.getAlphaf()))
    else:
        argb = skia.ColorSetARGB(round(color.alpha * 255), *color.whole)
        result.setColorFilter(skia.ColorFilters.Blend(argb, skia.BlendMode.kSrcIn))
    sigma = shadow_sigma(shadow, scale)
    blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, sigma, False)
    if blur is not None:  # for a sigma of nothing, or of nothing in single precision
        result.setMaskFilter(blur)
    return result


def shadow_sigma(shadow: Shadow, scale: float) -> float:
    """The standard deviation of a shadow's blur in device pixels."""
    return shadow.blur * scale / 2


def _color4f(color: Color, opacity: float) -> skia.Color4f:
    return skia.Color4f(color.red / 255, color.green / 255, color.blue / 255, color.alpha * opacity)


def _shader(paint: LinearGradient | RadialGradient | Pattern, decoded: Decoded) -> skia.Shader | None:
    match paint:
        case LinearGradient():
            return _linear(paint)
        case RadialGradient():
            return _radial(paint)
        case Pattern():
            return _repeated(paint, decoded)


def _linear(gradient: LinearGradient) -> skia.Shader | None:
    if not gradient.stops or gradient.start == gradient.end:
        return None
    ends = [skia.Point(*gradient.start), skia.Point(*gradient.end)]
    make = partial(skia.GradientShader.MakeLinear, ends)
    return mixed(make, _from_end_to_end(gradient.stops), perceptual=gradient.perceptual)


def _radial(gradient: RadialGradient) -> skia.Shader | None:
    circles = ((gradient.start, gradient.start_radius), (gradient.end, gradient.end_radius))
    if not gradient.stops or circles[0] == circles[1]:
        return None
    (start, start_radius), (end, end_radius) = circles
    make = partial(
        skia.GradientShader.MakeTwoPointConical,
        skia.Point(*start),
        start_radius,
        skia.Point(*end),
        end_radius,
    )
    return mixed(make, _from_end_to_end(gradient.stops), perceptual=gradient.perceptual)


def _from_end_to_end(stops: Stops) -> Stops:
    """The stops with one at each end, as Blink hands them to Skia."""
    (first, first_color), (last, last_color) = stops[0], stops[-1]
    before = ((0.0, first_color),) if first > 0 else ()
    after = ((1.0, last_color),) if last < 1 else ()
    return (*before, *stops, *after)


def _repeated(pattern: Pattern, decoded: Decoded) -> skia.Shader | None:
    pixels = decoded(pattern.picture)
    if pixels is None:
        return None
    across, down = (
        skia.TileMode.kRepeat if repeats else skia.TileMode.kDecal
        for repeats in (pattern.repeat_x, pattern.repeat_y)
    )
    return pixels.makeShader(across, down, _LINEAR, skia_matrix(pattern.transform))
