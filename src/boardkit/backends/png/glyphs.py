"""Glyphs as Chromium's canvas shows them: light-hinted outlines, quarter-pixel places, Skia's mask gamma.

Skia hardens or softens a glyph's anti-aliased edge by the brightness of its colour. Which table it uses
depends on two build constants, and Chromium's differ from those of the Skia package that we draw with, so
the masks are made here. Each is drawn once and kept: by font, size, glyph, quarter and brightness.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import freetype
import numpy as np
import numpy.typing as npt
import skia

from boardkit.resources import FontFace
from boardkit.scene.nodes import Color

CONTRAST = 0.2
GAMMA = 76 / 64
"""Chromium's text contrast, and its gamma of 1.2 as Skia stores it: in 64ths, rounded down."""

QUARTERS = 4
"""Places within a pixel that a glyph can start at."""

_LOAD = freetype.FT_LOAD_TARGET_LIGHT | freetype.FT_LOAD_NO_BITMAP
_FIXED = 64.0
"""FreeType's coordinates are in 64ths of a pixel."""

_INK = skia.Paint(AntiAlias=True, Color=0xFF000000)

Coverage = tuple[npt.NDArray[np.uint8], int, int]
"""Alpha before gamma, uint8[height, width], and where its left and top edge lie from the pen."""


class GlyphMask:
    """A glyph ready to be tinted: an 8-bit alpha image, and where its top left pixel lies from the pen."""

    __slots__ = ("image", "left", "top")

    def __init__(self, image: skia.Image, left: int, top: int) -> None:
        self.image, self.left, self.top = image, left, top


class GlyphMasks:
    """The masks of one render, made when they are first asked for."""

    def __init__(self) -> None:
        self._faces: dict[FontFace, Any] = {}
        self._outlines: dict[tuple[FontFace, float, int], skia.Path] = {}
        self._coverage: dict[tuple[FontFace, float, int, int], Coverage | None] = {}
        self._masks: dict[tuple[FontFace, float, int, int, int], GlyphMask | None] = {}

    def mask(
        self, face: FontFace, size: float, glyph: int, quarter: int, brightness: int
    ) -> GlyphMask | None:
        """The mask of a glyph at `size` device pixels, `quarter` quarters right of a whole pixel.

        None for a glyph without ink. `brightness` is the colour's, of `brightness_of`.
        """
        key = (face, size, glyph, quarter, brightness)
        if key not in self._masks:
            coverage = self._covered(face, size, glyph, quarter)
            self._masks[key] = None if coverage is None else _corrected(coverage, brightness)
        return self._masks[key]

    def outline(self, face: FontFace, size: float, glyph: int) -> skia.Path:
        """A glyph's light-hinted outline at `size` device pixels, y down, the pen at the origin."""
        key = (face, size, glyph)
        if key not in self._outlines:
            self._outlines[key] = _hinted_outline(self._opened(face), size, glyph)
        return self._outlines[key]

    def _covered(self, face: FontFace, size: float, glyph: int, quarter: int) -> Coverage | None:
        key = (face, size, glyph, quarter)
        if key not in self._coverage:
            self._coverage[key] = _cover(self.outline(face, size, glyph), quarter / QUARTERS)
        return self._coverage[key]

    def _opened(self, face: FontFace) -> Any:
        if face not in self._faces:
            self._faces[face] = freetype.Face(io.BytesIO(face.data))
        return self._faces[face]


def brightness_of(color: Color) -> int:
    """Skia's brightness of a text colour in eighths, 0–7: from channels that are cut to three bits first."""
    red, green, blue = (_three_bits(channel >> 5) for channel in (color.red, color.green, color.blue))
    return (red * 54 + green * 183 + blue * 19) >> 13


@lru_cache(maxsize=8)
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


def _corrected(coverage: Coverage, brightness: int) -> GlyphMask:
    pixels, left, top = coverage
    image = skia.Image.fromarray(
        np.ascontiguousarray(gamma_table(brightness)[pixels]), skia.kAlpha_8_ColorType
    )
    return GlyphMask(image, left, top)


def _cover(outline: skia.Path, shift: float) -> Coverage | None:
    """Fill an outline, moved right by `shift` pixels, with anti-aliasing."""
    if outline.isEmpty():
        return None
    box = outline.getBounds().makeOffset(shift, 0).roundOut()
    surface = skia.Surface.MakeRaster(skia.ImageInfo.MakeA8(box.width(), box.height()))
    if surface is None:
        return None
    canvas = surface.getCanvas()
    canvas.translate(shift - box.left(), -box.top())
    canvas.drawPath(outline, _INK)
    pixels = surface.makeImageSnapshot().toarray(colorType=skia.kAlpha_8_ColorType)
    return np.asarray(pixels, dtype=np.uint8).reshape(box.height(), box.width()), box.left(), box.top()


def _hinted_outline(face: Any, size: float, glyph: int) -> skia.Path:
    face.set_char_size(round(size * _FIXED))
    face.load_glyph(glyph, _LOAD)
    path = skia.Path()

    def move(to: Any, _: None) -> None:
        path.close()
        path.moveTo(to.x / _FIXED, -to.y / _FIXED)

    def line(to: Any, _: None) -> None:
        path.lineTo(to.x / _FIXED, -to.y / _FIXED)

    def quad(control: Any, to: Any, _: None) -> None:
        path.quadTo(control.x / _FIXED, -control.y / _FIXED, to.x / _FIXED, -to.y / _FIXED)

    def cubic(first: Any, second: Any, to: Any, _: None) -> None:
        path.cubicTo(
            *(value / _FIXED for value in (first.x, -first.y, second.x, -second.y, to.x, -to.y))
        )

    face.glyph.outline.decompose(None, move, line, quad, cubic)
    path.close()
    return path
