"""A hand that writes: skeletons of letters become strokes with points in time, as a tablet reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from glyphs import GLYPHS, PenDown, Point

Points = npt.NDArray[np.float64]
"""float64[n, 2]: positions in board pixels, y down."""

REPORTS_PER_SECOND = 90
SCRIPTS = {"²": ("2", 8.0), "₁": ("1", -4.5), "₂": ("2", -4.5)}
"""Raised and lowered digits: what is written, and how far from the baseline in skeleton units."""
SCRIPT_SCALE = 0.6
SPACE = 6.0
GAP = 2.8
SLANT = 0.1


@dataclass(frozen=True, slots=True)
class Ink:
    """What a stroke is drawn with."""

    tool: str
    color: str
    size: float
    opacity: float = 1


class Hand:
    """Writes and draws; the same seed gives the same strokes."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)

    def write(self, text: str, at: Point, unit: float, ink: Ink) -> list[dict[str, Any]]:
        """A line of handwriting; `at` is the start of its baseline, `unit` pixels to a skeleton unit."""
        strokes: list[dict[str, Any]] = []
        x, drift = at[0], self._chance.uniform(0, 6)
        for character in text:
            if character == " ":
                x += SPACE * unit * self._chance.normal(1, 0.08)
                continue
            letter, rise = SCRIPTS.get(character, (character, 0.0))
            scale = unit * (SCRIPT_SCALE if rise else 1) * self._chance.normal(1, 0.025)
            y = at[1] - rise * unit + 0.35 * unit * np.sin(drift + x / 45)
            glyph = GLYPHS[letter]
            left, right = _extent(glyph)
            origin = (x - left * scale, y)
            strokes += [self.draw(self._placed(pen_down, origin, scale), ink) for pen_down in glyph]
            x += (right - left + GAP) * scale
        return strokes

    def draw(self, runs: Sequence[Points], ink: Ink, pace: float = 1.0) -> dict[str, Any]:
        """One stroke through smooth runs of points that meet in corners; `pace` above 1 is a faster hand."""
        paths = [_smooth(run) for run in runs]
        speeds = [_speeds(path, ink.size, pace) for path in paths]
        path = np.concatenate(paths)
        return _stroke(ink, self._reported(path, np.concatenate(speeds)))

    def curve(self, points: Iterable[Point], ink: Ink, pace: float = 1.0) -> dict[str, Any]:
        """One smooth stroke."""
        return self.draw([np.array(list(points), dtype=np.float64)], ink, pace)

    def angular(self, points: Sequence[Point], ink: Ink, pace: float = 1.0) -> dict[str, Any]:
        """One stroke of nearly straight lines with a corner at every point."""
        return self.draw([self._bowed(start, end) for start, end in pairwise(points)], ink, pace)

    def swipe(self, start: Point, end: Point, ink: Ink) -> dict[str, Any]:
        """One nearly straight stroke, as over a word with a highlighter."""
        return self.draw([self._bowed(start, end)], ink, pace=1.6)

    def _bowed(self, start: Point, end: Point) -> Points:
        one, two = np.array(start), np.array(end)
        along = two - one
        across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-6)
        bow = self._chance.normal(0, 0.006) * float(np.hypot(*along))
        return np.array([one, one + along * 0.5 + across * bow, two])

    def _placed(self, pen_down: PenDown, origin: tuple[float, float], scale: float) -> list[Points]:
        """A glyph's stroke on the board, no two alike: corners stay joined."""
        shape = [np.array(run, dtype=np.float64) for run in pen_down]
        turn = self._chance.normal(0, 0.02)
        wobble = [self._chance.normal(0, 0.16, run.shape) for run in shape]
        for before, after in pairwise(wobble):
            after[0] = before[-1]
        placed = []
        for run, off in zip(shape, wobble, strict=True):
            x, y = (run + off).T
            x = x + SLANT * y
            placed.append(
                np.column_stack((origin[0] + scale * (x - turn * y), origin[1] - scale * (y + turn * x)))
            )
        return placed

    def _reported(self, path: Points, speed: npt.NDArray[np.float64]) -> list[dict[str, float]]:
        """The path as points with times in milliseconds, at a tablet's rate and with its noise."""
        steps = np.hypot(*np.diff(path, axis=0).T)
        times = np.concatenate(([0.0], np.cumsum(steps / (speed[1:] + speed[:-1]) * 2)))
        moments = np.arange(0, times[-1], 1 / REPORTS_PER_SECOND)
        moments = np.append(moments + self._chance.uniform(0, 0.0012, len(moments)), times[-1])
        x, y = (np.interp(moments, times, values) for values in path.T)
        noise = self._chance.normal(0, 0.07, (2, len(moments)))
        return [
            {"x": round(float(px), 2), "y": round(float(py), 2), "t": round(float(t) * 1000, 1)}
            for px, py, t in zip(x + noise[0], y + noise[1], moments, strict=True)
        ]


