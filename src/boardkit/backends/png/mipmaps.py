"""Pictures drawn smaller than half of their size, which Chromium first scales to a half, a quarter, … of it.

It scales only the pixels that are shown, from the smallest of its copies that is large enough, and draws the
copy with linear sampling. A JPEG of which nothing is decoded yet it decodes at the smaller size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, hypot

import numpy as np
import skia

from boardkit.backends.png.smoothing import LINEAR, MIPMAPPED, own_mipmap

_CLAMP = skia.TileMode.kClamp

DecodedAt = Callable[[int, int], skia.Image | None]
"""The whole of a picture straight from its file at that width and height; None where that can't be."""


@dataclass(slots=True)
class _Copies:
    """The shown pixels of a picture, what they were scaled to by now, and whether their file is decoded."""

    shown: skia.Image
    scaled: dict[tuple[int, int], skia.Image]
    is_decoded: bool = False

    def at(self, width: int, height: int, decoded_at: DecodedAt) -> skia.Image:
        """The copy of that size."""
        if (width, height) not in self.scaled:
            self.scaled[width, height] = self._made(width, height, decoded_at)
        return self.scaled[width, height]

    def _made(self, width: int, height: int, decoded_at: DecodedAt) -> skia.Image:
        larger = [one for one in self.scaled.values() if one.width() >= width and one.height() >= height]
        if larger:
            return _scaled(min(larger, key=_area), width, height)
        if not self.is_decoded and (decoded := decoded_at(width, height)) is not None:
            return decoded
        self.is_decoded = True
        return _scaled(self.shown, width, height)


class Mipmaps:
    """Keeps the scaled copies of pictures for as long as a board is drawn."""

    def __init__(self) -> None:
        self._copies: dict[tuple[int, ...], _Copies] = {}

    def fitting(
        self,
        image: skia.Image,
        part: skia.Rect,
        box: skia.Rect,
        matrix: skia.Matrix,
        decoded_at: DecodedAt = lambda _width, _height: None,
    ) -> tuple[skia.Image, skia.Rect] | None:
        """The picture, and the same part of it, to draw into `box` under `matrix` with linear sampling.

        None where the picture would be drawn thinner than half a pixel, which Chromium leaves out.
        """
        shown = _whole_pixels(part, image)
        if shown.isEmpty():
            return None
        across, down = _drawn_size(shown, part, box, matrix)
        if not (across and down):
            return None
        halvings = _halvings(shown, across, down)
        copies = self._copies_of(image, shown)
        if not halvings:
            copies.is_decoded = True
            return image, part
        copy = copies.at(_halved(shown.width(), halvings), _halved(shown.height(), halvings), decoded_at)
        return copy, _scaled_part(part, shown, copy)

    def _copies_of(self, image: skia.Image, shown: skia.IRect) -> _Copies:
        key = (image.uniqueID(), shown.x(), shown.y(), shown.width(), shown.height())
        if key not in self._copies:
            whole = shown == image.bounds()
            self._copies[key] = _Copies(image if whole else image.makeSubset(shown), {}, is_decoded=not whole)
        return self._copies[key]


def _scaled_part(part: skia.Rect, shown: skia.IRect, copy: skia.Image) -> skia.Rect:
    """Where the part lies on a copy of the shown pixels, to the last digit of Chromium's single precision."""
    across = np.float32(copy.width()) / np.float32(shown.width())
    down = np.float32(copy.height()) / np.float32(shown.height())
    x, y = np.float32(part.x() - shown.x()), np.float32(part.y() - shown.y())
    width, height = np.float32(part.width()), np.float32(part.height())
    return skia.Rect.MakeXYWH(float(x * across), float(y * down), float(width * across), float(height * down))


def _scaled(image: skia.Image, width: int, height: int) -> skia.Image:
    """A picture at another size, out of that of Skia's mipmaps which Chromium would take."""
    mipmap = own_mipmap(image, width / image.width(), height / image.height())
    if mipmap is None:
        return image.resize(width, height, MIPMAPPED)
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    scale = (
        _through(mipmap.width(), image.width(), width),
        _through(mipmap.height(), image.height(), height),
    )
    shader = mipmap.makeShader(_CLAMP, _CLAMP, LINEAR, skia.Matrix.Scale(*scale))
    surface.getCanvas().drawPaint(skia.Paint(Shader=shader, BlendMode=skia.BlendMode.kSrc))
    return surface.makeImageSnapshot()


def _through(mipmap: int, image: int, side: int) -> float:
    """From a mipmap's side to a side by way of the image's, to the last digit that Skia's sampling has."""
    one = np.float32(1)
    step = np.float32(mipmap) / np.float32(image) * (one / (np.float32(side) / np.float32(image)))
    scale = one / step
    near = (scale, np.nextafter(scale, np.float32(0)), np.nextafter(scale, np.float32(np.inf)))
    return float(next((one for one in near if np.float32(1) / one == step), scale))


def _whole_pixels(part: skia.Rect, image: skia.Image) -> skia.IRect:
    left, top = max(floor(part.left()), 0), max(floor(part.top()), 0)
    right, bottom = min(ceil(part.right()), image.width()), min(ceil(part.bottom()), image.height())
    return skia.IRect(left, top, right, bottom) if left < right and top < bottom else skia.IRect()


def _drawn_size(shown: skia.IRect, part: skia.Rect, box: skia.Rect, matrix: skia.Matrix) -> tuple[int, int]:
    """How many device pixels the shown ones take, across and down."""
    across = hypot(matrix.getScaleX(), matrix.getSkewY()) * box.width() / part.width()
    down = hypot(matrix.getSkewX(), matrix.getScaleY()) * box.height() / part.height()
    return floor(shown.width() * across + 0.5), floor(shown.height() * down + 0.5)


def _halvings(shown: skia.IRect, width: int, height: int) -> int:
    """How often the shown pixels can be halved before a side is shorter than what is drawn of it."""
    halvings, size = 0, (shown.width(), shown.height())
    while size != (1, 1):
        size = _halved(shown.width(), halvings + 1), _halved(shown.height(), halvings + 1)
        if size[0] < width or size[1] < height:
            break
        halvings += 1
    return halvings


def _halved(side: int, times: int) -> int:
    """A side after some halvings, rounded up, at least a pixel."""
    return -(-side >> times)


def _area(image: skia.Image) -> int:
    return int(image.width() * image.height())
