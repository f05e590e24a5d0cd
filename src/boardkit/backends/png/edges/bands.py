"""Convex outlines of curves as paths that Skia takes for convex, too.

Skia draws what is convex in a way of its own. Chromium's knows that a circle is, whatever rounding makes of
the curves that it is cut into. Ours is given the curves and looks at them: seen to the last digit, a joint
may lie inside of the line between the points beside it. The rasteriser sees only at which 256th of a pixel a
point is, so a point may be moved as far as that stays the same. Where this doesn't do, as at the leftmost
point of a circle, whose neighbours may be seen further to the left, the outline is drawn in bands of whole
rows: one that ends there is closed by a point further in, and is convex.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from math import inf
from typing import Self

import numpy as np
import numpy.typing as npt
import skia

from boardkit.backends.png.edges.conics import GRID, Mask
from boardkit.scene.geometry.in_skia import skia_path
from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Verb

Doubles = npt.NDArray[np.float64]

_MARGIN = 3.0
"""Last digits that a point is at least outside of the line between those beside it."""
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Band:
    """A path of device pixels of which only the rows between `top` and `bottom` are drawn."""

    path: skia.Path
    top: float = -inf
    bottom: float = inf


@dataclass(frozen=True, slots=True, eq=False)
class _Segment:
    """A piece of an outline. `points`: float64[n, 2], from its start; `moves`: bool[n], which of them may."""

    verb: int
    points: Doubles
    moves: Mask
    weight: tuple[float, ...] = ()

    @classmethod
    def line(cls, start: Doubles, end: Doubles) -> Self:
        return cls(Verb.LINE, np.array([start, end]), np.zeros(2, dtype=np.bool_))


def convex_bands(
    outline: Outline, moves: Mask, corner: tuple[int, int], *, divisible: bool
) -> tuple[Band, ...]:
    """Bands that together show a closed, convex outline, one if it isn't `divisible`; none where it can't be
    done.

    `moves`: bool[n], the points that may be moved within the places where the rasteriser sees them.
    `corner`: the pixel of the device from which the outline is seen.
    """
    segments = _segments(outline, moves)
    for rows in ([], _rows(segments)) if divisible else ([],):
        edges = pairwise((-inf, *rows, inf))
        bands = tuple(Band(_convex_path(_part(segments, *edge), corner), *edge) for edge in edges)
        if all(band.path.isConvex() for band in bands):
            return bands
    return ()


def _segments(outline: Outline, moves: Mask) -> list[_Segment]:
    points, weights = outline.points.astype(np.float64), iter(outline.weights.tolist())
    ends = np.cumsum(np.array(POINTS_PER_VERB)[outline.verbs])
    segments = []
    for verb, end in zip(outline.verbs.tolist(), ends.tolist(), strict=True):
        if verb not in (Verb.MOVE, Verb.CLOSE):
            part = slice(end - POINTS_PER_VERB[verb] - 1, end)
            weight = (next(weights),) if verb == Verb.CONIC else ()
            segments.append(_Segment(verb, points[part], moves[part], weight))
    return [*segments, *_gap(segments[-1], segments[0])]


def _gap(before: _Segment, after: _Segment, *by_way_of: Doubles) -> list[_Segment]:
    """Lines between two segments; none where they touch."""
    start, end = before.points[-1], after.points[0]
    if (start == end).all():
        return []
    return [_Segment.line(*ends) for ends in pairwise((start, *by_way_of, end))]


def _rows(segments: list[_Segment]) -> list[float]:
    """The whole rows, neither the first nor the last, at which the outline has a joint on both sides."""
    rows, counts = np.unique([segment.points[-1, 1] for segment in segments], return_counts=True)
    inner = (rows > rows[0]) & (rows < rows[-1]) & (rows == np.round(rows)) & (counts > 1)
    found: list[float] = rows[inner].tolist()
    return found


def _part(segments: list[_Segment], top: float, bottom: float) -> list[_Segment]:
    """What of an outline is between two rows, closed by a point in the middle of its first or last row.

    So it is convex at its ends, and its box is the whole outline's, by which Skia chooses how to draw.
    """
    heights = np.concatenate([segment.points[:, 1] for segment in segments])
    within = [segment for segment in segments if top < segment.points[[0, -1], 1].mean() < bottom]
    closed = []
    for segment, following in pairwise((*within, within[0])):
        start, end = segment.points[-1], following.points[0]
        edge = heights.max() if start[1] == bottom else heights.min()
        tip = np.array([(start[0] + end[0]) / 2, edge])
        closed += [segment, *_gap(segment, following, tip)]
    return closed


def _convex_path(segments: list[_Segment], corner: tuple[int, int]) -> skia.Path:
    """A closed path on the device, as convex as its points can be made."""
    points = np.concatenate([segment.points[1:] for segment in segments])
    moves = np.concatenate([segment.moves[1:] for segment in segments])
    digit = max(_digit(points), _digit(points + corner))
    placed = (_bulged(points, *_room(points, moves, digit), digit) + corner).astype(np.float32)
    verbs = [Verb.MOVE, *(segment.verb for segment in segments), Verb.CLOSE]
    weights = [*chain.from_iterable(segment.weight for segment in segments)]
    whole = np.concatenate([placed[-1:], placed])
    return skia_path(Outline(np.array(verbs, dtype=np.uint8), whole, np.array(weights, dtype=np.float32)))


def _room(points: Doubles, moves: Mask, digit: float) -> tuple[Doubles, Doubles]:
    """The least and the largest coordinates that points may have; the rasteriser rounds towards zero."""
    places = np.trunc(points * GRID)
    low = np.where(points < 0, places - 1, places) / GRID + np.where(points < 0, digit, 0)
    high = np.where(points < 0, places, places + 1) / GRID - np.where(points < 0, 0, digit)
    return np.where(moves[:, None], low, points), np.where(moves[:, None], high, points)


def _digit(points: Doubles) -> float:
    """What single precision's last digit is worth in points as large as these."""
    return float(np.spacing(np.abs(points).max().astype(np.float32)))


def _bulged(points: Doubles, low: Doubles, high: Doubles, digit: float) -> Doubles:
    """The corners of a closed outline moved until each is outside of the line between those beside it."""
    before = np.arange(len(points)) - 1
    after = np.arange(1, len(points) + 1) % len(points)
    crossed = points[before, 0] * points[:, 1] - points[:, 0] * points[before, 1]
    turning = np.sign(crossed.sum())
    for _ in range(_ROUNDS):
        previous, following = points[before], points[after]
        chord = following - previous
        length = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), digit)
        outwards = turning * np.stack([chord[:, 1], -chord[:, 0]], axis=1) / length[:, None]
        lacking = _MARGIN * digit - ((points - previous) * outwards).sum(axis=1)
        lacking[_is_plain(previous, points, following) | (lacking < 0)] = 0
        if not lacking.any():
            break
        pushed = np.clip(points + lacking[:, None] * outwards, low, high)
        left = lacking - ((pushed - points) * outwards).sum(axis=1)
        inwards = left[:, None] * outwards
        points = np.clip(pushed - inwards[after] - inwards[before], low, high)
    return points


def _is_plain(previous: Doubles, points: Doubles, following: Doubles) -> Mask:
    """Where an outline goes straight on along an axis or stays, which no rounding changes."""
    same = (previous == points) & (points == following)
    stays = (previous == points).all(axis=1) | (points == following).all(axis=1)
    plain: Mask = same.any(axis=1) | stays
    return plain
