"""How Skia cuts an arc, a conic, into quadratic curves: ours and Chromium's.

In which order the single precision arithmetic of the cut is done is a build option, and Chromium's
(SK_SUPPORT_LEGACY_CONIC_CHOP) is not that of the Skia package that we draw with. A last digit decides on
which side of a 256th of a pixel a point lies.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import hypot

import numpy as np
import numpy.typing as npt
import skia

from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Verb

Floats = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

Halve = Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]
"""The points between the ends of the halves of pieces[n, k, 3, 2] with weights[n, 1, 1]."""

GRID = np.float32(256)
"""Places to a pixel to which the rasteriser cuts a curve's points down."""
_TOLERANCE = 0.25
"""Device pixels that the curves may be off the arc."""
_SURELY_WITHIN = 0.999 * _TOLERANCE
_MOST_HALVINGS = 5

_ONE, _TWO, _HALF, _QUARTER = (np.float32(value) for value in (1, 2, 0.5, 0.25))


def conic_places(outline: Outline) -> npt.NDArray[np.int64]:
    """int64[n, 3]: which points are the start, the control point and the end of each conic."""
    ends = np.cumsum(np.array(POINTS_PER_VERB)[outline.verbs])[outline.verbs == Verb.CONIC]
    places: npt.NDArray[np.int64] = ends[:, None] - np.array([3, 2, 1])
    return places


def stays_whole(outline: Outline, matrix: skia.Matrix) -> bool:
    """Whether all conics of an outline, if it has any, are so small under `matrix` that none is cut."""
    if not len(outline.weights):
        return True
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
    error = _errors(conics, weights)
    counts: Counts = np.zeros(len(conics), dtype=np.int64)
    for _ in range(_MOST_HALVINGS):
        counts += error > _TOLERANCE
        error *= _QUARTER
    return counts


def _errors(conics: Floats, weights: Floats) -> Floats:
    bend = weights - _ONE
    factor = bend / (np.float32(4) * (_TWO + bend))
    offset: Floats = factor[:, None] * (conics[:, 0] - _TWO * conics[:, 1] + conics[:, 2])
    errors: Floats = np.sqrt(offset[:, 0] * offset[:, 0] + offset[:, 1] * offset[:, 1])
    return errors


def on_grid(conics: Floats, weights: Floats, halvings: int, halve: Halve) -> Floats:
    """float32[n, points, 2]: where the rasteriser sees the points of the curves that stand for the conics."""
    pieces = cut(conics, weights, halvings, halve)
    places: Floats = np.trunc(pieces[:, :, 1:].reshape(len(conics), -1, 2) * GRID)
    return places


def cut(conics: Floats, weights: Floats, halvings: int, halve: Halve) -> Floats:
    """float32[n, 2 ** halvings, 3, 2]: the curves that stand for the conics."""
    pieces = conics[:, None]
    weights = weights[:, None, None]
    for _ in range(halvings):
        pieces = _halves(pieces, weights, halve)
        weights = np.sqrt(_HALF + weights * _HALF)
    return pieces


def which_turn(conics: Floats, weights: Floats, halvings: Counts) -> Mask:
    """Which conics have a curve that turns back from the left or right; Skia cuts it there if not all of the
    path is shown, and then what is less than a 256th of a pixel counts as well.
    """
    turning = np.zeros(len(conics), dtype=np.bool_)
    for count in np.unique(halvings):
        chosen = halvings == count
        across = cut(conics[chosen], weights[chosen], count, chromiums_halves)[..., 0]
        turning[chosen] = ~_between(across[..., 0], across[..., 1], across[..., 2]).all(axis=1)
    return turning


def _halves(pieces: Floats, weights: Floats, halve: Halve) -> Floats:
    """float32[n, 2k, 3, 2]: both halves of pieces[n, k, 3, 2]; where one only rises or falls, so do they."""
    start, control, end = (pieces[:, :, place] for place in range(3))
    first, middle, second = halve(pieces, weights)
    top, bottom = start[..., 1], end[..., 1]
    steady = _between(top, control[..., 1], bottom)
    nearer = np.where(abs(middle[..., 1] - top) < abs(middle[..., 1] - bottom), top, bottom)
    middle[..., 1] = np.where(steady & ~_between(top, middle[..., 1], bottom), nearer, middle[..., 1])
    first[..., 1] = np.where(steady & ~_between(top, first[..., 1], middle[..., 1]), top, first[..., 1])
    astray = steady & ~_between(middle[..., 1], second[..., 1], bottom)
    second[..., 1] = np.where(astray, bottom, second[..., 1])
    both = np.stack([start, first, middle, middle, second, end], axis=2)
    return both.reshape(len(pieces), -1, 3, 2)


def _between(one: Floats, value: Floats, other: Floats) -> Mask:
    return (one - value) * (other - value) <= 0


def chromiums_halves(pieces: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    start, end = pieces[:, :, 0], pieces[:, :, 2]
    scale = _ONE / (_ONE + weights)
    control = weights * pieces[:, :, 1]
    middle: Floats = (start + (control + control) + end) * scale * _HALF
    return (start + control) * scale, middle, (control + end) * scale


def our_halves(pieces: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    scale = _ONE / (_ONE + weights)
    start: Floats = pieces[:, :, 0] * scale
    end: Floats = pieces[:, :, 2] * scale
    control: Floats = pieces[:, :, 1] * (weights * scale)
    half_start: Floats = _HALF * start
    half_end: Floats = _HALF * end
    return start + control, half_start + control + half_end, control + end
