"""What a JPEG file says of itself: enough to tell whether a PDF may hold it as it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_START_OF_IMAGE, _START_OF_SCAN = 0xD8, 0xDA
_FRAMES_OF_PDF = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive; all Huffman-coded
_APP2 = 0xE2
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_ICC = b"ICC_PROFILE\0"
_RGB_COMPONENTS = b"RGB"  # channels named so are not YCbCr, and not every reader of PDF knows that


@dataclass(frozen=True, slots=True)
class Jpeg:
    """The frame's size as stored, its colour channels (1 or 3), and its colour profile or b""."""

    width: int
    height: int
    channels: int
    profile: bytes


def embeddable(data: bytes) -> Jpeg | None:
    """The header of a JPEG file that a PDF may hold unchanged, or None for every other file."""
    frame = b""
    chunks: dict[int, bytes] = {}
    for marker, body in _segments(data):
        if marker in _FRAMES_OF_PDF:
            frame = body
        elif marker == _APP2 and body.startswith(_ICC) and len(body) > len(_ICC) + 2:
            chunks[body[len(_ICC)]] = body[len(_ICC) + 2 :]
    if len(frame) < 6:
        return None
    precision, height, width, channels = frame[0], *_sizes(frame[1:5]), frame[5]
    names = frame[6 : 6 + 3 * channels : 3]
    if precision != 8 or channels not in (1, 3) or names == _RGB_COMPONENTS or not (width and height):
        return None
    profile = b"".join(chunks[index] for index in sorted(chunks))
    return Jpeg(width, height, channels, profile if _fits(profile, channels) else b"")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of each segment before the first scan; ends where the file stops making sense."""
    if data[:2] != bytes((0xFF, _START_OF_IMAGE)):
        return
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == _START_OF_SCAN:
            return
        if marker == 0xFF or marker in _STANDALONE:  # fill bytes, or a marker without a body
            position += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[position + 2 : position + 4])
        yield marker, data[position + 4 : position + 2 + length]
        position += 2 + max(length, 2)


def _sizes(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:2]), int.from_bytes(data[2:4])


def _fits(profile: bytes, channels: int) -> bool:
    """Whether the ICC profile is whole and speaks of as many channels as the frame has."""
    space = {1: b"GRAY", 3: b"RGB "}[channels]
    return len(profile) > 128 and int.from_bytes(profile[:4]) == len(profile) and profile[16:20] == space
