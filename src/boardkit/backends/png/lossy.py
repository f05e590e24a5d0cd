"""The pixels of a surface as JPEG and WebP, by the encoders that come with Skia."""

from __future__ import annotations

import skia

from boardkit.errors import RenderError


def encode_jpeg(surface: skia.Surface, quality: int) -> bytes:
    """A JPEG file; the format knows no transparency, so white is put below what is drawn."""
    surface.getCanvas().drawColor(skia.ColorWHITE, skia.BlendMode.kDstOver)
    return _encoded(surface, skia.EncodedImageFormat.kJPEG, quality)


def encode_webp(surface: skia.Surface, quality: int) -> bytes:
    """A WebP file, transparent where nothing is drawn; quality 100 loses nothing."""
    return _encoded(surface, skia.EncodedImageFormat.kWEBP, quality)


def _encoded(surface: skia.Surface, kind: skia.EncodedImageFormat, quality: int) -> bytes:
    data = surface.makeImageSnapshot().encodeToData(kind, quality)
    if data is None:
        raise RenderError("The picture could not be encoded; a PNG of it may do.")
    return bytes(data)
