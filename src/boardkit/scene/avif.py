"""AVIF files, which skia-python can't decode, as PNG files of the same pixels."""

from __future__ import annotations

import io

import numpy as np
import PIL.Image

_BRANDS = (b"ftypavif", b"ftypavis")
_FAILURES = (OSError, SyntaxError, RuntimeError, ValueError, PIL.Image.DecompressionBombError)
"""What Pillow raises for a file that it can't read."""

_ORIENTATION = 0x0112
"""EXIF's number for it."""
_EXPANDED = [min(max(((value - 16) * 255 + 109) // 219, 0), 255) for value in range(256)]
"""From a limited range to the whole one."""


def is_avif(data: bytes) -> bool:
    """Whether a file says that it is one."""
    return data[4:12] in _BRANDS


def as_png(data: bytes, most_pixels: int) -> bytes:
    """The first frame as stored, with its turn and profile; its size is read before a pixel is decoded.

    Raises ValueError, which says why, for a file that is damaged or too large.
    """
    try:
        with PIL.Image.open(io.BytesIO(data), formats=("AVIF",)) as image:
            width, height = image.size
            if width * height <= most_pixels:
                return _encoded(image)
    except _FAILURES as error:
        raise ValueError("it is damaged, or no picture at all.") from error
    raise ValueError(f"it has {width} × {height} pixels, which is too many.")


def _encoded(image: PIL.Image.Image) -> bytes:
    turn = PIL.Image.Exif()  # here Pillow says how the container turns the picture
    turn[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
    profile, stored = image.info.get("icc_profile"), image
    if "A" in image.getbands() and not getattr(image, "is_animated", False):
        stored = _as_chromium_fades(image)
    file = io.BytesIO()
    stored.save(file, "PNG", compress_level=1, icc_profile=profile, exif=turn)
    return file.getvalue()


def _as_chromium_fades(image: PIL.Image.Image) -> PIL.Image.Image:
    """A picture whose premultiplied colours are those that Chromium makes of it.

    It takes the alpha of every still AVIF for one of limited range, 16 to 235, also where the file says it is
    not, and rounds premultiplied colours up.
    """
    pixels = np.asarray(image.convert("RGBA")).astype(np.uint16)
    alpha = np.asarray(_EXPANDED, dtype=np.uint16)[pixels[..., 3:]]
    premultiplied = (pixels[..., :3] * alpha + 255) >> 8
    straight = (premultiplied * np.uint32(255) + alpha // 2) // np.maximum(alpha, 1)
    return PIL.Image.fromarray(np.dstack([straight, alpha]).astype(np.uint8))
