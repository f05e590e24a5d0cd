"""What the containers of image files say beside their pixels: whether all is there, and which way is up."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Iterator

import skia
from isal import isal_zlib

from boardkit.scene.nodes import IDENTITY, Matrix

UPRIGHT = skia.kTopLeft_EncodedOrigin
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_END_OF_HEADER = len(PNG_SIGNATURE) + 25

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_MARKER = 0xFF
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""The markers of a JPEG's frame header: baseline, extended, progressive."""
_ORIENTATION_TAG = 0x0112
_SHORT = 3
_ORIGINS = {
    1: skia.kTopLeft_EncodedOrigin,
    2: skia.kTopRight_EncodedOrigin,
    3: skia.kBottomRight_EncodedOrigin,
    4: skia.kBottomLeft_EncodedOrigin,
    5: skia.kLeftTop_EncodedOrigin,
    6: skia.kRightTop_EncodedOrigin,
    7: skia.kRightBottom_EncodedOrigin,
    8: skia.kLeftBottom_EncodedOrigin,
}


TURNED = frozenset(
    {
        skia.kLeftTop_EncodedOrigin,
        skia.kRightTop_EncodedOrigin,
        skia.kRightBottom_EncodedOrigin,
        skia.kLeftBottom_EncodedOrigin,
    }
)
"""Origins with which the rows of the file are columns of the picture."""


def upright_transform(origin: skia.EncodedOrigin, width: float, height: float) -> Matrix:
    """From a box with the pixels as stored to the upright box of that width and height."""
    match origin:
        case skia.kTopRight_EncodedOrigin:
            return -1.0, 0.0, 0.0, 1.0, width, 0.0
        case skia.kBottomRight_EncodedOrigin:
            return -1.0, 0.0, 0.0, -1.0, width, height
        case skia.kBottomLeft_EncodedOrigin:
            return 1.0, 0.0, 0.0, -1.0, 0.0, height
        case skia.kLeftTop_EncodedOrigin:
            return 0.0, 1.0, 1.0, 0.0, 0.0, 0.0
        case skia.kRightTop_EncodedOrigin:
            return 0.0, 1.0, -1.0, 0.0, width, 0.0
        case skia.kRightBottom_EncodedOrigin:
            return 0.0, -1.0, -1.0, 0.0, width, height
        case skia.kLeftBottom_EncodedOrigin:
            return 0.0, -1.0, 1.0, 0.0, 0.0, height
    return IDENTITY


def origin_of(codec: skia.Codec, data: bytes) -> skia.EncodedOrigin:
    """Where the first stored pixel belongs, as Chromium has it.

    It reads EXIF in JPEG and PNG, and not in WebP; Skia's decoders don't read it in PNG.
    """
    match codec.getEncodedFormat():
        case skia.EncodedImageFormat.kPNG:
            return _png_origin(data)
        case skia.EncodedImageFormat.kWEBP:
            return UPRIGHT
    return codec.getOrigin()


def is_whole(codec: skia.Codec, data: bytes) -> bool:
    """Whether the file has its end; what is damaged in between is not looked for."""
    match codec.getEncodedFormat():
        case skia.EncodedImageFormat.kPNG:
            return b"IEND" in data
        case skia.EncodedImageFormat.kJPEG:
            return data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda") > 0
        case skia.EncodedImageFormat.kGIF:
            return data.rstrip(b"\0").endswith(b";")
        case skia.EncodedImageFormat.kWEBP:
            return len(data) >= 8 + int.from_bytes(data[4:8], "little")
        case skia.EncodedImageFormat.kBMP:
            return len(data) >= int.from_bytes(data[2:6], "little")
    return True


def has_whole_blocks(data: bytes) -> bool:
    """Whether a file is a JPEG without a part of a block at its right and lower edge."""
    place = 2 if data.startswith(b"\xff\xd8\xff") else len(data)
    while place + 4 <= len(data) and data[place] == _MARKER:
        kind, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if kind in _FRAMES:
            return _is_divided(data[place + 4 : place + 2 + length])
        place += 2 + length
    return False


def _is_divided(frame: bytes) -> bool:
    """Whether blocks of 8 × 8 samples, as many as the finest channel has, divide the sides of a frame."""
    try:
        _, height, width, channels = struct.unpack_from(">BHHB", frame)
        finest = [frame[7 + 3 * channel] for channel in range(channels)]
        across, down = max(one >> 4 for one in finest), max(one & 15 for one in finest)
        return bool(width % (8 * across) == 0 and height % (8 * down) == 0)
    except (struct.error, IndexError, ValueError, ZeroDivisionError):
        return False


def _png_origin(data: bytes) -> skia.EncodedOrigin:
    for kind, content in png_chunks(data):
        if kind == b"IDAT":
            break
        if kind == b"eXIf":
            return _ORIGINS.get(_exif_orientation(content), UPRIGHT)
    return UPRIGHT


def without_texts(data: bytes) -> bytes:
    """A PNG file without its texts, which decoders would unpack one by one; any other file as it is."""
    return without_chunks(data, _TEXTS)


def without_chunks(data: bytes, kinds: Collection[bytes]) -> bytes:
    """A PNG file without its chunks of some kinds; any other file as it is."""
    if not data.startswith(PNG_SIGNATURE) or not any(kind in data for kind in kinds):
        return data
    kept, place = bytearray(PNG_SIGNATURE), len(PNG_SIGNATURE)
    while place < len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] not in kinds:
            kept += data[place:end]
        place = end
    return bytes(kept)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kinds and contents of a PNG file's chunks, as far as it goes; nothing of any other file."""
    for kind, start, end in _png_places(data):
        yield kind, data[start:end]


def png_checks(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """The kind of each chunk of a PNG file, and whether its checksum is right; nothing of any other file."""
    for kind, start, end in _png_places(data):
        found = isal_zlib.crc32(memoryview(data)[start - len(kind) : end])
        yield kind, found == int.from_bytes(data[end : end + 4], "big")


def _png_places(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    place = len(PNG_SIGNATURE) if data.startswith(PNG_SIGNATURE) else len(data)
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8], place + 8, place + 8 + length
        place += 12 + length


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk as a PNG file has it."""
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def with_first(data: bytes, chunk: bytes) -> bytes:
    """A PNG file with one more chunk, before all others but the header."""
    return data[:_END_OF_HEADER] + chunk + data[_END_OF_HEADER:]


def _exif_orientation(exif: bytes) -> int:
    """The orientation of EXIF data, 1–8; 0 where there is none."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * number)
            if tag == _ORIENTATION_TAG:
                return int(value) if kind == _SHORT else 0
    except struct.error:
        pass
    return 0
