"""The colour space of a PNG, where Chromium takes it for another one than Skia's decoder does."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import skia

from boardkit.scene.pictures.metadata import PNG_SIGNATURE, png_chunk, png_chunks, with_first, without_chunks

_D65, _C = (0.3127, 0.3290), (0.310, 0.316)
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_D50_WHITE = np.array([0.96422, 1.0, 0.82521])


def _from_places(*places: tuple[float, float]) -> skia.cms.Matrix3x3:
    """The matrix to XYZ of three primaries and a white at places (x, y) of the chromaticity diagram."""
    red, green, blue, white = (np.array([x, y, 1 - x - y]) for x, y in places)
    white /= white[1]
    lights = np.stack([red, green, blue], axis=1)
    lights *= np.linalg.solve(lights, white)
    cones = (_BRADFORD @ _D50_WHITE) / (_BRADFORD @ white)
    return skia.cms.Matrix3x3(
        (np.linalg.solve(_BRADFORD, cones[:, None] * _BRADFORD) @ lights).ravel().tolist()
    )


_SMPTE_C = _from_places((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65)
_PRIMARIES = {
    1: skia.cms.Matrix3x3.kSRGB,
    4: _from_places((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C),
    5: _from_places((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), _D65),
    6: _SMPTE_C,
    7: _SMPTE_C,
    8: _from_places((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), _C),
    9: skia.cms.Matrix3x3.kRec2020,
    10: _from_places((1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (1 / 3, 1 / 3)),
    11: _from_places((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    12: skia.cms.Matrix3x3.kDisplayP3,
    22: _from_places((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), _D65),
}
_SCREEN = skia.cms.TransferFunction([2.4, 1, 0, 0, 0, 0, 0])
"""What screens make of the transfer functions that were made for cameras (ITU-R BT.1886)."""
_TRANSFERS = {
    1: _SCREEN,
    4: skia.cms.TransferFunction.k2Dot2,
    5: skia.cms.TransferFunction([2.8, 1, 0, 0, 0, 0, 0]),
    6: _SCREEN,
    7: skia.cms.TransferFunction([2.222222, 0.899626676, 0.100373324, 0.25, 0.091286342, 0, 0]),
    8: skia.cms.TransferFunction.kLinear,
    11: _SCREEN,
    13: skia.cms.TransferFunction.kSRGB,
    14: _SCREEN,
    15: _SCREEN,
    17: skia.cms.TransferFunction([2.6, (52.37 / 48) ** (1 / 2.6), 0, 0, 0, 0, 0]),
}
"""What the code points of cICP stand for (ITU-T H.273), as far as they are of use on a screen."""

_HDR = frozenset({16, 18})
"""The transfer functions PQ and HLG."""

_GREY = frozenset({0, 4})
"""The colour types of PNG without colours."""
_USUAL_GAMMA = (43182, 47727)
"""A gAMA from the first to the second, 1/2.2 and 5 % around it, is taken for sRGB."""
_PROFILE_CLASS, _PROFILE_SPACE = slice(12, 16), slice(16, 20)
_STRANGE_CLASSES, _STRANGE_SPACES = (b"link", b"abst"), (b"XYZ ", b"Lab ")
_LARGEST_PROFILE = 4 << 20
"""Bytes; those of cameras and printers have at most one or two million."""


def color_space(data: bytes, decoders: skia.ColorSpace | None) -> skia.ColorSpace | None:
    """The colour space of a PNG file's colours; `decoders` is what Skia's decoder takes it for."""
    chunks = _before_pixels(data)
    if b"cICP" in chunks:
        return _named(chunks[b"cICP"]) or decoders
    if b"iCCP" in chunks:
        return _of_colors(chunks) or decoders
    return decoders


def settled(data: bytes) -> bytes:
    """A PNG file that says of its colours only what Chromium heeds, as Skia's decoder reads it.

    Any other file as it is.
    """
    if not data.startswith(PNG_SIGNATURE):
        return data
    chunks = _before_pixels(data)
    if b"iCCP" in chunks:
        profile = _for_screens(chunks)
        return data if profile is None else with_first(without_chunks(data, {b"iCCP"}), profile)
    usual = _is_usual(chunks) and not chunks.keys() & {b"cICP", b"sRGB"}
    return without_chunks(data, {b"gAMA", b"cHRM"}) if usual else data


def not_for_screens(data: bytes) -> str | None:
    """Why the colours that a PNG file names are not shown, as a clause; None for all that are."""
    points = _before_pixels(data).get(b"cICP", b"")
    if len(points) == 4 and points[1] in _HDR:
        return "its colours are made for HDR screens, and an export has only those of others."
    if len(points) == 4 and points[2]:
        return "it names colours by differences of brightness, as no PNG may."
    return None


def _before_pixels(data: bytes) -> dict[bytes, bytes]:
    """A PNG file's chunks by their kinds, as far as its pixels."""
    chunks: dict[bytes, bytes] = {}
    for kind, content in png_chunks(data):
        if kind == b"IDAT":
            break
        chunks.setdefault(kind, content)
    return chunks


