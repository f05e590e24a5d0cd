"""CSS colours as a canvas context takes them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from tinycss2 import color4

from boardkit.scene.nodes import Color

BLACK = Color(0, 0, 0)
"""What a canvas context paints with until it is told a colour that it can parse."""

_FROM_XYZ = {
    "xyz-d65": np.array(
        [
            [3.2409699419045226, -1.537383177570094, -0.4986107602930034],
            [-0.9692436362808796, 1.8759675015077202, 0.04155505740717559],
            [0.05563007969699366, -0.20397695888897652, 1.0569715142428786],
        ]
    ),
    "xyz-d50": np.array(
        [
            [3.1341358529001178, -1.6173863321612538, -0.4906619460083532],
            [-0.978795502912089, 1.9162543567314194, 0.03344273116131949],
            [0.07195537988411677, -0.2289768264158322, 1.405386058324125],
        ]
    ),
}
"""To linear sRGB, with its white kept white."""

_XYZ = {"lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65", "oklch": "xyz-d65"}
_LINEAR_BELOW = 0.0031308


@lru_cache(maxsize=4096)
def parse_color(css: str, opacity: float = 1.0) -> Color | None:
    """The colour that a CSS string names, its alpha times `opacity`; None for one that canvas can't parse."""
    try:
        name = css.strip().lower()
        parsed = color4.parse_color(name)
        if parsed is None:
            return None
        if parsed == "currentcolor":
            return BLACK
        red, green, blue = _channels(parsed, is_rgb=name.startswith("rgb") or "(" not in name)
    except (ValueError, AttributeError, TypeError, NotImplementedError):
        return None
    # Blink keeps a colour's alpha in eight bits, so 0.7 is really 179/255; an opacity stays a float.
    return Color(red, green, blue, int(_limited(parsed.alpha * opacity) * 255 + 0.5) / 255)


def _channels(parsed: color4.Color, *, is_rgb: bool) -> tuple[float, float, float]:
    """The channels 0–255. Blink rounds those of names, digits and `rgb()` only."""
    if parsed.space in _XYZ:
        red, green, blue = _from_xyz(parsed)
    else:
        red, green, blue = (_limited(value) * 255 for value in parsed.to("srgb").coordinates)
    return (int(red + 0.5), int(green + 0.5), int(blue + 0.5)) if is_rgb else (red, green, blue)


def _from_xyz(parsed: color4.Color) -> tuple[float, float, float]:
    white = _XYZ[parsed.space]
    linear = _FROM_XYZ[white] @ np.array(parsed.to(white).coordinates, dtype=np.float64)
    curved = 1.055 * np.maximum(linear, _LINEAR_BELOW) ** (1 / 2.4) - 0.055
    red, green, blue = np.where(linear > _LINEAR_BELOW, curved, linear * 12.92).tolist()
    return _limited(red) * 255, _limited(green) * 255, _limited(blue) * 255


def _limited(value: float | None) -> float:
    return min(1.0, max(0.0, value or 0.0))
