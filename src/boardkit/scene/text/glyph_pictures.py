"""Coloured glyphs as pictures, for file formats whose text has no colours of its own."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import skia
import uharfbuzz as hb

from boardkit.resources import FontFace
from boardkit.scene.nodes import Matrix, Picture
from boardkit.scene.text.glyphs import opened

_EM = 256
"""Pixels to an em of glyphs that the font draws; bitmaps of its own come as they are."""
_SCALE = 1 << 16
_PNG = "image/png"


@dataclass(frozen=True, slots=True, eq=False)
class GlyphPicture:
    """A glyph's picture, and the box that it fills, in ems from the pen, y down."""

    picture: Picture
    left: float
    top: float
    width: float
    height: float

    def placed(self, x: float, y: float, size: float) -> Matrix:
        """The way of the picture's pixels to where a pen at (x, y) writes it at a font size."""
        across = size * self.width / self.picture.width
        down = size * self.height / self.picture.height
        return (across, 0.0, 0.0, down, x + size * self.left, y + size * self.top)


class GlyphPictures:
    """The pictures of one file's glyphs, each made once."""

    def __init__(self) -> None:
        self._faces: dict[FontFace, _Pictured] = {}

    def picture(self, face: FontFace, glyph: int) -> GlyphPicture | None:
        """The picture of a glyph; None for one without colours of its own."""
        if not face.is_color:
            return None
        if face not in self._faces:
            self._faces[face] = _Pictured(face)
        return self._faces[face].picture(glyph)


class _Pictured:
    """A face with pictures."""

    def __init__(self, face: FontFace) -> None:
        self._font = opened(face)
        self._font.scale = (_SCALE, _SCALE)
        self._font.ppem = (_EM, _EM)
        self._typeface = skia.Typeface.MakeFromData(skia.Data.MakeWithCopy(face.data))
        self._pictures: dict[int, GlyphPicture | None] = {}

    def picture(self, glyph: int) -> GlyphPicture | None:
        if glyph not in self._pictures:
            self._pictures[glyph] = self._made(glyph)
        return self._pictures[glyph]

    def _made(self, glyph: int) -> GlyphPicture | None:
        bitmap = self._font.get_glyph_color_png(glyph)
        if bitmap:
            return _bitmap(bytes(bitmap.data), self._font, glyph)
        face = self._font.face
        if face.glyph_has_color_paint(glyph) or face.get_glyph_color_layers(glyph):
            return _drawn(self._typeface, glyph)
        return None


def _bitmap(data: bytes, font: hb.Font, glyph: int) -> GlyphPicture | None:
    """A bitmap of the font's; it tells where it lies."""
    image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(data))
    extents = font.get_glyph_extents(glyph)
    if image is None or extents is None:
        return None
    left, top = extents.x_bearing / _SCALE, -extents.y_bearing / _SCALE
    picture = Picture(data, _PNG, image.width(), image.height())
    return GlyphPicture(picture, left, top, extents.width / _SCALE, -extents.height / _SCALE)


def _drawn(typeface: skia.Typeface, glyph: int) -> GlyphPicture | None:
    """A glyph of coloured outlines, drawn by Skia."""
    font = skia.Font(typeface, _EM)
    font.setHinting(skia.FontHinting.kNone)
    (bounds,) = font.getBounds([glyph], skia.Paint())
    left, top = floor(bounds.left()), floor(bounds.top())
    width, height = ceil(bounds.right()) - left, ceil(bounds.bottom()) - top
    surface = skia.Surface.MakeRasterN32Premul(width, height) if width > 0 and height > 0 else None
    if surface is None:
        return None
    builder = skia.TextBlobBuilder()
    builder.allocRunPos(font, [glyph], [skia.Point(-left, -top)])
    with surface as canvas:
        canvas.drawTextBlob(builder.make(), 0, 0, skia.Paint(AntiAlias=True))
    data = bytes(surface.makeImageSnapshot().encodeToData())
    return GlyphPicture(Picture(data, _PNG, width, height), left / _EM, top / _EM, width / _EM, height / _EM)