def _named(points: bytes) -> skia.ColorSpace | None:
    """The colour space of four code points: primaries, transfer, matrix, range."""
    if len(points) != 4:
        return None
    primaries, transfer = _PRIMARIES.get(points[0]), _TRANSFERS.get(points[1])
    return skia.ColorSpace.MakeRGB(transfer, primaries) if primaries and transfer else None


def _of_colors(chunks: dict[bytes, bytes]) -> skia.ColorSpace | None:
    """The colour space of an RGB profile, which Skia's decoder ignores in a file that has only greys."""
    header, profile = chunks.get(b"IHDR", b""), chunks[b"iCCP"]
    if not _is_grey(header) or _unpacked(profile)[_PROFILE_SPACE] != b"RGB ":
        return None
    pixel = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"iCCP", profile)]
    pixel += [(b"IDAT", zlib.compress(bytes(4))), (b"IEND", b"")]
    colored = PNG_SIGNATURE + b"".join(png_chunk(*chunk) for chunk in pixel)
    encoded = skia.Data.MakeWithCopy(colored)
    return skia.Codec.MakeFromData(encoded).getInfo().colorSpace()


def _for_screens(chunks: dict[bytes, bytes]) -> bytes | None:
    """A profile's chunk as one of RGB on a screen, which Chromium takes all for; None for one that is.

    Skia's decoder ignores those of XYZ or Lab, and those between devices.
    """
    profile = _unpacked(chunks[b"iCCP"])
    strange = profile[_PROFILE_SPACE] in _STRANGE_SPACES or profile[_PROFILE_CLASS] in _STRANGE_CLASSES
    if not strange or _is_grey(chunks.get(b"IHDR", b"")):
        return None
    renamed = profile[: _PROFILE_CLASS.start] + b"mntrRGB " + profile[_PROFILE_SPACE.stop :]
    return png_chunk(b"iCCP", b"profile\0\0" + zlib.compress(renamed))


def _is_grey(header: bytes) -> bool:
    return len(header) == 13 and header[9] in _GREY


def _unpacked(chunk: bytes) -> bytes:
    """An iCCP chunk's profile; nothing for a damaged one."""
    try:
        return zlib.decompressobj().decompress(chunk[chunk.index(0) + 2 :], _LARGEST_PROFILE)
    except (ValueError, zlib.error):
        return b""


def _is_usual(chunks: dict[bytes, bytes]) -> bool:
    """Whether Chromium makes nothing of the gamma, or of primaries without one."""
    gamma = int.from_bytes(chunks.get(b"gAMA", b""))
    first, last = _USUAL_GAMMA
    return not gamma or (not any(chunks.get(b"cHRM", b"")) and first <= gamma <= last)
