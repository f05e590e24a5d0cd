"""Pictures drawn smaller than half of their size, which Chromium first halves until they are not.

Skia 144 halves otherwise: it rounds an odd side down and counts by the direction that shrinks most.
"""

from __future__ import annotations

from math import floor, hypot, log2

import numpy as np
import numpy.typing as npt
import skia

Pixels = npt.NDArray[np.uint8]

_PIXELS = skia.kBGRA_8888_ColorType
"""As surfaces have them; Skia samples others with other roundings."""

_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)


class Mipmaps:
    """Keeps pictures at a half, a quarter, … of their size for as long as a board is drawn."""

    def __init__(self) -> None:
        self._levels: dict[int, list[skia.Image]] = {}

    def fitting(
        self, image: skia.Image, part: skia.Rect, box: skia.Rect, matrix: skia.Matrix
    ) -> tuple[skia.Image, skia.Rect]:
        """The picture, and the same part of it, to draw into `box` under `matrix` with linear sampling."""
        halvings = _halvings(part, box, matrix)
        if not halvings:
            return image, part
        level = self._level(image, halvings)
        across, down = level.width() / image.width(), level.height() / image.height()
        x, y, width, height = part.x(), part.y(), part.width(), part.height()
        return level, skia.Rect.MakeXYWH(x * across, y * down, width * across, height * down)

    def _level(self, image: skia.Image, halvings: int) -> skia.Image:
        levels = self._levels.setdefault(image.uniqueID(), [image])
        while len(levels) <= halvings and max(levels[-1].width(), levels[-1].height()) > 1:
            levels.append(_halved(levels[-1]))
        return levels[min(halvings, len(levels) - 1)]


def _halvings(part: skia.Rect, box: skia.Rect, matrix: skia.Matrix) -> int:
    """How often the part is halved: by the direction that shrinks least, and never to less than is drawn."""
    if part.isEmpty():
        return 0
    across = hypot(matrix.getScaleX(), matrix.getSkewY()) * box.width() / part.width()
    down = hypot(matrix.getSkewX(), matrix.getScaleY()) * box.height() / part.height()
    scale = max(across, down)
    return floor(log2(1 / scale)) if 0 < scale < 1 else 0


def _halved(image: skia.Image) -> skia.Image:
    """Half as wide and as high, odd sides rounded up; premultiplied."""
    width, height = (image.width() + 1) // 2, (image.height() + 1) // 2
    if image.width() == 2 * width and image.height() == 2 * height:
        return _averaged(image)
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    paint = skia.Paint(BlendMode=skia.BlendMode.kSrc)
    surface.getCanvas().drawImageRect(image, skia.Rect.MakeWH(width, height), _LINEAR, paint)
    return surface.makeImageSnapshot()


def _averaged(image: skia.Image) -> skia.Image:
    """The mean of every four pixels, rounded down."""
    width, height = image.width(), image.height()
    pixels: Pixels = np.empty((height, width, 4), dtype=np.uint8)
    image.readPixels(skia.ImageInfo.Make(width, height, _PIXELS, skia.kPremul_AlphaType), pixels, width * 4)
    sums = pixels[0::2].astype(np.uint16) + pixels[1::2]
    means = ((sums[:, 0::2] + sums[:, 1::2]) >> 2).astype(np.uint8)
    # Of pixels that are lent to an image, Skia keeps no copy.
    return skia.Image.fromarray(means, _PIXELS, skia.kPremul_AlphaType, copy=True)
