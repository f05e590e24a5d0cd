"""Arcs that are cut into quadratic curves as Chromium's Skia cuts them.

Skia draws an arc, a conic, as several quadratic curves. In which order the single precision arithmetic of the
cut is done is a build option, and Chromium's (SK_SUPPORT_LEGACY_CONIC_CHOP) is not that of the Skia package
that we draw with. A last digit decides on which side of a 256th of a pixel a point lies, so some pixels on
the edge of every third circle would differ by up to 16 levels. Here a conic's weight, and if need be its
control point, are changed by last digits until our Skia cuts it into the same curves. Where none does it,
the path is made of those curves, on the device, if rounding leaves it as convex as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import skia

from boardkit.scene.nodes import POINTS_PER_VERB, FillRule, Outline, Verb
from boardkit.scene.skia_geometry import outline_of, skia_path

Floats = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]

_CONIC = int(skia.Path.kConic_SegmentMask)
_GRID = np.float32(256)
"""Places to a pixel to which the rasteriser cuts a curve's points down."""
_TOLERANCE = 0.25
"""Device pixels that the curves may be off the arc."""
_MOST_HALVINGS = 5
_BULGES = (4.0, 8.0, 16.0, 32.0)
"""Last digits, tried in turn, that make convex again what rounding has made not quite so."""
_MASK_MARGIN = 0.5
"""Device pixels by which a mask is at least larger than what is on it."""

_LIKELY = np.array([*range(-9, -31, -1), *range(-8, 0), 1, 2], dtype=np.int32)
_UNLIKELY = np.arange(-96, 97, 4, dtype=np.int32)
"""By how many last digits a weight is changed, at first by itself, then together with the control point."""
_NUDGES = tuple((across, down) for across in range(5) for down in range(5))
"""By how many last digits a control point is moved towards the chord, so that an outline stays convex."""

_ONE, _TWO, _HALF, _QUARTER = (np.float32(value) for value in (1, 2, 0.5, 0.25))

Halve = Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]
"""The points between the ends of the halves of pieces[n, k, 3, 2] with weights[n, 1, 1]."""


class CutPath(NamedTuple):
    """A path that is rasterised as Chromium rasterises one: under that one's transform, or `on_device`."""

    path: skia.Path
    on_device: bool = False


def has_conics(path: skia.Path) -> bool:
    """Whether there is anything to cut."""
    return bool(path.getSegmentMasks() & _CONIC)


