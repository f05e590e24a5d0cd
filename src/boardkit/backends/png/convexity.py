"""Whether a path is convex, asked when Chromium asks.

Skia draws what is convex in a way of its own, to other levels at rounded corners. Chromium asks a path before
it is transformed, and the path remembers the answer. Asked on the device, as Skia does by itself, a corner
that turns back by a last digit may have become straight.
"""

from __future__ import annotations

import skia


def as_convex_as(original: skia.Path, path: skia.Path) -> skia.Path:
    """`path`, nearly the same as `original`, taken for convex only where that is."""
    if path.isConvex() and not original.isConvex():
        path = skia.Path(path)
        path.moveTo(path.getPoint(0))
        path.close()
    return path