def _stroke(ink: Ink, points: list[dict[str, float]]) -> dict[str, Any]:
    return {
        "tool": ink.tool,
        "color": ink.color,
        "size": ink.size,
        "opacity": ink.opacity,
        "points": points,
    }


def _extent(glyph: Iterable[PenDown]) -> tuple[float, float]:
    xs = [x for pen_down in glyph for run in pen_down for x, _ in run]
    return min(xs), max(xs)


def _smooth(points: Points) -> Points:
    """A centripetal Catmull-Rom curve through the points, at steps of about half a pixel."""
    if len(points) < 3:
        return _even(points)
    ends = (2 * points[0] - points[1], 2 * points[-1] - points[-2])
    padded = np.vstack((ends[0], points, ends[1]))
    pieces = [_catmull_rom(padded[i : i + 4]) for i in range(len(points) - 1)]
    return _even(np.vstack((*pieces, points[-1])))


def _catmull_rom(p: Points, steps: int = 24) -> Points:
    knots = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(p, axis=0).T) ** 0.5 + 1e-9)))
    t = np.linspace(knots[1], knots[2], steps, endpoint=False)[:, None]

    def blend(a: Points, b: Points, low: int, high: int) -> Points:
        mixed: Points = (a * (knots[high] - t) + b * (t - knots[low])) / (knots[high] - knots[low])
        return mixed

    first = [blend(p[i], p[i + 1], i, i + 1) for i in range(3)]
    second = [blend(first[i], first[i + 1], i, i + 2) for i in range(2)]
    return blend(second[0], second[1], 1, 2)


def _even(path: Points, step: float = 0.5) -> Points:
    lengths = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))))
    at = np.linspace(0, lengths[-1], max(3, int(lengths[-1] / step)))
    return np.column_stack([np.interp(at, lengths, values) for values in path.T])


def _speeds(path: Points, size: float, pace: float) -> npt.NDArray[np.float64]:
    """Pixels per second along a path: slow in bends, from rest to rest, never faster than a hand."""
    heading = np.unwrap(np.arctan2(*np.gradient(path, axis=0).T[::-1]))
    step = max(float(np.hypot(*(path[1] - path[0]))), 1e-3)
    bend = np.abs(np.gradient(heading)) / step
    width = max(3, min(len(path) // 4, 12))
    bend = np.convolve(np.pad(bend, width, mode="edge"), np.ones(width) / width, mode="same")[width:-width]
    wanted = pace * (90 + 34 * size) / (1 + 5.0 * bend)
    gain = 2 * 1400.0 * pace * step
    speed = wanted.copy()
    speed[0] = speed[-1] = 60 * pace
    for i in range(1, len(speed)):
        speed[i] = min(speed[i], (speed[i - 1] ** 2 + gain) ** 0.5)
    for i in range(len(speed) - 2, -1, -1):
        speed[i] = min(speed[i], (speed[i + 1] ** 2 + gain) ** 0.5)
    return speed
