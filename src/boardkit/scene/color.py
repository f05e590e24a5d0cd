"""CSS colours as a canvas context takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from tinycss2 import color4

from boardkit.scene.nodes import Color

BLACK = Color(0, 0, 0)
"""What a canvas context paints with until it is told a colour that it can parse."""

_TO_LINEAR_SRGB = {
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
    "srgb-linear": np.identity(3),
    "display-p3": np.array(
        [
            [1.2249401762805598, -0.22494017628055996, 0.0],
            [-0.042056954709688163, 1.0420569547096881, 0.0],
            [-0.019637554590334432, -0.078636045550631889, 1.0982736001409663],
        ]
    ),
    "a98-rgb": np.array(
        [
            [1.3983557439607302, -0.39835574396073016, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, -0.042929338106143536, 1.0429293381061435],
        ]
    ),
    "prophoto-rgb": np.array(
        [
            [2.034380849516997, -0.7276357899341347, -0.3067450595828619],
            [-0.2288257316330504, 1.2317425411901046, -0.00291680955705448],
            [-0.00855882878391738, -0.15326670213803714, 1.1618255309219543],
        ]
    ),
    "rec2020": np.array(
        [
            [1.6604910021084345, -0.58764113878854951, -0.072849863319884884],
            [-0.12455047452159074, 1.1328998971259603, -0.0083494226043694705],
            [-0.018150763354905303, -0.10057889800800739, 1.1187296613629127],
        ]
    ),
}
"""From spaces of linear light to linear sRGB, with its white kept white."""

_XYZ = {"lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65", "oklch": "xyz-d65", "xyz": "xyz-d65"}
_WHITE = {"lab": 100.0, "lch": 100.0, "oklab": 1.0, "oklch": 1.0}
_LINEAR_BELOW = 0.0031308

_Curve = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
_CURVES: dict[str, _Curve] = {
    "display-p3": lambda v: np.where(v <= 12.92 * _LINEAR_BELOW, v / 12.92, ((v + 0.055) / 1.055) ** 2.4),
    "a98-rgb": lambda v: v**2.2,
    "prophoto-rgb": lambda v: np.where(v < 16 / 512, v / 16, v**1.8),
    "rec2020": lambda v: np.where(v < 0.0812429, v * 0.222222, (v * 0.909672 + 0.0903276) ** 2.22222),
}
"""From a space's channels to its light, with Skia's constants."""


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
    space = _XYZ.get(parsed.space, parsed.space)
    if space in _TO_LINEAR_SRGB:
        known = _lightest_is_white(parsed).to(space) if space != parsed.space else parsed
        values = np.array([value or 0.0 for value in known.coordinates], dtype=np.float64)
        red, green, blue = _curved(_TO_LINEAR_SRGB[space] @ _linear(space, values))
    else:
        red, green, blue = (_limited(value) * 255 for value in parsed.to("srgb").coordinates)
    return (int(red + 0.5), int(green + 0.5), int(blue + 0.5)) if is_rgb else (red, green, blue)


def _lightest_is_white(parsed: color4.Color) -> color4.Color:
    """A colour of a space with a lightness, which counts to that of white."""
    if parsed.space not in _WHITE:
        return parsed
    lightness, *others = parsed.coordinates
    return color4.Color(parsed.space, (min(lightness or 0.0, _WHITE[parsed.space]), *others), parsed.alpha)


def _linear(space: str, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Channels as light: what a space's curve stands for, below zero as its mirror."""
    curve = _CURVES.get(space)
    return values if curve is None else np.copysign(curve(np.abs(values)), values)


def _curved(linear: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """sRGB's channels, 0–255, of its own linear light."""
    curved = 1.055 * np.maximum(linear, _LINEAR_BELOW) ** (1 / 2.4) - 0.055
    red, green, blue = np.where(linear > _LINEAR_BELOW, curved, linear * 12.92).tolist()
    return _limited(red) * 255, _limited(green) * 255, _limited(blue) * 255


def _limited(value: float | None) -> float:
    return min(1.0, max(0.0, value or 0.0))