def as_chromium_cuts(
    path: skia.Path, matrix: skia.Matrix, *, blurred: bool = False, plain: bool = True
) -> CutPath:
    """A path that under `matrix`, to device pixels, is rasterised as Chromium rasterises this one.

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
    places = _places(outline)
    conics, weights = outline_of(on_device).points[places], outline.weights.copy()
    points = outline.points.copy()
    halvings = _halvings(conics, weights)
    if not halvings.any():
        return CutPath(path)
    untuned = 0
    for count in np.unique(halvings):
        chosen = np.flatnonzero(halvings == count)
        wanted = _on_grid(conics[chosen], weights[chosen], count, _chromiums_halves)
        weights[chosen], wrong = _tuned_weights(conics[chosen], weights[chosen], wanted, count)
        for which in np.flatnonzero(wrong):
            index = chosen[which]
            near = _Neighbours(points[places[index]], conics[index], outline.weights[index], matrix)
            points[places[index][1]], weights[index], left = near.best(wanted[which], count)
            untuned += left
    curves = _of_chromiums_curves(on_device) if untuned and plain and not blurred else None
    if curves is not None:
        return CutPath(curves, on_device=True)
    return CutPath(skia_path(Outline(outline.verbs, points, weights), _rule(path)))


def _rule(path: skia.Path) -> FillRule:
    return FillRule.EVENODD if path.getFillType() == skia.PathFillType.kEvenOdd else FillRule.NONZERO


def _of_chromiums_curves(on_device: skia.Path) -> skia.Path | None:
    """A path of device pixels with the curves that Chromium cuts its arcs into; None where those, rounded,
    are not as convex as it is.
    """
    outline = outline_of(on_device)
    conics = outline.points[_places(outline)]
    halvings = _halvings(conics, outline.weights)
    arcs = [slice(number, number + 1) for number in range(len(conics))]
    cut = [
        _cut(conics[arc], outline.weights[arc], count, _chromiums_halves)[0]
        for arc, count in zip(arcs, halvings.tolist(), strict=True)
    ]
    for bulge in _BULGES if on_device.isConvex() else (0.0,):
        curves = [_bulging(pieces, bulge) for pieces in cut]
        path = skia_path(_with_curves(outline, halvings, curves), _rule(on_device))
        if path.isConvex() == on_device.isConvex():
            return path
    return None


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
    stays = np.trunc(moved.astype(np.float32) * _GRID) == np.trunc(wanted.astype(np.float32) * _GRID)
    placed: Floats = np.where(stays, moved, wanted).astype(np.float32)
    return placed


def _with_curves(outline: Outline, halvings: Counts, curves: list[Floats]) -> Outline:
    """An outline with several quadratic curves in place of the conics that are halved."""
    conic = outline.verbs == Verb.CONIC
    cut = np.zeros(len(outline.verbs), dtype=np.int64)
    cut[conic] = halvings
    verbs = np.where(cut > 0, np.uint8(Verb.QUAD), outline.verbs).repeat(1 << cut)
    ends = np.cumsum(np.array(POINTS_PER_VERB)[outline.verbs])
    numbers = np.cumsum(conic) - 1
    points, done = [], 0
    for verb in np.flatnonzero(cut):
        points += [outline.points[done : ends[verb] - 2], curves[numbers[verb]]]
        done = ends[verb] - 1
    points.append(outline.points[done:])
    return Outline(verbs, np.concatenate(points), outline.weights[halvings == 0])


def _mask_offset(bounds: skia.Rect) -> tuple[int, int]:
    """From the device to the mask on which Skia blurs what lies within `bounds`."""
    return -floor(bounds.left() - _MASK_MARGIN), -floor(bounds.top() - _MASK_MARGIN)


def _places(outline: Outline) -> npt.NDArray[np.int64]:
    """int[n, 3]: which points are the start, the control point and the end of each conic."""
    ends = np.cumsum(np.array(POINTS_PER_VERB)[outline.verbs])[outline.verbs == Verb.CONIC]
    places: npt.NDArray[np.int64] = ends[:, None] - np.array([3, 2, 1])
    return places


def _tuned_weights(conics: Floats, weights: Floats, wanted: Floats, halvings: int) -> tuple[Floats, Counts]:
    """The weights that come nearest to the wanted curves, and how many coordinates are wrong with each."""
    wrong = (_on_grid(conics, weights, halvings, _our_halves) != wanted).sum(axis=(1, 2))
    result = weights.copy()
    poor = np.flatnonzero(wrong)
    if len(poor):
        tried = (weights[poor, None].view(np.int32) + _LIKELY).view(np.float32)
        several = conics[poor].repeat(len(_LIKELY), axis=0)
        found = _on_grid(several, tried.ravel(), halvings, _our_halves).reshape(*tried.shape, -1, 2)
        counts = (found != wanted[poor, None]).sum(axis=(2, 3))
        best = counts.argmin(axis=1)
        rows = np.arange(len(poor))
        result[poor], wrong[poor] = tried[rows, best], counts[rows, best]
    return result, wrong


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The conics next to one that differ by last digits of weight and control point.

    `conic` is in the path's own coordinates, `on_device` in pixels.
    """

    conic: Floats
    on_device: Floats
    weight: np.float32
    matrix: skia.Matrix

    def best(self, wanted: Floats, halvings: int) -> tuple[Floats, np.float32, int]:
        """The control point, in the path's own coordinates, and the weight that come nearest to `wanted`, and
        how many coordinates are wrong with them.
        """
        controls = self._controls()
        weights = (np.array([self.weight]).view(np.int32) + _UNLIKELY).view(np.float32)
        conics = np.broadcast_to(self.on_device, (len(controls), 3, 2)).copy()
        conics[:, 1] = self._mapped(controls)
        several, tried = conics.repeat(len(weights), axis=0), np.tile(weights, len(controls))
        wrong = (_on_grid(several, tried, halvings, _our_halves) != wanted).sum(axis=(1, 2))
        control, weight = divmod(int(wrong.argmin()), len(weights))
        return controls[control], weights[weight], int(wrong.min())

    def _controls(self) -> Floats:
        """float32[n, 2]: the control point moved by what last digits are worth on the device."""
        control = self.conic[1]
        scale = max(abs(self.matrix.getScaleX()), abs(self.matrix.getSkewX()))
        digit = np.spacing(np.abs(self.on_device[1])) / np.float32(scale or 1)
        inwards = np.sign((self.conic[0] + self.conic[2]) * _HALF - control)
        controls: Floats = control + np.array(_NUDGES, dtype=np.float32) * (digit * inwards)
        return controls

    def _mapped(self, points: Floats) -> Floats:
        mapped = self.matrix.mapPoints([skia.Point(*point) for point in points.tolist()])
        return np.array([(point.x(), point.y()) for point in mapped], dtype=np.float32)


