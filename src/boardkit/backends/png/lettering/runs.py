"""Runs of glyphs put down on a canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import skia

from boardkit.backends.png.lettering.gamma import brightness_of
from boardkit.backends.png.lettering.masks import GlyphMasks, Line, Manner, emboldening
from boardkit.backends.png.lettering.outlines import GlyphOutlines
from boardkit.backends.png.lettering.pictures import GlyphPictures
from boardkit.backends.png.lettering.placing import (
    PATH_SIZE,
    SLANT,
    UPRIGHT,
    GlyphStyle,
    glyph_style,
    is_too_large,
)
from boardkit.backends.png.paint import CAPS, JOINS
from boardkit.resources import FontFace
from boardkit.scene.nodes import Color, GlyphRun, Paint, Stroke


@dataclass(frozen=True, slots=True)
class Ink:
    """What of the letters is drawn: their inside, or with `stroke` the line around them.

    `paint` is what it is drawn with. `is_shadow`: only their shape counts; `sigma` is how much that is
    blurred, in device pixels.
    """

    paint: Paint
    stroke: Stroke | None = None
    is_shadow: bool = False
    sigma: float = 0.0


class Lettering:
    """Draws runs; keeps what it has drawn from page to page."""

    def __init__(self) -> None:
        self._outlines = GlyphOutlines()
        self._masks = GlyphMasks(self._outlines)
        self._pictures = GlyphPictures(self._outlines)

    def draw(self, canvas: Any, run: GlyphRun, paint: skia.Paint, ink: Ink) -> None:
        """Draw a run under the canvas' transform; the paint says the colour and how it is blended."""
        matrix = canvas.getTotalMatrix()
        linear = (matrix.getScaleX(), matrix.getSkewY(), matrix.getSkewX(), matrix.getScaleY())
        if is_too_large(run.size, linear) and not self._has_pictures(run):
            self._paths(canvas, run, paint, ink)
            return
        style = glyph_style(run.size, linear, run.face)
        if style.size:
            canvas.save()
            self._glyphs(canvas, run, paint, ink, style, matrix)
            canvas.restore()

    def _has_pictures(self, run: GlyphRun) -> bool:
        return run.face.is_color and any(self._pictures.has(run.face, glyph) for glyph in run.glyphs.tolist())

    def _glyphs(
        self,
        canvas: Any,
        run: GlyphRun,
        paint: skia.Paint,
        ink: Ink,
        style: GlyphStyle,
        matrix: skia.Matrix,
    ) -> None:
        """Every glyph from its mask, at its place on Skia's grid."""
        inked, picture_paint = _plain(paint), _picture_paint(paint, ink)
        inked.setAntiAlias(True)
        shader = paint.getShader()  # which `paint` keeps alive
        across, down = style.snapped(*_positions(run, matrix))
        manner = _manner(run, ink, style)
        shaded, clip = replace(manner, in_place=False), canvas.getDeviceClipBounds()
        columns, rows = np.floor(across), np.floor(down)
        places = zip(
            run.glyphs.tolist(),
            columns.astype(int).tolist(),
            rows.astype(int).tolist(),
            (across - columns).tolist(),
            (down - rows).tolist(),
            strict=True,
        )
        for glyph, column, row, x, y in places:
            is_picture = run.face.is_color and self._pictures.has(run.face, glyph)
            if is_picture and not ink.sigma:
                self._picture(canvas, run.face, style, glyph, (column, row, x, y), picture_paint)
                continue
            if is_picture:
                mask = self._pictures.blurred(run.face, style, glyph, x, y, ink.sigma)
            else:
                mask = self._masks.mask(run.face, manner, glyph, x, y)
            if mask is None:
                continue
            if manner.in_place and not mask.is_within(clip, column, row):
                mask = self._masks.mask(run.face, shaded, glyph, x, y) or mask
            canvas.setMatrix(skia.Matrix.Translate(column, row))
            if shader is not None:
                local = skia.Matrix.Concat(skia.Matrix.Translate(-column, -row), matrix)
                inked.setShader(shader.makeWithLocalMatrix(local))
            inked.setMaskFilter(mask.filter)
            canvas.drawPath(mask.path, inked)

    def _picture(
        self,
        canvas: Any,
        face: FontFace,
        style: GlyphStyle,
        glyph: int,
        place: tuple[int, int, float, float],
        paint: skia.Paint,
    ) -> None:
        """A glyph in its own colours."""
        column, row, x, y = place
        picture = self._pictures.picture(face, style, glyph, x, y)
        if picture is None:
            return
        # Moved by the matrix: of a picture drawn at two places, Skia's filters take the first for both
        canvas.setMatrix(skia.Matrix.Translate(column + picture.left, row + picture.top))
        canvas.drawImage(picture.image, 0, 0, skia.SamplingOptions(), paint)

    def _paths(self, canvas: Any, run: GlyphRun, paint: skia.Paint, ink: Ink) -> None:
        """Large letters as plain paths, from outlines of one size."""
        drawn = _plain(paint)
        drawn.setAntiAlias(True)
        if ink.stroke is not None:
            _like(drawn, _stroked(ink.stroke))
        if ink.sigma:
            drawn.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, ink.sigma, False))
        scale = run.size / PATH_SIZE
        for glyph, x, y in zip(run.glyphs.tolist(), run.x.tolist(), run.y.tolist(), strict=True):
            path = skia.Path(self._outlines.outline(run.face, PATH_SIZE, glyph, hinted=False))
            if run.face.slanted:
                path.transform(skia.Matrix.MakeAll(1, SLANT, 0, 0, 1, 0, 0, 0, 1))
            if run.face.emboldened:
                path = emboldening(PATH_SIZE).around(path, UPRIGHT)
            place = skia.Matrix.MakeAll(scale, 0, x, 0, scale, y, 0, 0, 1)
            if ink.stroke is not None or ink.sigma or drawn.getShader() is not None:
                path.transform(place)
                canvas.drawPath(path, drawn)
            else:  # as Skia does, which rounds every point once less
                canvas.save()
                canvas.concat(place)
                canvas.drawPath(path, drawn)
                canvas.restore()


