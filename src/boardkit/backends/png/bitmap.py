"""Pixels to draw on, in large pages of memory.

The pixels of a page at scale 2 take 18 MB, and those of each layer as many. The kernel hands out memory in
pieces of 4 kB at their first touch, unless asked for pieces of 2 MB, and so many touches can take longer than
the drawing.
"""

from __future__ import annotations

import mmap
from contextlib import suppress

import numpy as np
import numpy.typing as npt
import skia

from boardkit.errors import RenderError

_LARGE_PAGE = 1 << 21


class Bitmap:
    """A transparent picture of `width` × `height` pixels and the canvas that draws on it.

    Raises `RenderError` where there is no memory for it.
    """

    def __init__(self, width: int, height: int) -> None:
        self._pixels = _pixels(width, height)
        info = skia.ImageInfo.MakeN32Premul(width, height)
        self.surface = skia.Surface.MakeRasterDirect(info, self._pixels)
        if self.surface is None:
            raise RenderError(f"A picture of {width} × {height} pixels could not be made.")
        self.canvas = self.surface.getCanvas()

    def image(self) -> skia.Image:
        """The pixels as they are now, not copied; they end with the bitmap."""
        info = self.surface.imageInfo()
        return skia.Image.fromarray(self._pixels, info.colorType(), info.alphaType(), copy=False)

    def rows(self, start: int) -> npt.NDArray[np.uint8]:
        """uint8[rows, width, 4]: the pixels themselves from row `start` on, which may lie beyond them."""
        return self._pixels[max(start, 0) :]


def _pixels(width: int, height: int) -> npt.NDArray[np.uint8]:
    size = width * height * 4
    is_large = size >= _LARGE_PAGE and hasattr(mmap, "MADV_HUGEPAGE")
    # What doesn't fill a large page would come in up to 511 small ones.
    length = -(-size // _LARGE_PAGE) * _LARGE_PAGE if is_large else size
    try:
        memory = mmap.mmap(-1, length, mmap.MAP_PRIVATE)
    except (OSError, OverflowError, ValueError) as error:
        raise RenderError(f"A picture of {width} × {height} pixels could not be made.") from error
    if is_large:
        with suppress(OSError):  # where the kernel has no such pages
            memory.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(memory, dtype=np.uint8, count=size).reshape(height, width, 4)
