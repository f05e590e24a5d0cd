"""Scenes as pictures, drawn by Skia as Chromium's canvas draws: PNG, and JPEG and WebP of the same pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.files.lossy import encode_jpeg, encode_webp
from boardkit.backends.png.files.pixels import channels_of
from boardkit.backends.png.files.png import encode_channels, encode_png
from boardkit.backends.png.halves import draw_by_two
from boardkit.backends.png.raster import Rasteriser, picture_size
from boardkit.errors import OverLimit
from boardkit.limits import Limits
from boardkit.scene.nodes import Scene
from boardkit.warnings import WarningCode, WarningLog

__all__ = ["encode_png", "picture_size", "write_jpeg", "write_png", "write_webp"]


def write_png(scenes: Iterable[Scene], scale: float, limits: Limits, log: WarningLog) -> Iterator[bytes]:
    """A PNG file for each scene, `scale` device pixels per board pixel.

    Raises `OverLimit` for a picture with too many pixels, before anything of it is drawn.
    """
    for bitmap in _bitmaps(scenes, scale, limits, log):
        yield encode_channels(*channels_of(bitmap))


def write_jpeg(
    scenes: Iterable[Scene], scale: float, quality: int, limits: Limits, log: WarningLog
) -> Iterator[bytes]:
    """The same as JPEG files, white where nothing is drawn; `quality` is 1–100."""
    for bitmap in _bitmaps(scenes, scale, limits, log):
        yield encode_jpeg(bitmap, quality)


def write_webp(
    scenes: Iterable[Scene], scale: float, quality: int, limits: Limits, log: WarningLog
) -> Iterator[bytes]:
    """The same as WebP files; `quality` is 1–100."""
    for bitmap in _bitmaps(scenes, scale, limits, log):
        yield encode_webp(bitmap, quality)


def _bitmaps(scenes: Iterable[Scene], scale: float, limits: Limits, log: WarningLog) -> Iterator[Bitmap]:
    rasteriser = Rasteriser()
    for scene in scenes:
        width, height = picture_size(scene, scale)
        if width * height > limits.picture_pixels:
            raise OverLimit(
                f"Page {scene.number} would be a picture of {width} × {height} pixels; at most "
                f"{limits.picture_pixels / 1e6:g} million are allowed. A smaller scale would do.",
                limit="picture_pixels",
                allowed=limits.picture_pixels,
                found=width * height,
            )
        bitmap = draw_by_two(scene, scale, lambda part: rasteriser.draw(part, scale))
        for node in rasteriser.unreadable(scene.layers):
            message = "An image can't be decoded, so its place is empty."
            log.add(WarningCode.IMAGE_UNREADABLE, message, page=scene.number, element=node.id)
        yield bitmap
