"""How Skia cuts an arc, a conic, into quadratic curves: ours and Chromium's.

In which order the single precision arithmetic of the cut is done is a build option, and Chromium's
(SK_SUPPORT_LEGACY_CONIC_CHOP) is not that of the Skia package that we draw with. A last digit decides on
which side of a 256th of a pixel a point lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import hypot

import numpy as np
import numpy.typing as npt
import skia

from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Verb

Floats = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

Halves = tuple[Floats, Floats, Floats]
"""The points between the ends of two halves: control point, joint and control point."""
Halve = Callable[[Floats, Floats, Floats, Floats], Halves]
"""Halves conics with the starts, control points and ends[n, k, 2] and the weights[n, 1, 1]."""

GRID = np.float32(256)
"""Places to a pixel to which the rasteriser cuts a curve's points down."""
_TOLERANCE = 0.25
"""Device pixels that the curves may be off the arc."""
_SURELY_WITHIN = 0.999 * _TOLERANCE
_TOLERANCES = np.float32(_TOLERANCE) * np.float32(4) ** np.arange(5)
"""The same before the first, the second, … halving, of which there are at most five."""

_ONE, _TWO, _HALF = (np.float32(value) for value in (1, 2, 0.5))


def conic_places(outline: Outline) -> npt.NDArray[np.int64]:
    """int64[n, 3]: which points are the start, the control point and the end of each conic."""
    ends = np.cumsum(np.array(POINTS_PER_VERB)[outline.verbs])[outline.verbs == Verb.CONIC]
    places: npt.NDArray[np.int64] = ends[:, None] - np.array([3, 2, 1])
    return places


def stay_whole(outline: Outline, matrix: skia.Matrix) -> bool:
    """Whether all conics of an outline are so small under `matrix` that none is cut."""
    across, down = matrix.getScaleX(), matrix.getScaleY()
    right, left = matrix.getSkewX(), matrix.getSkewY()
    stretch = (hypot(across + down, left - right) + hypot(across - down, left + right)) / 2
    return _greatest_error(outline) * stretch < _SURELY_WITHIN


@lru_cache(maxsize=64)
def _greatest_error(outline: Outline) -> float:
    """How far a single curve for each conic is off the arc, in the outline's own units."""
    return float(_errors(outline.points[conic_places(outline)], outline.weights).max())


def halvings_of(conics: Floats, weights: Floats) -> Counts:
    """How often each conic is halved until quadratic curves are near enough."""
    counts: Counts = (_errors(conics, weights)[:, None] > _TOLERANCES).sum(axis=1)
    return counts


def _errors(conics: Floats, weights: Floats) -> Floats:
    bend = weights - _ONE
    factor = bend / (np.float32(4) * (_TWO + bend))
    offset: Floats = factor[:, None] * (conics[:, 0] - _TWO * conics[:, 1] + conics[:, 2])
    errors: Floats = np.sqrt(offset[:, 0] * offset[:, 0] + offset[:, 1] * offset[:, 1])
    return errors


def on_grid(conics: Floats, weights: Floats, halvings: int, halve: Halve) -> Floats:
    """float32[n, points, 2]: where the rasteriser sees the points of the curves that stand for the conics."""
    places: Floats = np.trunc(curves(conics, weights, halvings, halve)[:, 1:-1] * GRID)
    return places


def curves(conics: Floats, weights: Floats, halvings: int, halve: Halve) -> Floats:
    """float32[n, points, 2]: ends and control points, in turn, of the curves for conics[n, 3, 2]."""
    points, weights = conics, weights[:, None, None]
    for _ in range(halvings):
        points = _halved(points, weights, halve)
        weights = np.sqrt(_HALF + weights * _HALF)
    return points


def which_turn(conics: Floats, weights: Floats, halvings: Counts) -> Mask:
    """Which conics have a curve that turns back from the left or right; Skia cuts it there if not all of the
    path is shown, and then what is less than a 256th of a pixel counts as well.
    """
    turning = np.zeros(len(conics), dtype=np.bool_)
    for count, chosen in by_count(halvings):
        across = curves(conics[chosen], weights[chosen], count, chromiums_halves)[..., 0]
        turning[chosen] = ~_between(across[:, :-1:2], across[:, 1::2], across[:, 2::2]).all(axis=1)
    return turning


def by_count(halvings: Counts) -> Iterator[tuple[int, Counts]]:
    """Which conics are halved at all, by how often."""
    for count in sorted(set(halvings.tolist()) - {0}):
        yield count, np.flatnonzero(halvings == count)


def _halved(points: Floats, weights: Floats, halve: Halve) -> Floats:
    """Twice as many curves; where one of them only rises or falls, so do its halves."""
    start, control, end = points[:, :-1:2], points[:, 1::2], points[:, 2::2]
    halves = np.empty((len(points), 2 * points.shape[1] - 1, 2), dtype=np.float32)
    halves[:, ::4] = points[:, ::2]
    halves[:, 1::4], halves[:, 2::4], halves[:, 3::4] = halve(start, control, end, weights)
    _steady(halves[..., 1], _between(start[..., 1], control[..., 1], end[..., 1]))
    return halves


def _steady(rows: Floats, steady: Mask) -> None:
    """Bring the points of steady curves' halves back between those beside them."""
    first, middle, second, bottom = (rows[:, place::4] for place in (1, 2, 3, 4))
    top = rows[:, :-1:4]
    nearer = np.where(abs(middle - top) < abs(middle - bottom), top, bottom)
    np.copyto(middle, nearer, where=steady & ~_between(top, middle, bottom))
    np.copyto(first, top, where=steady & ~_between(top, first, middle))
    np.copyto(second, bottom, where=steady & ~_between(middle, second, bottom))


def _between(one: Floats, value: Floats, other: Floats) -> Mask:
    return (one - value) * (other - value) <= 0


def chromiums_halves(start: Floats, control: Floats, end: Floats, weights: Floats) -> Halves:
    scale = _ONE / (_ONE + weights)
    control = weights * control
    middle: Floats = (start + (control + control) + end) * scale * _HALF
    return (start + control) * scale, middle, (control + end) * scale


def our_halves(start: Floats, control: Floats, end: Floats, weights: Floats) -> Halves:
    scale = _ONE / (_ONE + weights)
    start, end = start * scale, end * scale
    control = control * (weights * scale)
    half_start: Floats = _HALF * start
    half_end: Floats = _HALF * end
    return start + control, half_start + control + half_end, control + end
