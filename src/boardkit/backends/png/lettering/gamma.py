"""Skia's text gamma: how a glyph's anti-aliased edge is hardened or softened by the brightness of its colour.

How much depends on two build constants, and Chromium's differ from those of the Skia package that we draw
with. So glyphs are drawn as masks of our own, which this table has gone over.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import skia

CONTRAST = 0.2
GAMMA = 76 / 64
"""Chromium's text contrast, and its gamma of 1.2 as Skia stores it: in 64ths, rounded down."""

SHADED = 3
"""The brightness of text painted by a gradient or a pattern: Skia takes a middle grey."""


def brightness_of(paint: skia.Paint) -> int:
    """Skia's brightness of a paint in eighths, 0–7: from channels that are cut to three bits first."""
    if paint.getShader() is not None:
        return SHADED
    color = paint.getColor()
    channels = (skia.ColorGetR(color), skia.ColorGetG(color), skia.ColorGetB(color))
    red, green, blue = (_three_bits(channel >> 5) for channel in channels)
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
