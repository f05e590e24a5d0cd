"""Glyphs that are pictures: bitmaps as fonts hold them, and coloured outlines."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from math import ceil
from typing import Any

import skia
import uharfbuzz as hb

from boardkit.backends.png.lettering.masks import BLUR_REACH, Mask, shading
from boardkit.backends.png.lettering.outlines import GlyphOutlines
from boardkit.backends.png.lettering.placing import GlyphStyle
from boardkit.backends.png.sampling.smoothing import draw_smoothly
from boardkit.resources import FontFace

_EM = 1 << 16
_PALETTE_HEADER = 14


@dataclass(frozen=True, slots=True)
class GlyphPicture:
    """A glyph in colours of its own, drawn with its pen within the pixel that (left, top) counts from."""

    image: skia.Image
    left: int
    top: int

    @property
    def box(self) -> skia.IRect:
        """The pixels that it covers."""
        return skia.IRect.MakeXYWH(self.left, self.top, self.image.width(), self.image.height())


@dataclass(frozen=True, slots=True)
class _ColorFace:
    font: hb.Font
    typeface: skia.Typeface
    palette: list[int]


class GlyphPictures:
    """The coloured glyphs of one render, each drawn once for every size and place within a pixel."""

    def __init__(self, outlines: GlyphOutlines) -> None:
        self._outlines = outlines
        self._faces: dict[FontFace, _ColorFace] = {}
        self._known: dict[tuple[FontFace, int], bool] = {}
        self._pictures: dict[tuple[FontFace, GlyphStyle, int, float, float], GlyphPicture | None] = {}

    def has(self, face: FontFace, glyph: int) -> bool:
        """Whether a glyph is a picture."""
        key = (face, glyph)
        if key not in self._known:
            font = self._opened(face).font
            self._known[key] = bool(
                font.face.glyph_has_color_paint(glyph)
                or font.face.get_glyph_color_layers(glyph)
                or font.get_glyph_color_png(glyph)
            )
        return self._known[key]

    def picture(
        self, face: FontFace, style: GlyphStyle, glyph: int, x: float, y: float
    ) -> GlyphPicture | None:
        """A glyph whose pen is (x, y) within a pixel; None for one that can't be drawn."""
        key = (face, style, glyph, x, y)
        if key not in self._pictures:
            self._pictures[key] = self._drawn(*key)
        return self._pictures[key]

    def blurred(
        self, face: FontFace, style: GlyphStyle, glyph: int, x: float, y: float, sigma: float
    ) -> Mask | None:
        """The blurred shape of a glyph whose pen is (x, y) within a pixel; None where none can be drawn."""
        picture = self.picture(face, style, glyph, x, y)
        if picture is None:
            return None
        reach = ceil(sigma * BLUR_REACH)
        box = picture.box.makeOutset(reach, reach)
        surface = skia.Surface.MakeRaster(skia.ImageInfo.MakeA8(box.width(), box.height()))
        if surface is None:
            return None
        a, b, c, d = style.rest
        with surface as canvas:
            canvas.translate(-box.left(), -box.top())
            if b == c == 0:
                canvas.concat(skia.Matrix.MakeAll(a, 0, x, 0, d, y, 0, 0, 1))
                _draw_blurred(canvas, self._opened(face).typeface, style.size, glyph, sigma)
            else:  # Skia's own place of a turned bitmap is not Chromium's
                paint = skia.Paint(ImageFilter=skia.ImageFilters.Blur(sigma, sigma))
                canvas.drawImage(picture.image, picture.left, picture.top, skia.SamplingOptions(), paint)
        return shading(surface.makeImageSnapshot(), box)

    def _drawn(
        self, face: FontFace, style: GlyphStyle, glyph: int, x: float, y: float
    ) -> GlyphPicture | None:
        opened = self._opened(face)
        opened.font.ppem = (ceil(style.size),) * 2
        png = opened.font.get_glyph_color_png(glyph)
        a, b, c, d = style.rest
        matrix = skia.Matrix.MakeAll(a, c, 0, b, d, 0, 0, 0, 1)
        if not png:
            layers = opened.font.face.get_glyph_color_layers(glyph)
            if layers:
                return self._layered(face, style, layers, matrix)  # Skia has these start at whole pixels
            matrix.postTranslate(x, y)
            return _painted(opened.typeface, style, glyph, matrix)
        matrix.preTranslate(x, y)  # as Skia has it, though the place is one in the turned picture
        image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(bytes(png.data)))
        return None if image is None else _scaled(image, opened.font, style, glyph, matrix)

    def _layered(
        self, face: FontFace, style: GlyphStyle, layers: list[Any], matrix: skia.Matrix
    ) -> GlyphPicture | None:
        """A glyph of plain outlines, each in a colour of the font's palette."""
        opened = self._faces[face]
        em = opened.font.face.upem
        matrix.preScale(style.size / em, style.size / em)
        parts = []
        for layer in layers:
            path = skia.Path(self._outlines.outline(face, em, layer.glyph, hinted=False))
            path.transform(matrix)
            is_known = layer.color_index < len(opened.palette)
            parts.append((path, opened.palette[layer.color_index] if is_known else skia.ColorBLACK))
        box = skia.Rect.MakeEmpty()
        for path, _ in parts:
            box.join(path.getBounds())
        whole = box.roundOut()
        surface = _surface(whole)
        if surface is None:
            return None
        with surface as canvas:
            canvas.translate(-whole.left(), -whole.top())
            for path, color in parts:
                canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=color))
        return GlyphPicture(surface.makeImageSnapshot(), whole.left(), whole.top())

    def _opened(self, face: FontFace) -> _ColorFace:
        if face not in self._faces:
            font = hb.Font(hb.Face(hb.Blob(face.data)))
            font.scale = (_EM, _EM)
            typeface = skia.Typeface.MakeFromData(skia.Data.MakeWithCopy(face.data))
            self._faces[face] = _ColorFace(font, typeface, _palette(font.face))
        return self._faces[face]


