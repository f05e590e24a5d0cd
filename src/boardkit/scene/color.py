"""CSS colours as a canvas context takes them."""

from __future__ import annotations

from functools import lru_cache

from tinycss2 import color4

from boardkit.scene.nodes import Color

BLACK = Color(0, 0, 0)
"""What a canvas context paints with until it is told a colour that it can parse."""


@lru_cache(maxsize=4096)
def parse_color(css: str, opacity: float = 1.0) -> Color | None:
    """The colour that a CSS string names, its alpha times `opacity`; None for one that canvas can't parse."""
    try:
        parsed = color4.parse_color(css.strip())
        if parsed is None:
            return None
        if parsed == "currentcolor":
            return BLACK
        red, green, blue = (_channel(value) for value in parsed.to("srgb").coordinates)
    except (ValueError, AttributeError, TypeError, NotImplementedError):
        return None
    # Blink keeps a colour's alpha in eight bits, so 0.7 is really 179/255; an opacity stays a float.
    return Color(red, green, blue, _channel(parsed.alpha * opacity) / 255)


def _channel(value: float | None) -> int:
    return int(min(1.0, max(0.0, value or 0.0)) * 255 + 0.5)
