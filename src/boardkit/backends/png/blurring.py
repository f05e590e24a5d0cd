"""Small blurs of pictures, for which Chromium's Skia takes means over boxes, and newer ones Gauss' curve."""

from __future__ import annotations

from math import ceil, floor, pi, sqrt

import numpy as np
import skia

_BOX_PER_SIGMA = 3 * sqrt(2 * pi) / 4
"""Three means over boxes of this width are nearly a Gaussian blur."""
_REACH = 3
"""Standard deviations beyond which Skia expects nothing of a blur."""


def slightly_blurred(sigma: float) -> skia.ImageFilter:
    """A filter that blurs by three boxes across, then down."""
    width = floor(sigma * _BOX_PER_SIGMA + 0.5)
    weights = _weights(max(width, 1), ceil(_REACH * sigma))
    return _convolved(weights, across=False, below=_convolved(weights, across=True, below=None))


def _weights(width: int, reach: int) -> list[int]:
    """Three boxes in one; the last of an even width is a pixel wider, for the middle to be a pixel's.

    Zeros on both sides make it reach as far as Skia expects of the blur, and cut edges beyond that.
    """
    box = np.ones(width, dtype=np.int64)
    last = np.ones(width if width % 2 else width + 1, dtype=np.int64)
    weights = np.convolve(np.convolve(box, box), last)
    padded: list[int] = np.pad(weights, max(0, reach - len(weights) // 2)).tolist()
    return padded


def _convolved(weights: list[int], *, across: bool, below: skia.ImageFilter | None) -> skia.ImageFilter:
    count, middle = len(weights), len(weights) // 2
    size, offset = (
        (skia.ISize(count, 1), skia.IPoint(middle, 0))
        if across
        else (skia.ISize(1, count), skia.IPoint(0, middle))
    )
    gain = 1 / sum(weights)
    return skia.ImageFilters.MatrixConvolution(
        size, weights, gain, -1e-5, offset, skia.TileMode.kDecal, True, below
    )
