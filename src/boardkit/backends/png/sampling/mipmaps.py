"""Pictures drawn smaller than half of their size, which Chromium first scales to a half, a quarter, … of it.

It scales only the pixels that are shown, from the smallest of its copies that is large enough, and draws the
copy with linear sampling. A JPEG of which nothing is decoded yet it decodes at the smaller size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor, hypot, prod
from typing import Protocol

import numpy as np
import skia

from boardkit.backends.png.sampling.pixel_store import PixelStore
from boardkit.backends.png.sampling.smoothing import LINEAR, MIPMAPPED, own_mipmap

_CLAMP = skia.TileMode.kClamp

_Size = tuple[int, int]
_Shown = tuple[int, int, int, int]
"""Left, top, width, height of the pixels that are shown."""


class Original(Protocol):
    """A picture of so many pixels, of which none need be decoded yet."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    def __hash__(self) -> int: ...

    def pixels(self) -> skia.Image:
        """All of it, decoded."""
        ...

    def decoded_at(self, width: int, height: int) -> skia.Image | None:
        """The whole of it straight from its file at that size; None where that can't be."""
        ...


@dataclass(slots=True)
class _Recipes:
    """How the copies of some pixels of a picture were made, so that each can be made the same way again.

    - `larger`: the larger copy that one was made from, None for those that were made from the picture.
    - `from_file`: those that may have been decoded at their size.
    - `is_decoded`: whether the file is decoded as it is by now; after that no copy is decoded.
    """

    larger: dict[_Size, _Size | None] = field(default_factory=dict)
    from_file: set[_Size] = field(default_factory=set)
    is_decoded: bool = False

    def plan(self, size: _Size) -> None:
        """Settle how the copy of that size is made, if it never was."""
        if size in self.larger:
            return
        larger = [one for one in self.larger if one[0] >= size[0] and one[1] >= size[1]]
        self.larger[size] = min(larger, key=prod, default=None)
        if not larger and not self.is_decoded:
            self.from_file.add(size)


class Mipmaps:
    """Pictures at the sizes that they are drawn at; `store` keeps their pixels, or some of them."""

    def __init__(self, store: PixelStore) -> None:
        self._store = store
        self._recipes: dict[tuple[Original, _Shown], _Recipes] = {}

    def fitting(
        self, original: Original, part: skia.Rect, box: skia.Rect, matrix: skia.Matrix
    ) -> tuple[skia.Image, skia.Rect] | None:
        """The picture, and the same part of it, to draw into `box` under `matrix` with linear sampling.

        None where the picture would be drawn thinner than half a pixel, which Chromium leaves out.
        """
        shown = _whole_pixels(part, original)
        if shown.isEmpty():
            return None
        across, down = drawn_size((shown.width(), shown.height()), part, box, matrix)
        if not (across and down):
            return None
        halvings = _halvings(shown, across, down)
        if not halvings:
            self._recipes_of(original, shown).is_decoded = True
            return self.whole(original), part
        copy = self._copy(
            original, shown, (_halved(shown.width(), halvings), _halved(shown.height(), halvings))
        )
        return copy, _scaled_part(part, shown, copy)

    def whole(self, original: Original) -> skia.Image:
        """All pixels of a picture."""
        return self._store.get(original, original.width * original.height, original.pixels)

    def _copy(self, original: Original, shown: skia.IRect, size: _Size) -> skia.Image:
        def make() -> skia.Image:
            return self._made(original, shown, size)

        return self._store.get((original, _place(shown), size), prod(size), make)

    def _made(self, original: Original, shown: skia.IRect, size: _Size) -> skia.Image:
        recipes = self._recipes_of(original, shown)
        recipes.plan(size)
        larger = recipes.larger[size]
        if larger is not None:
            return _scaled(self._copy(original, shown, larger), *size)
        if size in recipes.from_file and (decoded := original.decoded_at(*size)) is not None:
            return decoded
        recipes.is_decoded = True
        whole = self.whole(original)
        return _scaled(whole if shown == whole.bounds() else whole.makeSubset(shown), *size)

    def _recipes_of(self, original: Original, shown: skia.IRect) -> _Recipes:
        is_part = (shown.width(), shown.height()) != (original.width, original.height)
        return self._recipes.setdefault((original, _place(shown)), _Recipes(is_decoded=is_part))


def _place(shown: skia.IRect) -> _Shown:
    return shown.x(), shown.y(), shown.width(), shown.height()


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


def _whole_pixels(part: skia.Rect, original: Original) -> skia.IRect:
    left, top = max(floor(part.left()), 0), max(floor(part.top()), 0)
    right, bottom = min(ceil(part.right()), original.width), min(ceil(part.bottom()), original.height)
    return skia.IRect(left, top, right, bottom) if left < right and top < bottom else skia.IRect()


def drawn_size(shown: _Size, part: skia.Rect, box: skia.Rect, matrix: skia.Matrix) -> tuple[int, int]:
    """How many device pixels the shown ones take, across and down, where `part` fills `box`."""
    across = hypot(matrix.getScaleX(), matrix.getSkewY()) * box.width() / part.width()
    down = hypot(matrix.getSkewX(), matrix.getScaleY()) * box.height() / part.height()
    return floor(shown[0] * across + 0.5), floor(shown[1] * down + 0.5)


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
