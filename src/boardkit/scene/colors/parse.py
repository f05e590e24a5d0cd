"""CSS colours as a canvas context takes them."""

from __future__ import annotations

from functools import lru_cache

from boardkit.scene.colors.css_color import CssColor, css_color
from boardkit.scene.nodes import Color

BLACK = Color(0, 0, 0)
"""What a canvas context paints with until it is told a colour that it can parse."""

_WIDEST = 1000.0
"""Times what a screen can show; no colour of any use lies beyond."""


@lru_cache(maxsize=4096)
def parse_color(css: str, opacity: float = 1.0, *, wide: bool = False) -> Color | None:
    """The colour that a CSS string names, its alpha times `opacity`; None for one that canvas can't parse.

    A `wide` one may lie beyond what a screen can show, for a gradient in which it is mixed with others.
    """
    named = css_color(css)
    if named is None:
        return None
    red, green, blue = _channels(named, wide=wide)
    alpha = _limited((named.alpha or 0.0) * opacity)
    # Blink keeps a colour's alpha in eight bits, so 0.7 is really 179/255; an opacity stays a float.
    return Color(red, green, blue, alpha if wide and not named.legacy else int(alpha * 255 + 0.5) / 255)


@lru_cache(maxsize=4096)
def is_legacy(css: str) -> bool:
    """Whether gradients mix a colour in sRGB, as those of before CSS Color 4, and black."""
    named = css_color(css)
    return named is None or named.legacy


def _channels(named: CssColor, *, wide: bool) -> tuple[float, float, float]:
    """The channels 0–255. Blink rounds those of names, digits and `rgb()` only."""
    least, most = (0.0, 1.0) if not wide or named.legacy else (-_WIDEST, _WIDEST)
    red, green, blue = (min(most, max(least, value)) * 255 for value in named.srgb().tolist())
    return (int(red + 0.5), int(green + 0.5), int(blue + 0.5)) if named.whole else (red, green, blue)


def _limited(value: float) -> float:
    return min(1.0, max(0.0, value))
