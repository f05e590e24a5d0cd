"""The colour space of a PNG, where Chromium takes it for another one than Skia's decoder does."""

from __future__ import annotations

import struct
import zlib

import skia

from boardkit.scene.picture_metadata import PNG_SIGNATURE, png_chunks

_PRIMARIES = {
    1: skia.cms.Matrix3x3.kSRGB,
    9: skia.cms.Matrix3x3.kRec2020,
    12: skia.cms.Matrix3x3.kDisplayP3,
}
_SCREEN = skia.cms.TransferFunction([2.4, 1, 0, 0, 0, 0, 0])
"""What screens make of the transfer functions that were made for cameras (ITU-R BT.1886)."""
_TRANSFERS = {
    1: _SCREEN,
    4: skia.cms.TransferFunction.k2Dot2,
    6: _SCREEN,
    8: skia.cms.TransferFunction.kLinear,
    13: skia.cms.TransferFunction.kSRGB,
    14: _SCREEN,
    15: _SCREEN,
}
"""What the code points of cICP stand for (ITU-T H.273), as far as they are of use on a screen."""

_GREY = frozenset({0, 4})
"""The colour types of PNG without colours."""
_USUAL_GAMMA = (43182, 47727)
"""A gAMA from the first to the second, 1/2.2 and 5 % around it, is taken for sRGB."""
_PROFILE_CLASS = slice(16, 20)
_LARGEST_PROFILE = 4 << 20
"""Bytes; those of cameras and printers have at most one or two million."""


def color_space(data: bytes, decoders: skia.ColorSpace | None) -> skia.ColorSpace | None:
    """The colour space of a PNG file's colours; `decoders` is what Skia's decoder takes it for."""
    chunks: dict[bytes, bytes] = {}
    for kind, content in png_chunks(data):
        if kind == b"IDAT":
            break
        chunks.setdefault(kind, content)
    if b"cICP" in chunks:
        return _named(chunks[b"cICP"]) or decoders
    if b"iCCP" in chunks:
        return _of_colors(chunks) or decoders
    if b"sRGB" in chunks or not chunks.keys() & {b"gAMA", b"cHRM"}:
        return decoders
    return skia.ColorSpace.MakeSRGB() if _is_usual(chunks) else decoders


def _named(points: bytes) -> skia.ColorSpace | None:
    """The colour space of four code points: primaries, transfer, matrix, range."""
    if len(points) != 4:
        return None
    primaries, transfer = _PRIMARIES.get(points[0]), _TRANSFERS.get(points[1])
    return skia.ColorSpace.MakeRGB(transfer, primaries) if primaries and transfer else None


def _of_colors(chunks: dict[bytes, bytes]) -> skia.ColorSpace | None:
    """The colour space of an RGB profile, which Skia's decoder ignores in a file that has only greys."""
    header, profile = chunks.get(b"IHDR", b""), chunks[b"iCCP"]
    if len(header) != 13 or header[9] not in _GREY or _kind_of(profile) != b"RGB ":
        return None
    pixel = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"iCCP", profile)]
    pixel += [(b"IDAT", zlib.compress(bytes(4))), (b"IEND", b"")]
    colored = PNG_SIGNATURE + b"".join(_chunk(*chunk) for chunk in pixel)
    encoded = skia.Data.MakeWithCopy(colored)
    return skia.Codec.MakeFromData(encoded).getInfo().colorSpace()


def _kind_of(chunk: bytes) -> bytes:
    """What an iCCP chunk's profile is made for; nothing for a damaged one."""
    try:
        unpacked = zlib.decompressobj().decompress(chunk[chunk.index(0) + 2 :], _LARGEST_PROFILE)
    except (ValueError, zlib.error):
        return b""
    return unpacked[_PROFILE_CLASS]


def _is_usual(chunks: dict[bytes, bytes]) -> bool:
    """Whether Chromium makes nothing of the gamma, or of primaries without one."""
    gamma = int.from_bytes(chunks.get(b"gAMA", b""))
    first, last = _USUAL_GAMMA
    return not gamma or (b"cHRM" not in chunks and first <= gamma <= last)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
