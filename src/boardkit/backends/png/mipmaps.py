"""Pictures drawn smaller than half of their size, which Chromium first halves until they are not.

Skia 144 halves otherwise: it rounds an odd side down and counts by the direction that shrinks most.
"""

from __future__ import annotations

from math import floor, hypot, log2

import skia

_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)
_MIPMAPPED = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)


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
    """Half as wide and as high, odd sides rounded up.

    Of even sides, every four pixels become their mean, rounded down: Skia's own first mipmap.
    """
    width, height = (image.width() + 1) // 2, (image.height() + 1) // 2
    is_even = image.width() == 2 * width and image.height() == 2 * height
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    paint = skia.Paint(BlendMode=skia.BlendMode.kSrc)
    box = skia.Rect.MakeWH(width, height)
    surface.getCanvas().drawImageRect(image, box, _MIPMAPPED if is_even else _LINEAR, paint)
    return surface.makeImageSnapshot()
