"""Glyphs as Chromium's canvas shows them: hinted outlines on quarter pixels, with Skia's text gamma.

Skia hardens or softens a glyph's anti-aliased edge by the brightness of its colour. How much depends on two
build constants, and Chromium's differ from those of the Skia package that we draw with. So we draw glyphs
as outlines and put the same table between coverage and colour by a mask filter of our own.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from math import floor, hypot
from typing import Any

import freetype
import numpy as np
import numpy.typing as npt
import skia

from boardkit.resources import FontFace

CONTRAST = 0.2
GAMMA = 76 / 64
"""Chromium's text contrast, and its gamma of 1.2 as Skia stores it: in 64ths, rounded down."""

LARGEST_MASK = 256.0
"""Device pixels of font size above which Skia draws text as plain paths, from outlines of `PATH_SIZE`."""
PATH_SIZE = 64.0

_FIXED = 64.0
"""FreeType's coordinates are in 64ths of a pixel."""

_LIGHT = freetype.FT_LOAD_TARGET_LIGHT | freetype.FT_LOAD_NO_BITMAP
_UNHINTED = freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP

_SHADED = 3
"""The brightness of text painted by a gradient or a pattern: Skia takes a middle grey."""

WHOLE, QUARTER, ANYWHERE = 1, 4, 0
"""How many places within a pixel a glyph may start at; 0 stands for no grid."""


@dataclass(frozen=True, slots=True)
class GlyphStyle:
    """How Skia draws the glyphs of a run under one transform.

    - `size`: font size in device pixels that outlines are taken at, `hinted` or not.
    - `linear`: what is left of the transform for the outlines: (a, b, c, d).
    - `grid_x`, `grid_y`: the places within a pixel that a pen position is rounded to.
    - `corrected`: whether the text gamma applies.
    """

    size: float
    hinted: bool
    linear: tuple[float, float, float, float]
    grid_x: int
    grid_y: int
    corrected: bool

    def placed(self, x: float, y: float) -> skia.Matrix:
        """The transform that draws an outline with its pen at device pixel (x, y)."""
        a, b, c, d = self.linear
        return skia.Matrix.MakeAll(a, c, _snapped(x, self.grid_x), b, d, _snapped(y, self.grid_y), 0, 0, 1)


def glyph_style(size: float, a: float, b: float, c: float, d: float) -> GlyphStyle:
    """The style of text of `size` board pixels under the linear transform (a, b, c, d) to device pixels."""
    scale = hypot(c, d)
    if size * max(scale, hypot(a, b)) > LARGEST_MASK:
        rest = size / PATH_SIZE
        linear = (a * rest, b * rest, c * rest, d * rest)
        return GlyphStyle(PATH_SIZE, False, linear, ANYWHERE, ANYWHERE, False)
    linear = (a / scale, b / scale, c / scale, d / scale)
    upright, sideways = b == 0 == c, a == 0 == d
    grid_x = WHOLE if sideways else QUARTER
    grid_y = WHOLE if upright else QUARTER
    return GlyphStyle(size * scale, upright or sideways, linear, grid_x, grid_y, True)


class GlyphOutlines:
    """The outlines of one render, each read from its font once."""

    def __init__(self) -> None:
        self._faces: dict[FontFace, Any] = {}
        self._outlines: dict[tuple[FontFace, float, bool, int], skia.Path] = {}

    def outline(self, face: FontFace, style: GlyphStyle, glyph: int) -> skia.Path:
        """A glyph's outline at the style's size, y down, the pen at the origin."""
        key = (face, style.size, style.hinted, glyph)
        if key not in self._outlines:
            self._outlines[key] = _load(self._opened(face), style, glyph)
        return self._outlines[key]

    def _opened(self, face: FontFace) -> Any:
        if face not in self._faces:
            self._faces[face] = freetype.Face(io.BytesIO(face.data))
        return self._faces[face]


def brightness_of(paint: skia.Paint) -> int:
    """Skia's brightness of a paint in eighths, 0–7: from channels that are cut to three bits first."""
    if paint.getShader() is not None:
        return _SHADED
    color = paint.getColor()
    channels = (skia.ColorGetR(color), skia.ColorGetG(color), skia.ColorGetB(color))
    red, green, blue = (_three_bits(channel >> 5) for channel in channels)
    return (red * 54 + green * 183 + blue * 19) >> 13


@lru_cache(maxsize=8)
def gamma_filter(brightness: int) -> skia.MaskFilter:
    """The text gamma for a brightness in eighths, to be put on a paint."""
    return skia.TableMaskFilter.Create(gamma_table(brightness).tolist())


def gamma_table(brightness: int) -> npt.NDArray[np.uint8]:
    """uint8[256]: what Skia makes of each coverage, for text of a brightness in eighths.

    The table asks how a straight blend must be changed so that it looks like a blend in linear light, on
    a background of the opposite brightness.
    """
    source = _three_bits(brightness) / 255
    background = 1 - source
    source_light, background_light = source**GAMMA, background**GAMMA
    coverage = np.arange(256) / 255
    coverage += (1 - coverage) * CONTRAST * background_light * coverage
    if abs(background - source) >= 1 / 256:
        light = source_light * coverage + background_light * (1 - coverage)
        coverage = (light ** (1 / GAMMA) - background) / (source - background)
    return np.floor(coverage * 255 + 0.5).astype(np.uint8)


def _three_bits(eighth: int) -> int:
    """Three bits stretched to eight by repeating them."""
    return eighth << 5 | eighth << 2 | eighth >> 1


def _snapped(position: float, places: int) -> float:
    return floor(position * places + 0.5) / places if places else position


def _load(face: Any, style: GlyphStyle, glyph: int) -> skia.Path:
    face.set_char_size(int(style.size * _FIXED))
    face.load_glyph(glyph, _LIGHT if style.hinted else _UNHINTED)
    path = skia.Path()

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
