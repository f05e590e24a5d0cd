"""Skia's text gamma: how a glyph's anti-aliased edge is hardened or softened by the brightness of its colour.

How much depends on two build constants, and Chromium's differ from those of the Skia package that we draw
with. So glyphs are drawn as masks of our own, which this table has gone over.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from boardkit.scene.nodes import Color, LinearGradient, Paint, Pattern, RadialGradient

CONTRAST = 0.2
GAMMA = 76 / 64
"""Chromium's text contrast, and its gamma of 1.2 as Skia stores it: in 64ths, rounded down."""

_SHADED = (0x7F, 0x80, 0x7F)
"""The colour that Skia takes a pattern for."""

_CHANNELS = 3


def brightness_of(paint: Paint) -> int:
    """Skia's brightness of a paint in eighths, 0–7: from channels that are cut to three bits first."""
    red, green, blue = (_three_bits(channel >> 5) for channel in _representative(paint))
    return (red * 54 + green * 183 + blue * 19) >> 13


def _representative(paint: Paint) -> tuple[int, ...]:
    """The colour that stands for a paint: of a gradient, the average of its stops and of its ends."""
    match paint:
        case Color():
            return paint.whole
        case LinearGradient() | RadialGradient():
            colors = [color for _, color in paint.stops]
            if not colors:
                return (0,) * _CHANNELS
            if paint.stops[0][0] > 0:
                colors.insert(0, colors[0])
            if paint.stops[-1][0] < 1:
                colors.append(colors[-1])
            channels = zip(*(color.whole for color in colors), strict=True)
            return tuple((sum(channel) + len(colors) // 2) // len(colors) for channel in channels)
        case Pattern():
            return _SHADED


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
