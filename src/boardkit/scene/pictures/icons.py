"""Icon files, which hold one picture in several sizes and depths, of which browsers show the best."""

from __future__ import annotations

import struct

_HEADER, _ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
_ICONS = 1
_FULL = 256
"""What a side or a number of colours of 0 stands for."""


def best_icon(data: bytes) -> bytes:
    """An icon file with its largest picture only, of equally large ones that of most bits.

    Any other file as it is.
    """
    if len(data) < _HEADER.size:
        return data
    zero, kind, count = _HEADER.unpack_from(data)
    if zero or kind != _ICONS:
        return data
    places = range(
        _HEADER.size, min(len(data) - _ENTRY.size + 1, _HEADER.size + _ENTRY.size * count), _ENTRY.size
    )
    entries = [_ENTRY.unpack_from(data, place) for place in places]
    if len(entries) < 2:
        return data
    *description, size, start = max(entries, key=_worth)
    entry = _ENTRY.pack(*description, size, _HEADER.size + _ENTRY.size)
    return _HEADER.pack(0, _ICONS, 1) + entry + data[start : start + size]


def _worth(entry: tuple[int, ...]) -> tuple[int, int]:
    width, height, colors, _, _, bits, _, _ = entry
    return (width or _FULL) * (height or _FULL), bits or ((colors or _FULL) - 1).bit_length()