def _manner(run: GlyphRun, ink: Ink, style: GlyphStyle) -> Manner:
    line = _line(ink.stroke, run)
    if ink.sigma:
        return Manner(style, line, ink.sigma, brightness=0)
    in_place = line is None and style.keeps_outlines
    return Manner(style, line, 0.0, brightness_of(ink.paint), in_place)


def _positions(run: GlyphRun, matrix: skia.Matrix) -> tuple[Any, Any]:
    """Pen positions in device pixels, in single precision as Skia maps them."""
    x, y = run.x.astype(np.float32), run.y.astype(np.float32)
    a, b, c, d = (
        np.float32(value)
        for value in (matrix.getScaleX(), matrix.getSkewY(), matrix.getSkewX(), matrix.getScaleY())
    )
    left, top = np.float32(matrix.getTranslateX()), np.float32(matrix.getTranslateY())
    return a * x + c * y + left, b * x + d * y + top


def _line(stroke: Stroke | None, run: GlyphRun) -> Line | None:
    """What is drawn around letters: the stroke, and what makes a face bold that isn't."""
    if not run.face.emboldened:
        return None if stroke is None else _stroked(stroke)
    bold = emboldening(run.size)
    return bold if stroke is None else _stroked(stroke, bold.width)


def _stroked(stroke: Stroke, more: float = 0.0) -> Line:
    return Line(
        stroke.width + more,
        int(JOINS.get(stroke.join, skia.Paint.kMiter_Join)),
        stroke.miter_limit,
        cap=int(CAPS.get(stroke.cap, skia.Paint.kButt_Cap)),
        dash=stroke.dash,
        dash_offset=stroke.dash_offset,
    )


def _picture_paint(paint: skia.Paint, ink: Ink) -> skia.Paint:
    """What puts coloured glyphs down: they fade and blend as `paint` does, and shadows have its colour."""
    result = skia.Paint(BlendMode=paint.getBlendMode())
    if not ink.is_shadow:
        result.setAlphaf(paint.getAlphaf())
        return result
    color = _shadow_color(paint, ink)
    result.setImageFilter(skia.ImageFilters.DropShadowOnly(0, 0, 0, 0, color))
    return result


def _shadow_color(paint: skia.Paint, ink: Ink) -> int:
    """As ARGB; a gradient's shadow gets its colour from a filter, which pictures don't go through."""
    if paint.getShader() is None or not isinstance(ink.paint, Color):
        return int(paint.getColor())
    alpha = round(ink.paint.alpha * paint.getAlphaf() * 255)
    return int(skia.ColorSetARGB(alpha, *ink.paint.whole))


def _plain(paint: skia.Paint) -> skia.Paint:
    """The paint's colour and way to blend, filling."""
    plain = skia.Paint(Color4f=paint.getColor4f())
    plain.setBlendMode(paint.getBlendMode())
    plain.setDither(paint.isDither())
    if paint.getShader() is not None:
        plain.setShader(paint.getShader())
    if paint.getColorFilter() is not None:
        plain.setColorFilter(paint.getColorFilter())
    return plain


def _like(paint: skia.Paint, line: Line) -> None:
    """Make a paint draw a line."""
    pattern = line.paint()
    paint.setStyle(pattern.getStyle())
    paint.setStrokeWidth(pattern.getStrokeWidth())
    paint.setStrokeJoin(pattern.getStrokeJoin())
    paint.setStrokeMiter(pattern.getStrokeMiter())
    paint.setStrokeCap(pattern.getStrokeCap())
    if line.dash:
        paint.setPathEffect(pattern.getPathEffect())
