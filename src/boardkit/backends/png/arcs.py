"""Paths whose arcs are cut into quadratic curves as Chromium's Skia cuts them.

Ours cuts them a little otherwise, so some pixels on the edge of every third circle would differ by up to
16 levels. Here a conic's weight, and if need be its control point, are changed by last digits until both cut
it into the same curves. Where no change does it, the path is made of Chromium's curves, on the device, if
that leaves it as convex as it is and Skia goes about it in the same way.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

import numpy as np
import skia

from boardkit.backends.png.conics import (
    GRID,
    Counts,
    Floats,
    chromiums_halves,
    conic_places,
    cut,
    halvings_of,
    which_turn,
)
from boardkit.backends.png.tuning import tuned
from boardkit.scene.nodes import POINTS_PER_VERB, FillRule, Outline, Verb
from boardkit.scene.skia_geometry import outline_of, skia_path

_CONIC = int(skia.Path.kConic_SegmentMask)
_BULGES = (4.0, 8.0, 16.0, 32.0)
"""Last digits, tried in turn, that make convex again what rounding has made not quite so."""
_MASK_MARGIN = 0.5
"""Device pixels by which a mask is at least larger than what is on it."""


class CutPath(NamedTuple):
    """A path that is rasterised as Chromium rasterises one: under that one's transform, or `on_device`."""

    path: skia.Path
    on_device: bool = False


def has_conics(path: skia.Path) -> bool:
    """Whether there is anything to cut."""
    return bool(path.getSegmentMasks() & _CONIC)


def as_chromium_cuts(
    path: skia.Path, matrix: skia.Matrix, clip: skia.IRect, *, blurred: bool = False, plain: bool = True
) -> CutPath:
    """A path that under `matrix`, to device pixels, is rasterised within `clip` as Chromium does this one.

    `blurred` ones are rasterised on a mask of their own; those that are not `plain`, but lines or shaded,
    stay where they are.
    """
    if not has_conics(path):
        return CutPath(path)
    outline = outline_of(path)
    on_device = skia.Path(path)
    on_device.transform(matrix)
    if blurred:
        on_device.offset(*_mask_offset(on_device.getBounds()))
    conics, weights = outline_of(on_device).points[conic_places(outline)], outline.weights
    halvings = halvings_of(conics, weights)
    if not halvings.any():
        return CutPath(path)
    outline, missed = tuned(outline, conics, halvings, matrix)
    result = skia_path(outline, _rule(path))
    if not plain or blurred:
        return CutPath(result)
    mended = [missed]
    if not clip.contains(on_device.getBounds().roundOut()):
        mended.insert(0, missed | which_turn(conics, weights, halvings))
    for chosen in filter(np.any, mended):
        curves = _with_chromiums_curves(result, matrix, conics, weights, halvings * chosen)
        if curves is not None and _filling(curves, clip) == _filling(on_device, clip):
            return CutPath(curves, on_device=True)
    return CutPath(result)


def _rule(path: skia.Path) -> FillRule:
    return FillRule.EVENODD if path.getFillType() == skia.PathFillType.kEvenOdd else FillRule.NONZERO


def _filling(path: skia.Path, clip: skia.IRect) -> tuple[bool, bool]:
    """Whether Skia cuts a path at the clip, which depends on its bounds, and whether it looks for crossings
    of its edges, which depends on how many points it has for each row that is shown.
    """
    bounds = path.getBounds().roundOut()
    is_cut = not clip.contains(bounds)
    rows = bounds.height() if bounds.intersect(clip) else 0
    return is_cut, path.countPoints() <= 2 * rows


def _with_chromiums_curves(
    path: skia.Path, matrix: skia.Matrix, conics: Floats, weights: Floats, halvings: Counts
) -> skia.Path | None:
    """A path on the device, with Chromium's curves in place of those of its conics that are to be halved;
    None where it, rounded, is not as convex as it was.
    """
    on_device = skia.Path(path)
    on_device.transform(matrix)
    arcs = [
        cut(conics[arc, None], weights[arc, None], halvings[arc], chromiums_halves)[0]
        for arc in np.flatnonzero(halvings)
    ]
    for bulge in _BULGES if on_device.isConvex() else (0.0,):
        curves = [_bulging(pieces, bulge) for pieces in arcs]
        path = skia_path(_with_curves(outline_of(on_device), halvings, curves), _rule(on_device))
        if path.isConvex() == on_device.isConvex():
            return path if path.isConvex() else _spanning(path, on_device.getBounds())
    return None


def _spanning(path: skia.Path, bounds: skia.Rect) -> skia.Path:
    """A path with the bounds that it has with conics, whose control points lie farther out."""
    for x, y in ((bounds.left(), bounds.top()), (bounds.right(), bounds.bottom())):
        path.moveTo(x, y)
        path.close()
    return path


def _bulging(pieces: Floats, bulge: float) -> Floats:
    """float32[2k - 1, 2]: the points between the ends of pieces[k, 3, 2]. Joints are moved outwards, the
    first and the last control point inwards by so many last digits, as far as they stay at their place.
    """
    wanted = pieces[:, 1:].reshape(-1, 2)[:-1].astype(np.float64)
    middle = (pieces[0, 0].astype(np.float64) + pieces[-1, 2]) / 2
    along = wanted[2::2] - wanted[:-2:2]
    square = np.stack([along[:, 1], -along[:, 0]], axis=1)
    outwards = np.zeros_like(wanted)
    outwards[1::2] = square * np.sign(((wanted[1::2] - middle) * square).sum(axis=1, keepdims=True))
    outwards[[0, -1]] = wanted[[0, -1]] - middle
    outwards[[0, -1]] *= -1
    length = np.maximum(np.hypot(outwards[:, 0], outwards[:, 1]), np.finfo(np.float64).tiny)[:, None]
    moved = wanted + bulge * float(np.spacing(np.abs(pieces).max())) * outwards / length
    stays = np.trunc(moved.astype(np.float32) * GRID) == np.trunc(wanted.astype(np.float32) * GRID)
    placed: Floats = np.where(stays, moved, wanted).astype(np.float32)
    return placed


def _with_curves(outline: Outline, halvings: Counts, curves: list[Floats]) -> Outline:
    """An outline with quadratic curves, those of `curves` in turn, in place of the conics that are halved."""
    conic = outline.verbs == Verb.CONIC
    halved = np.zeros(len(outline.verbs), dtype=np.int64)
    halved[conic] = halvings
    verbs = np.where(halved > 0, np.uint8(Verb.QUAD), outline.verbs).repeat(1 << halved)
    ends = np.cumsum(np.array(POINTS_PER_VERB)[outline.verbs])
    points, done = [], 0
    for verb, curve in zip(np.flatnonzero(halved), curves, strict=True):
        points += [outline.points[done : ends[verb] - 2], curve]
        done = ends[verb] - 1
    points.append(outline.points[done:])
    return Outline(verbs, np.concatenate(points), outline.weights[halvings == 0])


def _mask_offset(bounds: skia.Rect) -> tuple[int, int]:
    """From the device to the mask on which Skia blurs what lies within `bounds`."""
    return -floor(bounds.left() - _MASK_MARGIN), -floor(bounds.top() - _MASK_MARGIN)
