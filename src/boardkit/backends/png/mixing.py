"""The colours of gradients, also of those between two whole levels, which the Skia package can't be told.

Its gradients take colours in bytes. But `hsl()` and the like need not be whole levels, and Chromium mixes
them as they are. So those are mixed in two steps: a gradient says how much of each colour there is, in its
red, green and blue, and a matrix makes the colours of it.
"""

from __future__ import annotations

from collections.abc import Callable

import skia

from boardkit.scene.nodes import Color

Stops = tuple[tuple[float, Color], ...]
Make = Callable[[list[int], list[float]], skia.Shader]
"""Makes a shader of colours, ARGB, at their offsets."""

_SHARES = (skia.ColorBLACK, skia.ColorRED, skia.ColorGREEN, skia.ColorBLUE)
"""All of the first colour, of the second, …"""


def mixed(make: Make, stops: Stops) -> skia.Shader:
    """A gradient's shader. Of more colours than there are shares, those in between are made whole."""
    offsets = [offset for offset, _ in stops]
    colors = list(dict.fromkeys(color for _, color in stops))
    if len(colors) > len(_SHARES) or all(map(_is_whole, colors)):
        return make([_argb(color) for _, color in stops], offsets)
    shares = make([_SHARES[colors.index(color)] for _, color in stops], offsets)
    return shares.makeWithColorFilter(skia.ColorFilters.Matrix(_matrix(colors)))


def _is_whole(color: Color) -> bool:
    return color.whole == (color.red, color.green, color.blue)


def _argb(color: Color) -> int:
    return int(skia.ColorSetARGB(round(color.alpha * 255), *color.whole))


def _matrix(colors: list[Color]) -> list[float]:
    """From the shares of all colours but the first, and alpha, to red, green, blue and alpha.

    Where a gradient between circles leaves all transparent, alpha is 0, and so is the first colour's share.
    """
    channels = zip(
        *((one.red / 255, one.green / 255, one.blue / 255, one.alpha) for one in colors), strict=True
    )
    rows = []
    for first, *others in channels:
        shares = [other - first for other in others]
        rows += [*shares, *[0.0] * (len(_SHARES) - len(others) - 1), first, 0.0]
    return rows