def _halvings(conics: Floats, weights: Floats) -> Counts:
    """How often each conic is halved until quadratic curves are near enough."""
    bend = weights - _ONE
    factor = bend / (np.float32(4) * (_TWO + bend))
    offset: Floats = factor[:, None] * (conics[:, 0] - _TWO * conics[:, 1] + conics[:, 2])
    error = np.sqrt(offset[:, 0] * offset[:, 0] + offset[:, 1] * offset[:, 1])
    counts: Counts = np.zeros(len(conics), dtype=np.int64)
    for _ in range(_MOST_HALVINGS):
        counts += error > _TOLERANCE
        error *= _QUARTER
    return counts


def _on_grid(conics: Floats, weights: Floats, halvings: int, halve: Halve) -> Floats:
    """float32[n, points, 2]: where the rasteriser sees the points of the curves that stand for the conics."""
    pieces = _cut(conics, weights, halvings, halve)
    places: Floats = np.trunc(pieces[:, :, 1:].reshape(len(conics), -1, 2) * _GRID)
    return places


def _cut(conics: Floats, weights: Floats, halvings: int, halve: Halve) -> Floats:
    """float32[n, 2 ** halvings, 3, 2]: the curves that stand for the conics."""
    pieces = conics[:, None]
    weights = weights[:, None, None]
    for _ in range(halvings):
        pieces = _halves(pieces, weights, halve)
        weights = np.sqrt(_HALF + weights * _HALF)
    return pieces


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


def _between(one: Floats, value: Floats, other: Floats) -> npt.NDArray[np.bool_]:
    return (one - value) * (other - value) <= 0


def _chromiums_halves(pieces: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    start, end = pieces[:, :, 0], pieces[:, :, 2]
    scale = _ONE / (_ONE + weights)
    control = weights * pieces[:, :, 1]
    middle: Floats = (start + (control + control) + end) * scale * _HALF
    return (start + control) * scale, middle, (control + end) * scale


def _our_halves(pieces: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    scale = _ONE / (_ONE + weights)
    start: Floats = pieces[:, :, 0] * scale
    end: Floats = pieces[:, :, 2] * scale
    control: Floats = pieces[:, :, 1] * (weights * scale)
    half_start: Floats = _HALF * start
    half_end: Floats = _HALF * end
    return start + control, half_start + control + half_end, control + end
