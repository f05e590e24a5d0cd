"""Files that claim to be pictures: bombs, cut ones, ones that lie, and ones that are two things at once."""

from __future__ import annotations

import struct
import zlib

_ZEROS = zlib.compress(bytes(60_000_000), 9)
"""60 MB in 60 kB."""


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk with its true length and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, pixels: bytes | None = None, extra: bytes = b"") -> bytes:
    """A PNG whose header says so, whatever the compressed `pixels` are; black ones where none are given."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress((b"\0" + bytes(width * 3)) * height) if pixels is None else pixels
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [png_chunk(b"IHDR", header), extra, png_chunk(b"IDAT", data), png_chunk(b"IEND", b"")]
    )


def _gif(screen: int, frame: int) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HH", screen, screen)
        + b"\x80\0\0\0\0\0\xff\xff\xff\x2c"
        + struct.pack("<HHHH", 0, 0, frame, frame)
        + b"\0\x02\x02\x44\x01\0;"
    )


BROKEN = {
    "PNG of more pixels than memory": png_of(60_000, 60_000, zlib.compress(b"")),
    "PNG of the largest size there is": png_of(2**31 - 1, 2**31 - 1, zlib.compress(b"")),
    "PNG without pixels": png_of(0, 0, zlib.compress(b"")),
    "PNG with a chunk longer than the file": png_of(4, 4, extra=struct.pack(">I", 2**31 - 1) + b"zzzz"),
    "GIF of more pixels than memory": _gif(65_535, 65_535),
    "GIF with a frame larger than its screen": _gif(1, 65_535),
    "BMP of more pixels than memory": b"BM"
    + struct.pack("<IHHI", 1000, 0, 0, 54)
    + struct.pack("<IiiHHIIiiII", 40, 50_000, 50_000, 1, 24, 0, 0, 0, 0, 0, 0),
    "WebP of more pixels than memory": b"RIFF"
    + struct.pack("<I", 30)
    + b"WEBPVP8X"
    + struct.pack("<I", 10)
    + b"\x10\0\0\0\xff\xff\xff\xff\xff\xffVP8L",
    "JPEG of more pixels than memory": b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x11\0\x02"
    b"\x11\0\x03\x11\0\xff\xda\0\x0c\x03\x01\0\x02\0\x03\0\0\x3f\0" + bytes(50) + b"\xff\xd9",
    "ICO with such a PNG inside": b"\0\0\1\0\1\0"
    + struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, 50, 22)
    + png_of(60_000, 60_000, zlib.compress(b"")),
    "SVG with entities": b'<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg xmlns="x">&b;</svg>',
    "HTML": b"<script>alert(1)</script>",
    "GIF and JavaScript at once": b"GIF89a/*" + bytes(50) + b"*/=1;alert(1)",
    "nothing": b"",
}
"""None of these shows anything."""

LOADED = {
    "text that unpacks to 60 MB": png_of(4, 4, extra=png_chunk(b"iTXt", b"k\0\1\0\0\0" + _ZEROS)),
    "old text that unpacks to 60 MB": png_of(4, 4, extra=png_chunk(b"zTXt", b"k\0\0" + _ZEROS)),
    "a colour profile that unpacks to 60 MB": png_of(4, 4, extra=png_chunk(b"iCCP", b"k\0\0" + _ZEROS)),
    "more pixels than its size": png_of(4, 4, _ZEROS),
    "a page of HTML behind its end": png_of(4, 4) + b"<script>alert(1)</script>",
}
"""Sound 4 × 4 PNGs with something besides."""
