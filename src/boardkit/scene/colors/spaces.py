"""The colour spaces of CSS: from each to linear sRGB, by way of which any leads to any other, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

import numpy as np
import numpy.typing as npt

Channels = npt.NDArray[np.float64]
"""float64[3]; none of them is limited to what a screen can show."""

POLAR_HUE = {"hsl": 0, "hwb": 0, "lch": 2, "oklch": 2}
"""Which channel of a space is an angle."""

_LINEAR_BELOW = 0.0031308
_SAME = np.identity(3)


def from_srgb(encoded: Channels) -> Channels:
    """The light of sRGB's channels, 0–1; below zero as its mirror."""
    size = np.abs(encoded)
    light = np.where(size <= 12.92 * _LINEAR_BELOW, size / 12.92, ((size + 0.055) / 1.055) ** 2.4)
    return np.copysign(light, encoded)


def to_srgb(light: Channels) -> Channels:
    """sRGB's channels, 0–1, of their light; below zero as its mirror."""
    size = np.abs(light)
    curved = 1.055 * np.maximum(size, _LINEAR_BELOW) ** (1 / 2.4) - 0.055
    return np.copysign(np.where(size > _LINEAR_BELOW, curved, size * 12.92), light)


def to_light(space: str, channels: Channels) -> Channels:
    """A colour of a space in linear sRGB."""
    match space:
        case "lch":
            return to_light("lab", _straight(channels))
        case "oklch":
            return to_light("oklab", _straight(channels))
        case "lab":
            return to_light("xyz-d50", _lab_to_xyz(channels))
        case "oklab":
            roots: Channels = _OKLAB_TO_ROOTS @ channels
            return _mapped(_LMS_TO_LIGHT, roots**3)
        case "hsl":
            return from_srgb(hsl_to_srgb(channels))
        case "hwb":
            return from_srgb(hwb_to_srgb(channels))
    space_of_light = _SPACES[space]
    return _mapped(space_of_light.to_srgb, space_of_light.decoded(channels))


def from_light(space: str, light: Channels) -> Channels:
    """The channels in a space of a colour in linear sRGB."""
    match space:
        case "lch":
            return _polar(from_light("lab", light))
        case "oklch":
            return _polar(from_light("oklab", light))
        case "lab":
            return _xyz_to_lab(from_light("xyz-d50", light))
        case "oklab":
            return _unmapped(_OKLAB_TO_ROOTS, np.cbrt(_unmapped(_LMS_TO_LIGHT, light)))
        case "hsl":
            return _srgb_to_hsl(to_srgb(light))
        case "hwb":
            return _srgb_to_hwb(to_srgb(light))
    space_of_light = _SPACES[space]
    return space_of_light.encoded(_unmapped(space_of_light.to_srgb, light))


def _mapped(matrix: npt.NDArray[np.float64], channels: Channels) -> Channels:
    mapped: Channels = matrix @ channels
    return mapped


def _unmapped(matrix: npt.NDArray[np.float64], channels: Channels) -> Channels:
    return np.linalg.solve(matrix, channels).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """What a space's channels stand for, with Skia's constants, and the way back."""

    to_light: Callable[[Channels], Channels]
    from_light: Callable[[Channels], Channels]


@dataclass(frozen=True, slots=True, eq=False)
class _Space:
    """A space of three lights, with its matrix to linear sRGB, which keeps white white."""

    to_srgb: npt.NDArray[np.float64]
    curve: _Curve | None = None

    def decoded(self, channels: Channels) -> Channels:
        if self.curve is None:
            return channels
        return np.copysign(self.curve.to_light(np.abs(channels)), channels)

    def encoded(self, light: Channels) -> Channels:
        if self.curve is None:
            return light
        return np.copysign(self.curve.from_light(np.abs(light)), light)