def _scaled(
    image: skia.Image, font: hb.Font, style: GlyphStyle, glyph: int, matrix: skia.Matrix
) -> GlyphPicture | None:
    """A bitmap at the size of the text; a font tells where it lies in parts of an em."""
    extents = font.get_glyph_extents(glyph)
    pixels = round(-image.height() * _EM / extents.height)  # the em of the bitmap
    scale = style.size / pixels
    matrix.preScale(scale, scale)
    matrix.preTranslate(round(extents.x_bearing * pixels / _EM), -round(extents.y_bearing * pixels / _EM))
    box = matrix.mapRect(skia.Rect.MakeIWH(image.width(), image.height())).roundOut()
    surface = _surface(box)
    if surface is None:
        return None
    with surface as canvas:
        canvas.translate(-box.left(), -box.top())
        canvas.concat(matrix)
        draw_smoothly(canvas, image)
    return GlyphPicture(surface.makeImageSnapshot(), box.left(), box.top())


def _draw_blurred(canvas: Any, typeface: skia.Typeface, size: float, glyph: int, sigma: float) -> None:
    """A glyph at the origin, as Skia blurs it in its masks."""
    paint = skia.Paint(AntiAlias=True)
    paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, sigma, False))
    canvas.drawTextBlob(_blob(typeface, size, glyph), 0, 0, paint)


def _blob(typeface: skia.Typeface, size: float, glyph: int) -> skia.TextBlob:
    """A glyph at the origin."""
    builder = skia.TextBlobBuilder()
    builder.allocRunPos(_font(typeface, size), [glyph], [skia.Point(0, 0)])
    return builder.make()


def _font(typeface: skia.Typeface, size: float) -> skia.Font:
    font = skia.Font(typeface, size)
    font.setSubpixel(True)
    font.setHinting(skia.FontHinting.kNone)
    return font


def _painted(
    typeface: skia.Typeface, style: GlyphStyle, glyph: int, matrix: skia.Matrix
) -> GlyphPicture | None:
    """A glyph of gradients and the like, as Skia draws it."""
    (bounds,) = _font(typeface, style.size).getBounds([glyph], skia.Paint())
    box = matrix.mapRect(bounds).makeOutset(1, 1).roundOut()
    surface = _surface(box)
    if surface is None:
        return None
    with surface as canvas:
        canvas.translate(-box.left(), -box.top())
        canvas.concat(matrix)
        canvas.drawTextBlob(_blob(typeface, style.size, glyph), 0, 0, skia.Paint(AntiAlias=True))
    return GlyphPicture(surface.makeImageSnapshot(), box.left(), box.top())


def _palette(face: hb.Face) -> list[int]:
    """The first palette of a font, as ARGB numbers."""
    table = bytes(face.reference_table("CPAL").data)
    if len(table) < _PALETTE_HEADER:
        return []
    entries, _, _, start, first = struct.unpack(">HHHIH", table[2:_PALETTE_HEADER])
    colors = table[start + 4 * first : start + 4 * (first + entries)]
    return [
        alpha << 24 | red << 16 | green << 8 | blue
        for blue, green, red, alpha in struct.iter_unpack("4B", colors)
    ]


def _surface(box: skia.IRect) -> skia.Surface | None:
    return None if box.isEmpty() else skia.Surface.MakeRasterN32Premul(box.width(), box.height())
