"""Runs of points, read from JSON text as numbers and not as an object each.

A compiled kernel, as scene/freehand.py is; its C types are in point_runs.pxd.

Nearly all of a board is `"points": [{"x": 1.5, "y": 2, "t": 0}, …]`. Only runs that need no judgement are
read here: objects that have a finite x and y, and otherwise numbers and nulls only. Any other run stays in
the text as it is, for the JSON parser and for the repairs in `values.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

STAND_IN = b"-Infinity"
"""What a run leaves behind in the text: a value that Python's JSON parser reports, and no browser writes."""

_SHORTEST_POINT = len('{"x":0,"y":0}')
_X, _Y, _PRESSURE = range(3)
_NONE, _OTHER = -1, -2
"""No run, number or key of that kind here; a key that doesn't matter."""

_POINTS_KEY, _PRESSURE_KEY, _NULL = (memoryview(word) for word in (b'"points"', b'"pressure"', b"null"))
_QUOTE, _BACKSLASH, _COLON, _COMMA, _MINUS, _PLUS, _POINT_SIGN = b'"\\:,-+.'
_LIST, _LIST_END, _OBJECT, _OBJECT_END = b"[]{}"
_SPACE, _TAB, _LINE, _RETURN = b" \t\n\r"
_ZERO, _NINE, _SMALL_E, _LARGE_E, _LARGE_I, _SMALL_X, _SMALL_Y = b"09eEIxy"
_FIRST_PRINTED, _LAST_PRINTED = b" ~"

_MOST_DIGITS = 15
"""Digits that a double holds exactly. Divided by an exact power of ten, they give the nearest double."""
_POWERS = np.array([float(10**exponent) for exponent in range(_MOST_DIGITS + 1)]).data

Bytes = Any
Floats = Any
Counts = Any
"""Memoryviews: of uint8[n], float64[n] or float64[n, 3], int64[n] or int64[n, 3]."""


