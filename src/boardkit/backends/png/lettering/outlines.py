"""Outlines of glyphs as Skia gets them from a font: hinted by the light auto-hinter, or at a plain size."""

from __future__ import annotations

import io
from typing import Any

import freetype
import skia
import uharfbuzz as hb

from boardkit.resources import FontFace

_FIXED = 64.0
"""FreeType's coordinates are in 64ths of a pixel."""

_LIGHT = freetype.FT_LOAD_TARGET_LIGHT | freetype.FT_LOAD_NO_BITMAP
_UNHINTED = freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP


class GlyphOutlines:
    """The outlines of one render, each read from its font once."""

    def __init__(self) -> None:
        self._faces: dict[FontFace, Any] = {}
        self._outlines: dict[tuple[FontFace, int, bool, int], skia.Path] = {}

    def outline(self, face: FontFace, size: float, glyph: int, *, hinted: bool) -> skia.Path:
        """A glyph's outline at a size in device pixels, y down, the pen at the origin."""
        key = (face, int(size * _FIXED), hinted, glyph)
        if key not in self._outlines:
            self._outlines[key] = _load(self._opened(face), *key[1:])
        return self._outlines[key]

    def _opened(self, face: FontFace) -> Any:
        if face not in self._faces:
            opened = freetype.Face(io.BytesIO(face.data))
            if face.variations:
                opened.set_var_blend_coords(_normalised(face))
            self._faces[face] = opened
        return self._faces[face]


def _normalised(face: FontFace) -> list[float]:
    """A variable font's axes from -1 to 1, in the 14 bits that Chromium takes of them."""
    font = hb.Font(hb.Face(hb.Blob(face.data)))
    font.set_variations(dict(face.variations))
    return list(font.get_var_coords_normalized())


def _load(face: Any, size: int, hinted: bool, glyph: int) -> skia.Path:
    path = skia.Path()
    if not face.is_scalable:
        return path
    face.set_char_size(size, size)
    face.load_glyph(glyph, _LIGHT if hinted else _UNHINTED)
    if face.glyph.format != freetype.FT_GLYPH_FORMAT_OUTLINE:
        return path

    def move(to: Any, _: None) -> None:
        path.close()
        path.moveTo(to.x / _FIXED, -to.y / _FIXED)

    def line(to: Any, _: None) -> None:
        path.lineTo(to.x / _FIXED, -to.y / _FIXED)

    def quad(control: Any, to: Any, _: None) -> None:
        path.quadTo(control.x / _FIXED, -control.y / _FIXED, to.x / _FIXED, -to.y / _FIXED)

    def cubic(first: Any, second: Any, to: Any, _: None) -> None:
        corners = (first.x, -first.y, second.x, -second.y, to.x, -to.y)
        path.cubicTo(*(value / _FIXED for value in corners))

    face.glyph.outline.decompose(None, move, line, quad, cubic)
    path.close()
    return path
