"""Faces as HarfBuzz holds them, with advances and heights as Chromium measures them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import floor
from weakref import WeakKeyDictionary

import uharfbuzz as hb

from boardkit.resources import FontFace

SUBPIXEL = 65536
"""HarfBuzz counts in whole numbers: this many to a board pixel, as Chromium does."""

_FREETYPE_PIXEL = 64
_LAYOUT_TABLES = ("GSUB", "GPOS")

_TINY_ASCENT, _TINY_HEIGHT = 3.0, 2.0
"""Board pixels below which Blink leaves a font's extents as they are: rounded, all baselines would be one."""


@dataclass(slots=True, eq=False)
class SizedFont:
    """A face at a size in board pixels.

    Kerning follows the size itself. Advances follow the size cut to 64ths of a pixel and a scale of sixteen
    bits, because the outlines do. `corrections` holds the difference, for each glyph that was asked for.
    """

    face: FontFace
    size: float
    font: hb.Font
    units_per_em: int
    unscaled: hb.Font
    ascent: float
    descent: float
    corrections: dict[int, int] = field(default_factory=dict)

    def has(self, character: str) -> bool:
        """Whether the face has a glyph for a character."""
        return bool(self.font.get_nominal_glyph(ord(character)))

    def has_sequence(self, character: str, selector: str) -> bool:
        """Whether the face has a glyph of its own for a character with a variation selector."""
        return bool(self.font.get_variation_glyph(ord(character), ord(selector)))

    def has_feature(self, tag: str) -> bool:
        """Whether the face can be set in some manner, by the tag of its OpenType feature."""
        return any(
            tag.encode() in bytes(self.font.face.reference_table(table).data) for table in _LAYOUT_TABLES
        )

    def correction(self, glyph: int) -> int:
        """What to add to the advance that HarfBuzz gives a glyph, in its own whole numbers."""
        found = self.corrections.get(glyph)
        if found is None:
            advance = self._bitmap_advance(glyph) if self.face.is_color else None
            if advance is None:
                units = self.unscaled.get_glyph_h_advance(glyph)
                cut = int(self.size * _FREETYPE_PIXEL)
                scale = (cut * SUBPIXEL + self.units_per_em // 2) // self.units_per_em
                advance = (units * scale + _FREETYPE_PIXEL // 2) // _FREETYPE_PIXEL
            if self.face.whole_advances:
                advance = (advance + SUBPIXEL // 2) // SUBPIXEL * SUBPIXEL
            found = self.corrections[glyph] = advance - self.font.get_glyph_h_advance(glyph)
        return found

    def _bitmap_advance(self, glyph: int) -> int | None:
        """The advance of a glyph that is a bitmap, which is as wide as its picture; None for any other."""
        if not self.unscaled.get_glyph_color_png(glyph):
            return None
        extents = self.font.get_glyph_extents(glyph)
        return None if extents is None else int(extents.x_bearing + extents.width)

    @property
    def baseline_shift(self) -> float:
        """Half of what the ascent exceeds the descent, both as canvas reports them."""
        return (self.ascent - self.descent) / 2


_open_faces: WeakKeyDictionary[FontFace, hb.Face] = WeakKeyDictionary()


@lru_cache(maxsize=256)
def sized(face: FontFace, size: float) -> SizedFont:
    """A face at a size."""
    if face not in _open_faces:
        _open_faces[face] = hb.Face(hb.Blob(face.data))
    opened = _open_faces[face]
    font, unscaled = hb.Font(opened), hb.Font(opened)
    font.scale = (int(size * SUBPIXEL),) * 2
    for variable in (font, unscaled) if face.variations else ():
        variable.set_variations(dict(face.variations))
    extents = unscaled.get_font_extents("ltr")
    unit = size / opened.upem
    ascent, descent = _heights(extents.ascender * unit, -extents.descender * unit)
    return SizedFont(face, size, font, opened.upem, unscaled, ascent, descent)


def _heights(ascent: float, descent: float) -> tuple[float, float]:
    """How far a font reaches above and below its baseline: in whole board pixels, but where it is tiny."""
    if ascent < _TINY_ASCENT or ascent + descent < _TINY_HEIGHT:
        return ascent, descent
    return float(floor(ascent + 0.5)), float(floor(descent + 0.5))
