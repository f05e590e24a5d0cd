"""sRGB's channels in OKLab as Skia's colour management reckons it, with powers that are only nearly ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_SCALE, _OFFSET, _LINEAR = np.float32(1 / 1.055), np.float32(0.055 / 1.055), np.float32(1 / 12.92)
_LINEAR_BELOW, _GAMMA = np.float32(0.04045), np.float32(2.4)
_MANTISSA = np.float32(1 << 23)
_TO_OKLAB_ROOTS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    dtype=np.float32,
)
_ROOTS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    dtype=np.float32,
)


def oklab(srgb: Floats) -> Floats:
    """float32[3]: sRGB, 0–1 and beyond, in OKLab."""
    lab: Floats = _ROOTS_TO_OKLAB @ np.cbrt(_TO_OKLAB_ROOTS @ _light(srgb))
    return lab


def _light(srgb: Floats) -> Floats:
    size = np.abs(srgb)
    bright = _power(_SCALE * size + _OFFSET, _GAMMA)
    light: Floats = np.copysign(np.where(size < _LINEAR_BELOW, _LINEAR * size, bright), srgb)
    return light


def _power(base: Floats, exponent: np.float32) -> Floats:
    """Positive numbers to a power, by way of powers of two."""
    return np.where(base == 1, base, _power_of_two(_logarithm(base) * exponent))


def _logarithm(number: Floats) -> Floats:
    bits = number.view(np.int32)
    mantissa = ((bits & 0x007FFFFF) | 0x3F000000).view(np.float32)
    whole = bits.astype(np.float32) / _MANTISSA
    logarithm: Floats = (
        whole
        - np.float32(124.225514990)
        - np.float32(1.498030302) * mantissa
        - np.float32(1.725879990) / (np.float32(0.3520887068) + mantissa)
    )
    return logarithm


def _power_of_two(exponent: Floats) -> Floats:
    part = exponent - np.floor(exponent)
    bits = _MANTISSA * (
        exponent
        + np.float32(121.274057500)
        - np.float32(1.490129070) * part
        + np.float32(27.728023300) / (np.float32(4.84252568) - part)
    )
    power: Floats = bits.astype(np.int32).view(np.float32)
    return power
