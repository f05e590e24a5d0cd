"""The pixels of a surface as the channels of a PNG."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import skia


def surface_channels(surface: skia.Surface) -> list[npt.NDArray[np.uint8]]:
    """Three channels where all is opaque, else four (straight RGBA), each uint8[height, width].

    Opaque channels are views of the surface's own memory: they end with it.
    """
    pixels = skia.Pixmap()
    if surface.peekPixels(pixels) and pixels.computeIsOpaque():
        native = np.array(pixels, copy=False)
        blue_first = pixels.colorType() == skia.kBGRA_8888_ColorType
        return [native[..., place] for place in ((2, 1, 0) if blue_first else (0, 1, 2))]
    straight = surface.makeImageSnapshot().toarray(
        colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kUnpremul_AlphaType
    )
    return [straight[..., place] for place in range(4)]
