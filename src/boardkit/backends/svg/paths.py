"""Outlines as path data, in few characters.

Coordinates are relative and rounded to hundredths of a board pixel; the rounded end points are what the
next ones are relative to, so that rounding never adds up.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, log10

import numpy as np
import numpy.typing as npt

from boardkit.backends.svg.markup import Attributes, number
from boardkit.scene.geometry.conics import conic_cubics
from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Stroke, Verb

CONIC_ERROR = 0.02  # board pixels, of the cubic curves that stand for a conic
_PLACES = 2  # decimals of a board pixel
_MOST_PLACES = 9

_POINT_COUNTS = np.array(POINTS_PER_VERB)
_MOVE, _CONIC, _CUBIC = int(Verb.MOVE), int(Verb.CONIC), int(Verb.CUBIC)
_LETTERS = "Mlq?cz"  # by `Verb`; conics are cubics by now
_LARGEST = 1e15  # beyond that, neighbouring whole numbers are the same


def path_data(outline: Outline, scale: float = 1.0) -> str:
    """The `outline` as path data; `scale` says how many board pixels its unit becomes at most."""
    scale = max(scale, 1e-6)
    places = min(max(0, _PLACES + ceil(log10(scale) - 1e-9)), _MOST_PLACES)
    verbs, points = _without_conics(outline, CONIC_ERROR / scale)
    grid = np.rint((points * 10.0**places).clip(-_LARGEST, _LARGEST)).astype(np.int64)
    counts = _POINT_COUNTS[verbs]
    last = np.cumsum(counts) - 1
    before = np.zeros((len(verbs), 2), dtype=np.int64)
    before[1:] = grid[last[:-1]]
    before[verbs == _MOVE] = 0
    relative = iter((grid - np.repeat(before, counts, axis=0)).ravel().tolist())
    parts: list[str] = []
    for verb, count in zip(verbs.tolist(), counts.tolist(), strict=True):
        parts.append(_LETTERS[verb])
        for place in range(2 * count):
            digits = _digits(next(relative), places)
            parts.append(digits if not place or digits[0] == "-" else f" {digits}")
    return "".join(parts)


def pen(stroke: Stroke) -> Attributes:
    """The attributes of a line but its paint."""
    dashed = sum(stroke.dash) > 0
    return {
        "stroke-width": stroke.width,
        "stroke-linecap": None if stroke.cap == "butt" else stroke.cap,
        "stroke-linejoin": None if stroke.join == "miter" else stroke.join,
        "stroke-miterlimit": max(stroke.miter_limit, 1.0) if stroke.join == "miter" else None,
        "stroke-dasharray": " ".join(map(number, stroke.dash)) if dashed else None,
        "stroke-dashoffset": stroke.dash_offset if dashed and stroke.dash_offset else None,
    }


@lru_cache(maxsize=1 << 16)
def _digits(value: int, places: int) -> str:
    """`value` of 10 to the power of -`places`."""
    return number(value / 10**places, places)


def _without_conics(
    outline: Outline, tolerance: float
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float64]]:
    """Verbs and points with cubics for conics."""
    verbs, points = outline.verbs, outline.points.astype(np.float64)
    is_conic = verbs == _CONIC
    if not is_conic.any():
        return verbs, points
    counts = _POINT_COUNTS[verbs]
    first = (np.cumsum(counts) - counts)[is_conic]
    triples = np.stack((points[first - 1], points[first], points[first + 1]), axis=1)
    cubics = conic_cubics(triples, outline.weights, tolerance)
    repeats = np.where(is_conic, cubics.shape[1], 1)
    replaced = np.repeat(is_conic, np.where(is_conic, 3 * repeats, counts))
    merged = np.empty((len(replaced), 2))
    merged[replaced] = cubics.reshape(-1, 2)
    merged[~replaced] = points[~np.repeat(is_conic, counts)]
    curved = np.repeat(np.where(is_conic, _CUBIC, verbs), repeats)
    return curved.astype(np.uint8), merged
