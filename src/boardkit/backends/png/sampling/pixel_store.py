"""Decoded pixels, kept while there is room; what was used longest ago goes, and is made anew at need."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

import skia

_MOST_PIXELS = 64_000_000
"""256 MB, as much as one picture of the largest size may take; a board may hold any number of those."""


class PixelStore:
    """Pictures' pixels by any key. What is made must be the same each time."""

    def __init__(self, most_pixels: int = _MOST_PIXELS) -> None:
        self._most_pixels = most_pixels
        self._kept: OrderedDict[Hashable, skia.Image] = OrderedDict()

    def get(self, key: Hashable, pixels: int, make: Callable[[], skia.Image]) -> skia.Image:
        """What is kept under `key`, or else is made now; room for so many `pixels` is made before."""
        if key not in self._kept:
            self._make_room(pixels)
            image = make()
            self._make_room(pixels)  # what it was made from may have been kept meanwhile
            self._kept[key] = image
        self._kept.move_to_end(key)
        return self._kept[key]

    def _make_room(self, pixels: int) -> None:
        while self._kept and self._sum() + pixels > self._most_pixels:
            self._kept.popitem(last=False)

    def _sum(self) -> int:
        return sum(image.width() * image.height() for image in self._kept.values())
