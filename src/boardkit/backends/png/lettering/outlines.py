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

    tracing = _Tracing(path)
    face.glyph.outline.decompose(None, tracing.move, tracing.line, tracing.quad, tracing.cubic)
    path.close()
    return path


class _Tracing:
    """A path while FreeType draws it, without what leads nowhere, as Skia takes it.

    Accents often have a contour of a single point, which fonts hang other marks on. The line that ends a
    contour is left to its closing: of how many points a path is, decides how closely Skia looks at its edges.
    """

    def __init__(self, path: skia.Path) -> None:
        self._path = path
        self._start = self._pen = (0.0, 0.0)
        self._is_drawing = False
        self._is_back = False

    def move(self, to: Any, _: None) -> None:
        if self._is_drawing:
            self._path.close()
        self._is_drawing = self._is_back = False
        self._start = self._pen = _pixels(to)

    def line(self, to: Any, _: None) -> None:
        if self._leads_to(to):
            self._is_back = self._pen == self._start
            if not self._is_back:
                self._path.lineTo(*self._pen)

    def quad(self, control: Any, to: Any, _: None) -> None:
        if self._leads_to(control, to):
            self._path.quadTo(*_pixels(control), *self._pen)

    def cubic(self, first: Any, second: Any, to: Any, _: None) -> None:
        if self._leads_to(first, second, to):
            self._path.cubicTo(*_pixels(first), *_pixels(second), *self._pen)

    def _leads_to(self, *points: Any) -> bool:
        """Move on to the last of the points; False where all of them are where the pen is."""
        places = [_pixels(point) for point in points]
        if all(place == self._pen for place in places):
            return False
        if not self._is_drawing:
            self._is_drawing = True
            self._path.moveTo(*self._pen)
        if self._is_back:  # and yet it goes on
            self._is_back = False
            self._path.lineTo(*self._start)
        self._pen = places[-1]
        return True


def _pixels(point: Any) -> tuple[float, float]:
    return point.x / _FIXED, -point.y / _FIXED
