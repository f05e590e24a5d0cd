"""AVIF files, which skia-python can't decode, as PNG files of the same pixels."""

from __future__ import annotations

import io
import re

import numpy as np
import PIL.Image

from boardkit.scene.pictures.metadata import png_chunk, with_first

_BRANDS = {b"avif", b"avis"}
_SEQUENCE = (b"avis", b"msf1")
"""What a file is called first that Chromium takes for an animation."""
_FAILURES = (OSError, SyntaxError, RuntimeError, ValueError, PIL.Image.DecompressionBombError)
"""What Pillow raises for a file that it can't read."""

_ORIENTATION = 0x0112
"""EXIF's number for it."""
_COLORS = re.compile(rb"colrnclx(.{2})(.{2})(.{2}).", re.DOTALL)
"""The box that names a picture's colours: the code points of primaries, transfer and matrix (ITU-T H.273),
and whether they have their whole range.
"""
_UNSPECIFIED, _SRGB_PRIMARIES, _SRGB_CURVE = 2, 1, 13
_TAKEN_FOR_SRGB = frozenset({1, 6, 14, 15, _UNSPECIFIED})
"""The transfers of cameras, which Chromium takes for sRGB's in an AVIF, though not in a PNG."""
_SHOWN_BY_NONE = range(9, 13)
_EXPANDED = [min(max(((value - 16) * 255 + 109) // 219, 0), 255) for value in range(256)]
"""From a limited range to the whole one."""


def is_avif(data: bytes) -> bool:
    """Whether a file says that it is one, first or among the kinds that it is as well."""
    kinds = data[8 : int.from_bytes(data[:4])] if data[4:8] == b"ftyp" else b""
    return any(kinds[place : place + 4] in _BRANDS for place in range(0, len(kinds), 4))


def as_png(data: bytes, most_pixels: int) -> bytes:
    """The first frame as stored, with its turn and colours; its size is read before a pixel is decoded.

    Raises ValueError, which says why, for a file that is damaged, too large, or of unknown colours.
    """
    named = _COLORS.search(data)
    if named and int.from_bytes(named[2]) in _SHOWN_BY_NONE:
        raise ValueError("it names its colours in a way that no browser knows.")
    moves = data[8:12] in _SEQUENCE
    file = io.BytesIO(_of_limited_range(data) if moves else data)
    try:
        with PIL.Image.open(file, formats=("AVIF",)) as image:
            width, height = image.size
            if width * height <= most_pixels:
                return _encoded(image, None if named is None else _as_png_names(named), moves=moves)
    except _FAILURES as error:
        raise ValueError("it is damaged, or no picture at all.") from error
    raise ValueError(f"it has {width} × {height} pixels, which is too many.")


def _of_limited_range(data: bytes) -> bytes:
    """An animation as Chromium reads it, which is always with brightness from 16 to 235."""
    return _COLORS.sub(lambda box: box[0][:-1] + b"\0", data)


def _as_png_names(colors: re.Match[bytes]) -> bytes:
    """The chunk that names the same colours in a PNG."""
    primaries, transfer = (int.from_bytes(point) for point in colors.group(1, 2))
    if primaries == _UNSPECIFIED:
        primaries = _SRGB_PRIMARIES
    if transfer in _TAKEN_FOR_SRGB:
        transfer = _SRGB_CURVE
    return png_chunk(b"cICP", bytes((min(primaries, 255), min(transfer, 255), 0, 1)))


def _encoded(image: PIL.Image.Image, colors: bytes | None, *, moves: bool) -> bytes:
    """A picture as PNG, with its own profile, or else the chunk that names its colours."""
    turn = PIL.Image.Exif()  # here Pillow says how the container turns the picture
    turn[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
    profile = image.info.get("icc_profile")
    stored = _as_chromium_fades(image, moves=moves) if "A" in image.getbands() else image
    file = io.BytesIO()
    stored.save(file, "PNG", compress_level=1, icc_profile=profile, exif=turn)
    png = file.getvalue()
    return png if profile or colors is None else with_first(png, colors)


def _as_chromium_fades(image: PIL.Image.Image, *, moves: bool) -> PIL.Image.Image:
    """A picture whose premultiplied colours are those that Chromium makes of it.

    It takes the alpha of every still AVIF for one of limited range, 16 to 235, also where the file says it is
    not, and rounds premultiplied colours up.
    """
    pixels = np.asarray(image.convert("RGBA")).astype(np.uint16)
    alpha = pixels[..., 3:] if moves else np.asarray(_EXPANDED, dtype=np.uint16)[pixels[..., 3:]]
    premultiplied = (pixels[..., :3] * alpha + 255) >> 8
    straight = (premultiplied * np.uint32(255) + alpha // 2) // np.maximum(alpha, 1)
    return PIL.Image.fromarray(np.dstack([straight, alpha]).astype(np.uint8))
