"""Paths as content-stream operators, in few bytes.

Coordinates are written as whole numbers of `GRID` pixels, relative to the path's first point: short to
write, quick to make (a look-up table of byte strings instead of a call a number), and nowhere further
than 0.036 px from where they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from boardkit.backends.pdf.geometry import Segments, segments
from boardkit.scene.nodes import Outline, Verb

GRID = 0.05  # CSS pixels

_REACH = 1 << 15  # the table's numbers: 1,638 pixels either way; larger ones are written one by one
_FARTHEST = (1 << 31) - 1  # what every reader takes as an integer
_OPERATORS = {Verb.MOVE: b"m\n", Verb.LINE: b"l\n", Verb.CUBIC: b"c\n", Verb.CLOSE: b"h\n"}
_TOKEN = "S12"  # a sign, ten digits and a space


@dataclass(frozen=True, slots=True)
class PathData:
    """The operators that construct a path, in units of 1/`per_unit` of the outline's own unit, from `origin`."""

    operators: bytes
    origin: tuple[float, float]
    per_unit: float


def path_data(outline: Outline, scale: float) -> PathData:
    """The `outline` as operators; `scale` says how many CSS pixels its unit becomes on the sheet."""
    per_unit = scale / GRID
    path = segments(outline, scale)
    grid = np.rint(path.points * per_unit).clip(-_FARTHEST, _FARTHEST).astype(np.int64)
    start = grid[0, 2].copy()
    grid -= start
    return PathData(
        operators=_operators(Segments(path.verbs, path.points), grid),
        origin=(float(start[0] / per_unit), float(start[1] / per_unit)),
        per_unit=per_unit,
    )


def _operators(path: Segments, grid: npt.NDArray[np.int64]) -> bytes:
    """One row of seven tokens a segment: six numbers, of which lines use the last two, and the operator."""
    tokens = np.zeros((len(path.verbs), 7), dtype=_TOKEN)
    tokens[:, :6] = _written(grid.reshape(-1, 6))
    straight = path.verbs != Verb.CUBIC
    tokens[straight, :4] = b""
    for verb, operator in _OPERATORS.items():
        tokens[path.verbs == verb, 6] = operator
    tokens[path.verbs == Verb.CLOSE, :6] = b""
    return tokens.tobytes().translate(None, b"\0")


def _written(values: npt.NDArray[np.int64]) -> npt.NDArray[np.bytes_]:
    """Each whole number as a byte string with a space after it."""
    if np.abs(values).max(initial=0) < _REACH:
        return _number_table()[values + _REACH]
    return np.char.add(values.astype("S11"), b" ")


@cache
def _number_table() -> npt.NDArray[np.bytes_]:
    return np.char.add(np.arange(-_REACH, _REACH).astype("S6"), b" ")
