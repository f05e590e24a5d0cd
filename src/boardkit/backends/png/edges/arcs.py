"""Paths whose arcs are cut into quadratic curves as Chromium's Skia cuts them.

Ours cuts them a little otherwise, so some pixels on the edge of every third circle would differ by up to
16 levels. Here a conic's weight, and if need be its control point, are changed by last digits until both cut
it into the same curves. Where no change does it, the path is made of Chromium's curves, on the device, if
Skia goes about that in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, combinations, islice
from math import floor
from typing import NamedTuple

import numpy as np
import skia

from boardkit.backends.png.edges.bands import Band, convex_bands
from boardkit.backends.png.edges.conics import (
    Counts,
    Floats,
    Mask,
    chromiums_halves,
    conic_places,
    curves,
    halvings_of,
    which_turn,
)
from boardkit.backends.png.edges.tuning import tuned
from boardkit.scene.geometry.in_skia import outline_of, skia_path
from boardkit.scene.nodes import POINTS_PER_VERB, FillRule, Outline, Verb

Pixel = tuple[int, int]

_CONIC = int(skia.Path.kConic_SegmentMask)
_MASK_MARGIN = 0.5
"""Device pixels by which a mask is at least larger than what is on it."""
_MOST_TRIED = 16
"""Choices among the arcs of a convex outline, if not all can be drawn as curves."""


class CutPath(NamedTuple):
    """A path that is rasterised as Chromium rasterises one, under that one's transform, or where this can't
    be had, bands on the device.
    """

    path: skia.Path
    bands: tuple[Band, ...] = ()


def has_conics(path: skia.Path) -> bool:
    """Whether there is anything to cut."""
    return bool(path.getSegmentMasks() & _CONIC)


def as_chromium_cuts(
    path: skia.Path,
    matrix: skia.Matrix,
    clip: skia.IRect,
    *,
    blurred: bool = False,
    plain: bool = True,
    divisible: bool = False,
) -> CutPath:
    """A path that under `matrix`, to device pixels, is rasterised within `clip` as Chromium does this one.

    `blurred` ones are rasterised on a mask of their own; those that are not `plain`, but lines or shaded,
    stay where they are; `divisible` ones may be drawn in several bands.
    """
    if not has_conics(path):
        return CutPath(path)
    outline, on_device = outline_of(path), _moved(path, matrix)
    corner = _mask_corner(on_device.getBounds()) if blurred else (0, 0)
    conics = _seen_from(corner, on_device).points[conic_places(outline)]
    halvings = halvings_of(conics, outline.weights)
    if not halvings.any():
        return CutPath(path)
    nearly, missed = tuned(outline, conics, halvings, matrix)
    result = skia_path(nearly, _rule(path))
    drawn = _moved(result, matrix)
    if on_device.isConvex() and not drawn.isConvex():  # which matters more than some last digits
        result, drawn, missed = path, on_device, halvings > 0
    shown = clip if not blurred else on_device.getBounds().roundOut()
    is_cut = not shown.contains(on_device.getBounds().roundOut())
    turning = which_turn(conics, outline.weights, halvings) if is_cut else np.zeros_like(missed)
    replaceable = _Replaceable(on_device, drawn, conics, outline.weights, halvings, corner)
    for chosen in _choices(missed, turning) if plain else ():
        bands = replaceable.bands(chosen, divisible=divisible)
        if bands and all(_filling(band.path, shown) == _filling(on_device, shown) for band in bands):
            return CutPath(result, bands)
    return CutPath(result)


def _moved(path: skia.Path, matrix: skia.Matrix) -> skia.Path:
    moved = skia.Path(path)
    moved.transform(matrix)
    return moved


def _seen_from(corner: Pixel, on_device: skia.Path) -> Outline:
    """The geometry of a path on the device, counted from a pixel of it."""
    moved = skia.Path(on_device)
    moved.offset(-corner[0], -corner[1])
    return outline_of(moved)


def _rule(path: skia.Path) -> FillRule:
    return FillRule.EVENODD if path.getFillType() == skia.PathFillType.kEvenOdd else FillRule.NONZERO


def _choices(missed: Mask, turning: Mask) -> Iterator[Mask]:
    """Which arcs to draw as Chromium's curves: all that should be, or else as many as can."""
    if (turning & ~missed).any():
        yield missed | turning
    which = np.flatnonzero(missed)
    some = chain.from_iterable(map(partial(combinations, which), range(len(which), 0, -1)))
    for part in islice(some, _MOST_TRIED):
        yield np.isin(np.arange(len(missed)), part)


