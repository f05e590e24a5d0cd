"""AVIF files, which skia-python can't decode, as PNG files of the same pixels."""

from __future__ import annotations

import io

import PIL.Image
import PIL.ImageOps

_BRANDS = (b"ftypavif", b"ftypavis")
_FAILURES = (OSError, SyntaxError, RuntimeError, ValueError, PIL.Image.DecompressionBombError)
"""What Pillow raises for a file that it can't read."""


def is_avif(data: bytes) -> bool:
    """Whether a file says that it is one."""
    return data[4:12] in _BRANDS


def as_png(data: bytes, most_pixels: int) -> bytes:
    """The first frame upright, with its colour profile; its size is read before a pixel is decoded.

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
    profile = image.info.get("icc_profile")
    file = io.BytesIO()
    upright = PIL.ImageOps.exif_transpose(image)  # here Pillow says how the container turns the picture
    upright.save(file, "PNG", compress_level=1, icc_profile=profile, exif=b"")
    return file.getvalue()
