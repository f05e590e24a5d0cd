"""Colours of pixels that are not seen.

Readers scale an image's colours and its transparency apart, so around what is seen, the colours of what is
not seen come to light: mostly black, as encoders leave them. Here they become those of the pixels nearby.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_MOST_PIXELS = 16_000_000
"""Of larger pictures, the averages would take more memory than the picture."""
_STRIP = 256  # rows, an even number

Pixels = npt.NDArray[np.uint8]
Sums = npt.NDArray[np.float32]
"""float32[height, width, 4]: colours times alpha, and alpha, added up over a square of pixels."""


def without_fringes(pixels: Pixels) -> Pixels:
    """Straight sRGB with alpha, [height, width, 4], that looks the same by itself and when it is scaled."""
    height, width, _ = pixels.shape
    if pixels[..., 3].all() or not pixels[..., 3].any() or height * width > _MOST_PIXELS:
        return pixels
    strips = [slice(top, top + _STRIP) for top in range(0, height, _STRIP)]
    sums = np.concatenate([_halved(_premultiplied(pixels[strip])) for strip in strips])
    around = _filled(sums)
    spread = pixels.copy()
    for strip in strips:
        seen = spread[strip]
        colors = _doubled(around[strip.start // 2 : strip.stop // 2], seen.shape)
        blank = seen[..., 3] == 0
        seen[blank, :3] = np.rint(colors[blank, :3] / colors[blank, 3:])
    return spread


def _premultiplied(pixels: Pixels) -> Sums:
    sums = pixels.astype(np.float32)
    sums[..., :3] *= sums[..., 3:]
    return sums


def _filled(sums: Sums) -> Sums:
    """The same, with what is around them in place of squares that hold nothing; some hold something."""
    if sums[..., 3].all():
        return sums
    around = _filled(_halved(sums))
    return np.where(sums[..., 3:] > 0, sums, _doubled(around, sums.shape))


def _halved(sums: Sums) -> Sums:
    """Sums over squares twice as large."""
    height, width, _ = sums.shape
    even = np.pad(sums, ((0, height % 2), (0, width % 2), (0, 0)))
    rows = even[::2] + even[1::2]
    halved: Sums = rows[:, ::2] + rows[:, 1::2]
    return halved


def _doubled(sums: Sums, shape: tuple[int, ...]) -> Sums:
    """Each square as the four that it was made of, as many of them as there were."""
    return sums.repeat(2, axis=0).repeat(2, axis=1)[: shape[0], : shape[1]]
