"""The pixels of a bitmap as JPEG and WebP, by the encoders that come with Skia."""

from __future__ import annotations

import skia

from boardkit.backends.png.bitmap import Bitmap
from boardkit.errors import RenderError


def encode_jpeg(bitmap: Bitmap, quality: int) -> bytes:
    """A JPEG file; the format knows no transparency, so white is put below what is drawn."""
    bitmap.canvas.drawColor(skia.ColorWHITE, skia.BlendMode.kDstOver)
    return _encoded(bitmap, skia.EncodedImageFormat.kJPEG, quality)


def encode_webp(bitmap: Bitmap, quality: int) -> bytes:
    """A WebP file, transparent where nothing is drawn; quality 100 loses nothing."""
    return _encoded(bitmap, skia.EncodedImageFormat.kWEBP, quality)


def _encoded(bitmap: Bitmap, kind: skia.EncodedImageFormat, quality: int) -> bytes:
    data = bitmap.image().encodeToData(kind, quality)
    if data is None:
        raise RenderError("The picture could not be encoded; a PNG of it may do.")
    return bytes(data)
