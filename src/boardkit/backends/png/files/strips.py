"""A picture's rows as one zlib stream, deflated in strips one after the other.

ISA-L's deflate is what makes drawing worth while: ten times as fast as zlib, and drawings come out as small.
It is wasteful only where nearly nothing happens. So rows that equal the one above them, which always have the
same bytes, are deflated once and for all by zlib, and zlib has another try at patterns.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from isal import isal_zlib

from boardkit.backends.png.files.filters import UP, filter_rows, runs

_HEADER = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"
_RAW = -15
"""What zlib calls a stream without header and checksum."""
_LEVEL = 1
_STRIP = 64
"""Rows deflated at a time: so many that starting anew costs little, so few that a core's cache holds them."""
_FEWEST_REPEATED = 8
_PATTERN = 0.01
"""A strip that shrinks to less of its size, zlib shrinks to half of that, and quickly."""
_ADLER = 65521


@dataclass(frozen=True, slots=True)
class _Segment:
    """Deflated bytes that end on a whole byte, and the checksum and the length of what they stand for."""

    data: bytes
    checksum: int
    length: int


def deflated(pixels: npt.NDArray[np.uint8], places: Sequence[int]) -> bytes:
    """The scanlines of uint8[height, width, 4] as a zlib stream; `places`: those of the channels to write."""
    repeated = _repeated(pixels)
    row_bytes = 1 + pixels.shape[1] * len(places)
    stream, checksum = [_HEADER], 1
    for start, end in _parts(repeated):
        if repeated[start:end].all():
            segment = _repetition(row_bytes, end - start)
        else:
            segment = _strip(pixels, places, (start, end), repeated[start:end])
        stream.append(segment.data)
        checksum = _joined(checksum, segment)
    return b"".join([*stream, _LAST_BLOCK, checksum.to_bytes(4)])


def _repeated(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which rows equal the one above them; the first equals one of zeros only by accident, so it is none."""
    words = pixels.view(np.uint32)[..., 0]
    repeated = np.zeros(len(words), dtype=np.bool_)
    np.all(words[1:] == words[:-1], axis=1, out=repeated[1:])
    return repeated


def _parts(repeated: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Strips from top to bottom; those of repetitions have two, four, eight … times the fewest rows."""
    done = 0
    for start, end in (*runs(repeated), (len(repeated), len(repeated))):
        if end - start < _FEWEST_REPEATED and start < len(repeated):
            continue
        for first in range(done, start, _STRIP):
            yield first, min(first + _STRIP, start)
        done = start
        while end - done >= _FEWEST_REPEATED:
            rows = 1 << ((end - done).bit_length() - 1)
            yield done, done + rows
            done += rows


def _strip(
    pixels: npt.NDArray[np.uint8],
    places: Sequence[int],
    part: tuple[int, int],
    repeated: npt.NDArray[np.bool_],
) -> _Segment:
    start, end = part
    width, step = pixels.shape[1], len(places)
    lines = np.empty((1 + end - start, 1 + width * step), dtype=np.uint8)
    first = 0 if start else 1
    if first:
        lines[0] = 0  # above the first row, PNG takes all to be zero
    colors = lines[first:, 1:].reshape(-1, width, step)
    for channel, place in enumerate(places):  # one at a time, four times as fast as all at once
        colors[..., channel] = pixels[start - 1 + first : end, :, place]
    rows = filter_rows(lines, repeated, step)
    stream = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
    data = stream.compress(rows.data) + stream.flush(zlib.Z_SYNC_FLUSH)
    if len(data) < _PATTERN * rows.size:
        data = min(data, _patiently(rows), key=len)
    return _Segment(data, isal_zlib.adler32(rows.data), rows.size)


@lru_cache(maxsize=64)
def _repetition(row_bytes: int, count: int) -> _Segment:
    """Rows that equal the one above them."""
    rows = np.zeros((count, row_bytes), dtype=np.uint8)
    rows[:, 0] = UP
    return _Segment(_patiently(rows), zlib.adler32(rows.data), rows.size)


def _patiently(rows: npt.NDArray[np.uint8]) -> bytes:
    stream = zlib.compressobj(wbits=_RAW)
    return stream.compress(rows.data) + stream.flush(zlib.Z_SYNC_FLUSH)


def _joined(checksum: int, after: _Segment) -> int:
    """Adler's checksum of what is before, and then `after`."""
    low, high = checksum & 0xFFFF, checksum >> 16
    more_low, more_high = after.checksum & 0xFFFF, after.checksum >> 16
    high = (high + more_high + after.length * (low - 1)) % _ADLER
    return high << 16 | (low + more_low - 1) % _ADLER
