"""Whether a path is convex, asked when Chromium asks.

Skia draws what is convex in a way of its own, to other levels at rounded corners. Chromium asks a path before
it is transformed, and the path remembers the answer. Asked on the device, as Skia does by itself, a corner
that turns back by a last digit may have become straight.
"""

from __future__ import annotations

import skia

from boardkit.backends.png.edges.arcs import has_conics


def asked(path: skia.Path) -> skia.Path:
    """A path that, if it is not convex now, is not either once it is moved or its arcs are cut anew."""
    if path.isConvex() or not has_conics(path):  # then it remembers
        return path
    kept = skia.Path(path)
    kept.moveTo(path.getPoint(0))
    kept.close()
    return kept
