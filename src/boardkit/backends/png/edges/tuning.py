"""Conics changed by last digits, until our Skia cuts them into the curves that Chromium's does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from boardkit.backends.png.edges.conics import (
    Counts,
    Floats,
    Mask,
    by_count,
    chromiums_halves,
    conic_places,
    on_grid,
    our_halves,
)
from boardkit.scene.nodes import Outline

_LIKELY = np.array([*range(-9, -31, -1), *range(-8, 0), 1, 2], dtype=np.int32)
_UNLIKELY = np.arange(-96, 97, 4, dtype=np.int32)
"""By how many last digits a weight is changed, at first by itself, then together with the control point."""
_NUDGES = tuple((across, down) for across in range(5) for down in range(5))
"""By how many last digits a control point is moved towards the chord, so that an outline stays convex."""

_HALF = np.float32(0.5)


def tuned(outline: Outline, conics: Floats, halvings: Counts, matrix: skia.Matrix) -> tuple[Outline, Mask]:
    """An outline whose conics come nearest to Chromium's curves when they are cut, and which ones miss them;
    `conics` are the same in device pixels.
    """
    points, weights = outline.points.copy(), outline.weights.copy()
    places, missed = conic_places(outline), np.zeros(len(conics), dtype=np.bool_)
    for count, chosen in by_count(halvings):
        wanted = on_grid(conics[chosen], weights[chosen], count, chromiums_halves)
        weights[chosen], wrong = _tuned_weights(conics[chosen], weights[chosen], wanted, count)
        for which in np.flatnonzero(wrong):
            index = chosen[which]
            near = _Neighbours(points[places[index]], conics[index], outline.weights[index], matrix)
            points[places[index][1]], weights[index], left = near.best(wanted[which], count)
            missed[index] = left > 0
    return Outline(outline.verbs, points, weights), missed


def _tuned_weights(conics: Floats, weights: Floats, wanted: Floats, halvings: int) -> tuple[Floats, Counts]:
    """The weights that come nearest to the wanted curves, and how many coordinates are wrong with each."""
    wrong = (on_grid(conics, weights, halvings, our_halves) != wanted).sum(axis=(1, 2))
    result = weights.copy()
    poor = np.flatnonzero(wrong)
    if len(poor):
        tried = (weights[poor, None].view(np.int32) + _LIKELY).view(np.float32)
        several = conics[poor].repeat(len(_LIKELY), axis=0)
        found = on_grid(several, tried.ravel(), halvings, our_halves).reshape(*tried.shape, -1, 2)
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
        wrong = (on_grid(several, tried, halvings, our_halves) != wanted).sum(axis=(1, 2))
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