_SRGB = _Curve(from_srgb, to_srgb)
_DISPLAY_P3 = np.array(
    [
        [1.2249401762805598, -0.22494017628055996, 0.0],
        [-0.042056954709688163, 1.0420569547096881, 0.0],
        [-0.019637554590334432, -0.078636045550631889, 1.0982736001409663],
    ]
)
_XYZ_D65 = np.array(
    [
        [3.2409699419045226, -1.537383177570094, -0.4986107602930034],
        [-0.9692436362808796, 1.8759675015077202, 0.04155505740717559],
        [0.05563007969699366, -0.20397695888897652, 1.0569715142428786],
    ]
)
_XYZ_D50 = np.array(
    [
        [3.1341358529001178, -1.6173863321612538, -0.4906619460083532],
        [-0.978795502912089, 1.9162543567314194, 0.03344273116131949],
        [0.07195537988411677, -0.2289768264158322, 1.405386058324125],
    ]
)
_SPACES = {
    "srgb": _Space(_SAME, _SRGB),
    "srgb-linear": _Space(_SAME),
    "xyz-d65": _Space(_XYZ_D65),
    "xyz-d50": _Space(_XYZ_D50),
    "display-p3": _Space(_DISPLAY_P3, _SRGB),
    "display-p3-linear": _Space(_DISPLAY_P3),
    "a98-rgb": _Space(
        np.array(
            [
                [1.3983557439607302, -0.39835574396073016, 0.0],
                [0.0, 1.0, 0.0],
                [0.0, -0.042929338106143536, 1.0429293381061435],
            ]
        ),
        _Curve(lambda v: v**2.2, lambda v: v ** (1 / 2.2)),
    ),
    "prophoto-rgb": _Space(
        np.array(
            [
                [2.034380849516997, -0.7276357899341347, -0.3067450595828619],
                [-0.2288257316330504, 1.2317425411901046, -0.00291680955705448],
                [-0.00855882878391738, -0.15326670213803714, 1.1618255309219543],
            ]
        ),
        _Curve(
            lambda v: np.where(v < 16 / 512, v / 16, v**1.8),
            lambda v: np.where(v < 1 / 512, v * 16, v ** (1 / 1.8)),
        ),
    ),
    "rec2020": _Space(
        np.array(
            [
                [1.6604910021084345, -0.58764113878854951, -0.072849863319884884],
                [-0.12455047452159074, 1.1328998971259603, -0.0083494226043694705],
                [-0.018150763354905303, -0.10057889800800739, 1.1187296613629127],
            ]
        ),
        _Curve(
            lambda v: np.where(v < 0.0812429, v * 0.222222, (v * 0.909672 + 0.0903276) ** 2.22222),
            lambda v: np.where(v < 0.0180540, v / 0.222222, (v ** (1 / 2.22222) - 0.0903276) / 0.909672),
        ),
    ),
}

_OKLAB_TO_ROOTS = np.array(
    [
        [1.0, 0.3963377773761749, 0.2158037573099136],
        [1.0, -0.1055613458156586, -0.0638541728258133],
        [1.0, -0.0894841775298119, -1.2914855480194092],
    ]
)
_LMS_TO_LIGHT = np.array(
    [
        [4.0767416360759592, -3.3077115392580611, 0.2309699031821043],
        [-1.2684379732850316, 2.6097573492876884, -0.3413193760026571],
        [-0.0041960761386755, -0.7034186179359362, 1.7076146940746117],
    ]
)
_D50_WHITE = np.array([0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585])
_KAPPA, _EPSILON = 24389 / 27, 216 / 24389


def _lab_to_xyz(lab: Channels) -> Channels:
    middle = (lab[0] + 16) / 116
    roots = np.array([middle + lab[1] / 500, middle, middle - lab[2] / 200])
    share: Channels = np.where(roots**3 > _EPSILON, roots**3, (116 * roots - 16) / _KAPPA)
    xyz: Channels = share * _D50_WHITE
    return xyz


def _xyz_to_lab(xyz: Channels) -> Channels:
    share = xyz / _D50_WHITE
    x, y, z = np.where(share > _EPSILON, np.cbrt(share), (_KAPPA * share + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _straight(polar: Channels) -> Channels:
    lightness, chroma, hue = polar
    return np.array([lightness, chroma * cos(radians(hue)), chroma * sin(radians(hue))])


def _polar(straight: Channels) -> Channels:
    lightness, a, b = straight
    return np.array([lightness, hypot(a, b), degrees(atan2(b, a)) % 360])


def hsl_to_srgb(hsl: Channels) -> Channels:
    """sRGB's channels, 0–1, of a hue in degrees, a saturation and a lightness in hundredths."""
    hue, saturation, lightness = hsl[0], hsl[1] / 100, hsl[2] / 100
    place = (np.array([0.0, 8.0, 4.0]) + hue / 30) % 12
    reach = saturation * min(lightness, 1 - lightness)
    channels: Channels = lightness - reach * np.clip(np.minimum(place - 3, 9 - place), -1, 1)
    return channels


def _srgb_to_hsl(srgb: Channels) -> Channels:
    least, most = float(srgb.min()), float(srgb.max())
    lightness = (least + most) / 2
    room = min(lightness, 1 - lightness)
    saturation = (most - lightness) / room if room else 0.0
    hue = _hue(srgb)
    if saturation < 0:
        hue, saturation = (hue + 180) % 360, -saturation
    return np.array([hue, 100 * saturation, 100 * lightness])


def _hue(srgb: Channels) -> float:
    red, green, blue = map(float, srgb)
    most, spread = max(red, green, blue), max(red, green, blue) - min(red, green, blue)
    if not spread:
        return 0.0
    if most == red:
        return (60 * (green - blue) / spread) % 360
    return 60 * (blue - red) / spread + 120 if most == green else 60 * (red - green) / spread + 240


def hwb_to_srgb(hwb: Channels) -> Channels:
    """sRGB's channels, 0–1, of a hue in degrees, a whiteness and a blackness in hundredths."""
    white, black = hwb[1] / 100, hwb[2] / 100
    if white + black >= 1:
        return np.full(3, white / (white + black))
    pure = hsl_to_srgb(np.array([hwb[0], 100.0, 50.0]))
    channels: Channels = pure * (1 - white - black) + white
    return channels


def _srgb_to_hwb(srgb: Channels) -> Channels:
    return np.array([_hue(srgb), 100 * float(srgb.min()), 100 * (1 - float(srgb.max()))])