def take_runs(text: bytes) -> tuple[bytes, list[npt.NDArray[np.float64]]]:
    """Take the runs of points out of JSON text.

    Returns the text with `STAND_IN` for each run, and the runs in order: float64[n, 3], x, y and pressure,
    NaN where no pressure was given. Nothing is taken from text that holds a `STAND_IN` of its own.
    """
    rows = np.empty((len(text) // _SHORTEST_POINT + 1, 3))  # memory is taken only as far as there are points
    spans = np.empty((text.count(_POINTS_KEY) + 1, 3), dtype=np.int64)
    count = _take(text, memoryview(text), rows.data, spans.data)
    parts, runs = [], []
    after = first = 0
    for start, end, last in spans[:count].tolist():
        parts += [text[after:start], STAND_IN]
        runs.append(rows[first:last])
        after, first = end, last
    return b"".join([*parts, text[after:]]), runs


def _take(source: bytes, text: Bytes, rows: Floats, spans: Counts) -> int:
    """Fill `rows` with points, and `spans` with each run's start and end in the text and the row after it.

    Returns how many runs there are.
    """
    runs = row = 0
    at, size = 1, len(text)  # no key stands at the very beginning
    number = np.empty(1).data
    found = np.empty(1, dtype=np.int64).data
    while at < size:
        if text[at] == _LARGE_I and text[at - 1] == _MINUS:
            return 0
        # The quote that opens this key: one within a string would have a backslash before it.
        if text[at] != _QUOTE or not _matches(text, at, size, _POINTS_KEY) or text[at - 1] == _BACKSLASH:
            at += 1
            continue
        at += len(_POINTS_KEY)
        start = _value(text, at, size)
        found[0] = row
        end = _run(source, text, start, size, rows, number, found)
        if end < 0:
            continue
        row = found[0]
        spans[runs, 0], spans[runs, 1], spans[runs, 2] = start, end, row
        runs += 1
        at = end
    return runs


def _matches(text: Bytes, at: int, size: int, word: Bytes) -> bool:
    """Whether a word stands at a place."""
    if at + len(word) > size:
        return False
    for i in range(len(word)):  # noqa: SIM110 - a generator can't be compiled
        if text[at + i] != word[i]:
            return False
    return True


def _skipped(text: Bytes, at: int, size: int) -> int:
    """The place of the next byte that is no white space."""
    while at < size and (text[at] == _SPACE or text[at] == _LINE or text[at] == _RETURN or text[at] == _TAB):
        at += 1
    return at


def _value(text: Bytes, at: int, size: int) -> int:
    """Where the value begins of the key that ends at `at`; the end of the text where no colon follows."""
    at = _skipped(text, at, size)
    if at >= size or text[at] != _COLON:
        return size
    return _skipped(text, at + 1, size)


def _run(source: bytes, text: Bytes, at: int, size: int, rows: Floats, number: Floats, found: Counts) -> int:
    """Read a list of points into `rows` from row `found[0]` on, which then is the row after the last.

    Returns the place behind the list, or `_NONE` for a list of anything else.
    """
    if at >= size or text[at] != _LIST:
        return _NONE
    row = found[0]
    while True:
        at = _point(source, text, _skipped(text, at + 1, size), size, rows, row, number)
        if at < 0:
            return _NONE
        row += 1
        at = _skipped(text, at, size)
        if at >= size or (text[at] != _COMMA and text[at] != _LIST_END):
            return _NONE
        if text[at] == _LIST_END:
            found[0] = row
            return at + 1


def _point(source: bytes, text: Bytes, at: int, size: int, rows: Floats, row: int, number: Floats) -> int:
    """Read one object into a row; returns the place behind it, or `_NONE`."""
    if at >= size or text[at] != _OBJECT:
        return _NONE
    has_x = has_y = False
    rows[row, _PRESSURE] = _NAN
    while True:
        at = _skipped(text, at + 1, size)
        start = at
        at = _key_end(text, at, size)
        if at < 0:
            return _NONE
        column = _column(text, start, at)
        at = _value(text, at, size)
        if column != _X and column != _Y and _matches(text, at, size, _NULL):
            number[0] = _NAN
            at += len(_NULL)
        else:
            at = _number(source, text, at, size, number)
        if at < 0:
            return _NONE
        if column != _OTHER:
            rows[row, column] = number[0]
            has_x, has_y = has_x or column == _X, has_y or column == _Y
        at = _skipped(text, at, size)
        if at >= size or (text[at] != _COMMA and text[at] != _OBJECT_END):
            return _NONE
        if text[at] == _OBJECT_END:
            return at + 1 if has_x and has_y else _NONE


def _key_end(text: Bytes, at: int, size: int) -> int:
    """The place behind the plain string that begins at `at`, or `_NONE`."""
    if at >= size or text[at] != _QUOTE:
        return _NONE
    at += 1
    while at < size and text[at] != _QUOTE:
        if text[at] == _BACKSLASH or text[at] < _FIRST_PRINTED or text[at] > _LAST_PRINTED:
            return _NONE
        at += 1
    return at + 1 if at < size else _NONE


def _column(text: Bytes, start: int, end: int) -> int:
    """The column of the key between two places, its quotes included."""
    if end - start == 3:
        if text[start + 1] == _SMALL_X:
            return _X
        return _Y if text[start + 1] == _SMALL_Y else _OTHER
    return _PRESSURE if _matches(text, start, end, _PRESSURE_KEY) else _OTHER


def _number(source: bytes, text: Bytes, at: int, size: int, number: Floats) -> int:
    """Read a finite JSON number; returns the place behind it, or `_NONE`."""
    start = at
    if at < size and text[at] == _MINUS:
        at += 1
    first = at
    at = _digits_end(text, first, size)
    whole, scale = at - first, 0
    if whole == 0 or (whole > 1 and text[first] == _ZERO):
        return _NONE
    if at < size and text[at] == _POINT_SIGN:
        scale = _digits_end(text, at + 1, size) - at - 1
        if scale == 0:
            return _NONE
        at += 1 + scale
    mantissa_end = at
    at = _exponent_end(text, at, size)
    if at == mantissa_end and whole + scale <= _MOST_DIGITS:
        number[0] = _mantissa(text, first, at) / _POWERS[scale]
        if first > start:
            number[0] = -number[0]
    elif at > 0:
        number[0] = float(source[start:at])
    return at if abs(number[0]) <= _LARGEST else _NONE


def _digits_end(text: Bytes, at: int, size: int) -> int:
    while at < size and _ZERO <= text[at] <= _NINE:
        at += 1
    return at


def _exponent_end(text: Bytes, at: int, size: int) -> int:
    """The place behind an exponent, `at` itself where there is none, `_NONE` for one without digits."""
    if at >= size or (text[at] != _SMALL_E and text[at] != _LARGE_E):
        return at
    at += 1
    if at < size and (text[at] == _PLUS or text[at] == _MINUS):
        at += 1
    end = _digits_end(text, at, size)
    return end if end > at else _NONE


def _mantissa(text: Bytes, at: int, end: int) -> int:
    """The digits between two places as one whole number."""
    value = 0
    for i in range(at, end):
        if text[i] != _POINT_SIGN:
            value = value * 10 + (text[i] - _ZERO)
    return value


_NAN = float("nan")
_LARGEST = float(np.finfo(np.float64).max)
