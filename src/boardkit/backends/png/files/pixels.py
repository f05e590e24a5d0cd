"""The pixels of a bitmap, for an encoder."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import skia

from boardkit.backends.png.bitmap import Bitmap

Channels = tuple[npt.NDArray[np.uint8], tuple[int, ...]]
"""uint8[height, width, 4], and where in a pixel red, green and blue are, and straight alpha if it counts."""


def channels_of(bitmap: Bitmap) -> Channels:
    """A bitmap's pixels, without alpha where all is opaque.

    Opaque ones are the bitmap's own memory: they end with it.
    """
    pixels = skia.Pixmap()
    if bitmap.surface.peekPixels(pixels) and pixels.computeIsOpaque():
        blue_first = pixels.colorType() == skia.kBGRA_8888_ColorType
        return np.array(pixels, copy=False), (2, 1, 0) if blue_first else (0, 1, 2)
    straight = bitmap.surface.makeImageSnapshot().toarray(
        colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kUnpremul_AlphaType
    )
    return straight, (0, 1, 2, 3)
