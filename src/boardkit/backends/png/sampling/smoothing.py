"""Which of Skia's mipmaps, a picture's half, quarter, … size, is sampled where it is drawn smaller.

Chromium's Skia goes by both directions, ours by the one that shrinks most: a build option,
SK_SUPPORT_LEGACY_ANISOTROPIC_MIPMAP_SCALE.
"""

from __future__ import annotations

from math import floor, hypot, log2, sqrt
from typing import Any

import skia

LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)
MIPMAPPED = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)


def own_mipmap(image: skia.Image, across: float, down: float) -> skia.Image | None:
    """The mipmap for a picture drawn at these scales; None where Skia by itself takes the same one."""
    wanted = _level(sqrt(across * down))
    if wanted == _level(min(across, down)):
        return None
    for _ in range(wanted):
        image = image.resize(max(image.width() // 2, 1), max(image.height() // 2, 1), MIPMAPPED)
    return image


def draw_smoothly(canvas: Any, image: skia.Image) -> None:
    """Draw a picture at the canvas' origin, under its transform."""
    inverse = skia.Matrix()
    mipmap = None
    if canvas.getTotalMatrix().invert(inverse):
        across = hypot(inverse.getScaleX(), inverse.getSkewY())
        down = hypot(inverse.getSkewX(), inverse.getScaleY())
        mipmap = own_mipmap(image, 1 / across, 1 / down)
    if mipmap is None:
        canvas.drawImage(image, 0, 0, MIPMAPPED)
    else:
        canvas.drawImageRect(mipmap, skia.Rect.MakeIWH(image.width(), image.height()), LINEAR)


def _level(scale: float) -> int:
    """Which mipmap is nearest to a scale, a little larger ones first."""
    return max(0, floor(-log2(scale)))
