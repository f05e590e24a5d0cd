"""PNG's filters: rows written as differences from what is beside and above them.

Drawings deflate best as they are: long runs of one colour, and edges that come up again. Photographs do as
differences from a prediction, because theirs are small and all alike. So Paeth's prediction is for rows in
which most changes from pixel to pixel are small, and no filter for the others.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.uint8]

_NONE, UP, _PAETH = 0, 2, 4

_BAND = 8
"""Rows that are judged by the first of them."""
_SMALL = 16
"""Levels that a channel of a photograph mostly changes by, from pixel to pixel."""
_FEWEST_CHANGES = 0.01
"""Of a row's bytes; whatever changes less is deflated to nothing, whichever filter is used."""


def filter_rows(lines: Rows, repeated: npt.NDArray[np.bool_], step: int) -> Rows:
    """Filter rows in place, with a number at the beginning of each that says how.

    - `lines`: uint8[1 + n, 1 + width · step], the row above, then the rows, their first column not filled.
    - `repeated`: bool[n], which rows equal the one above them. `step`: bytes a pixel.
    - Returns the n rows.
    """
    rows = lines[1:]
    rows[:, 0] = _NONE
    judged = [_is_smooth(row, step) for row in rows[::_BAND, 1:]]
    smooth = np.repeat(judged, _BAND)[: len(rows)]
    for start, end in reversed(
        runs(smooth & ~repeated)
    ):  # upwards: a prediction needs what is above as it was
        rows[start:end, 1:] -= _predicted(lines[start : end + 1, 1:], step)
        rows[start:end, 0] = _PAETH
    rows[repeated] = 0
    rows[repeated, 0] = UP
    return rows


def runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of flags that are set: first, and one after the last."""
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
    return [(start, end) for start, end in edges.reshape(-1, 2).tolist()]


def _is_smooth(row: npt.NDArray[np.uint8], step: int) -> bool:
    changes = row[step:] - row[:-step]
    changed = np.count_nonzero(changes)
    if changed <= _FEWEST_CHANGES * len(row):
        return False
    small = np.count_nonzero(changes + np.uint8(_SMALL) <= 2 * _SMALL) - (len(changes) - changed)
    return bool(2 * small > changed)


def _predicted(lines: Rows, step: int) -> Rows:
    """Paeth's prediction for all rows but the first: of left, above and upper left what is nearest to
    left + above - upper left. In bytes, because these are many times faster than wider numbers.
    """
    padded = np.zeros((len(lines), step + lines.shape[1]), dtype=np.uint8)
    padded[:, step:] = lines
    left, above, corner = padded[1:, :-step], padded[:-1, step:], padded[:-1, :-step]
    from_left, from_above = _distance(above, corner), _distance(left, corner)
    from_corner = _distance(from_left, from_above)
    # Where the corner is not between the others, it is the farthest from the sum.
    from_corner |= _mask((left >= corner) == (above >= corner))
    nearest = corner ^ ((corner ^ above) & _mask(from_above <= from_corner))
    predicted: Rows = nearest ^ (
        (nearest ^ left) & _mask((from_left <= from_above) & (from_left <= from_corner))
    )
    return predicted


def _mask(flags: npt.NDArray[np.bool_]) -> Rows:
    """All bits of a byte set where a flag is: choosing by bits is ten times as fast as by `np.where`."""
    mask: Rows = -flags.view(np.uint8)
    return mask


def _distance(one: Rows, other: Rows) -> Rows:
    distance: Rows = np.maximum(one, other) - np.minimum(one, other)
    return distance
