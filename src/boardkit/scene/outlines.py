"""The outlines of basic shapes, verb for verb as a canvas context builds them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from boardkit.scene.nodes import Outline, Verb

_QUARTER_WEIGHT = np.float32(0.5**0.5)
"""Weight of the conic that draws a quarter of a circle exactly."""


def polygon(points: Iterable[tuple[float, float]] | npt.NDArray[np.float64], *, closed: bool) -> Outline:
    """Straight lines through `points`."""
    corners = np.asarray(points, dtype=np.float32).reshape(-1, 2)
    verbs = np.full(len(corners) + closed, Verb.LINE, dtype=np.uint8)
    verbs[0] = Verb.MOVE
    if closed:
        verbs[-1] = Verb.CLOSE
    return Outline(verbs, corners)


def rectangle(width: float, height: float) -> Outline:
    """A box from the origin; negative sizes extend to the left and up."""
    return polygon([(0, 0), (width, 0), (width, height), (0, height)], closed=True)


def ellipse(radius_x: float, radius_y: float) -> Outline:
    """An ellipse about the origin, clockwise from its rightmost point, as four conics."""
    corners = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0)]
    points = np.array(corners, dtype=np.float32) * np.array([radius_x, radius_y], dtype=np.float32)
    verbs = np.array([Verb.MOVE, *[Verb.CONIC] * 4, Verb.CLOSE], dtype=np.uint8)
    return Outline(verbs, points, np.full(4, _QUARTER_WEIGHT))


def smooth_loop(corners: npt.NDArray[np.float64]) -> Outline:
    """One closed run of quadratic curves: each corner a control point, each middle of a side an end point."""
    count = len(corners)
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    points = np.empty((1 + 2 * count, 2), dtype=np.float32)
    points[0] = corners[0]
    points[1::2] = corners
    points[2::2] = middles
    verbs = np.full(count + 2, Verb.QUAD, dtype=np.uint8)
    verbs[0], verbs[-1] = Verb.MOVE, Verb.CLOSE
    return Outline(verbs, points)