def _filling(path: skia.Path, clip: skia.IRect) -> tuple[bool, bool]:
    """Whether Skia cuts a path at the clip, which depends on its bounds, and whether it looks for crossings
    of its edges, which depends on how many points it has for each row that is shown.
    """
    bounds = path.getBounds().roundOut()
    is_cut = not clip.contains(bounds)
    rows = bounds.height() if bounds.intersect(clip) else 0
    return is_cut, path.isConvex() or path.countPoints() <= 2 * rows


@dataclass(frozen=True, slots=True)
class _Replaceable:
    """A path on the device, some of whose conics may be drawn as Chromium's curves. `tuned`: the path that
    the others are taken from; `conics` with `weights`: how they are, from the pixel at `corner` on.
    """

    path: skia.Path
    tuned: skia.Path
    conics: Floats
    weights: Floats
    halvings: Counts
    corner: Pixel

    def bands(self, chosen: Mask, *, divisible: bool) -> tuple[Band, ...]:
        """The path with curves in place of the conics that are chosen, in bands if it is convex; none where
        it can't be as convex as it is.
        """
        outline, new = self._with_curves(self.halvings * chosen)
        if self.path.isConvex():
            return convex_bands(outline, new, self.corner, divisible=divisible)
        path = skia_path(outline, _rule(self.path))
        path.offset(*self.corner)
        return (Band(_spanning(path, self.path.getBounds())),)

    def _with_curves(self, halvings: Counts) -> tuple[Outline, Mask]:
        """The outline with quadratic curves in place of the conics that are halved, and which of its points
        are new.
        """
        outline = _seen_from(self.corner, self.tuned)
        halved = np.zeros(len(outline.verbs), dtype=np.int64)
        halved[outline.verbs == Verb.CONIC] = halvings
        verbs = np.where(halved > 0, np.uint8(Verb.QUAD), outline.verbs).repeat(1 << halved)
        ends = np.cumsum(np.array(POINTS_PER_VERB)[outline.verbs])
        points, done = [], 0
        for verb, arc in zip(np.flatnonzero(halved), np.flatnonzero(halvings), strict=True):
            points += [outline.points[done : ends[verb] - 2], self._curves(arc)]
            done = ends[verb] - 1
        points.append(outline.points[done:])
        new = [np.full(len(part), number % 2 == 1) for number, part in enumerate(points)]
        return Outline(verbs, np.concatenate(points), outline.weights[halvings == 0]), np.concatenate(new)

    def _curves(self, arc: np.int64) -> Floats:
        """float32[2k - 1, 2]: the points between the ends of the k curves that stand for a conic."""
        points = curves(self.conics[arc, None], self.weights[arc, None], self.halvings[arc], chromiums_halves)
        return points[0, 1:-1]


def _spanning(path: skia.Path, bounds: skia.Rect) -> skia.Path:
    """A path with the bounds that it has with conics, whose control points lie farther out."""
    for x, y in ((bounds.left(), bounds.top()), (bounds.right(), bounds.bottom())):
        path.moveTo(x, y)
        path.close()
    return path


def _mask_corner(bounds: skia.Rect) -> Pixel:
    """Where on the device the mask begins on which Skia blurs what lies within `bounds`."""
    return floor(bounds.left() - _MASK_MARGIN), floor(bounds.top() - _MASK_MARGIN)
