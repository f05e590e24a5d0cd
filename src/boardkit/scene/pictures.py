"""Embedded image files: what they are by their content, and their pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from boardkit.limits import Limits
from boardkit.scene.avif import as_png, is_avif
from boardkit.scene.nodes import Picture
from boardkit.scene.picture_metadata import (
    TURNED,
    UPRIGHT,
    has_whole_blocks,
    is_whole,
    origin_of,
    upright_transform,
)
from boardkit.scene.skia_geometry import skia_matrix

SVG = "image/svg+xml"

_MEDIA_TYPES = {
    skia.EncodedImageFormat.kPNG: "image/png",
    skia.EncodedImageFormat.kJPEG: "image/jpeg",
    skia.EncodedImageFormat.kWEBP: "image/webp",
    skia.EncodedImageFormat.kGIF: "image/gif",
    skia.EncodedImageFormat.kBMP: "image/bmp",
    skia.EncodedImageFormat.kICO: "image/x-icon",
}
_PIXELS = skia.kBGRA_8888_ColorType
"""As surfaces have them; Skia samples others with other roundings."""


class UnreadablePicture(Exception):
    """The file is no picture that can be shown; the text says why."""


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture, and whether its file is whole; what a cut-off one lacks stays empty."""

    picture: Picture
    is_whole: bool


def read_picture(data: bytes, limits: Limits) -> ReadPicture:
    """What the file's header says; no pixel is decoded, but those of an AVIF, which becomes a PNG.

    Raises `UnreadablePicture`.
    """
    if is_avif(data):
        try:
            data = as_png(data, limits.image_pixels)
        except ValueError as error:
            raise UnreadablePicture(str(error)) from error
    encoded = skia.Data.MakeWithCopy(data)
    codec = open_codec(encoded)
    kind = codec.getEncodedFormat()
    if kind not in _MEDIA_TYPES:
        raise UnreadablePicture("it is no PNG, JPEG, WebP, AVIF, GIF, BMP or ICO file.")
    width, height = codec.dimensions().width(), codec.dimensions().height()
    if width * height > limits.image_pixels:
        raise UnreadablePicture(f"it has {width} × {height} pixels, which is too many.")
    whole = is_whole(codec, data)
    if not whole and kind == skia.EncodedImageFormat.kWEBP:
        raise UnreadablePicture("its file is cut short, and of a WebP file that leaves nothing.")
    if origin_of(codec, data) in TURNED:
        width, height = height, width
    return ReadPicture(Picture(data, _MEDIA_TYPES[kind], width, height), whole)


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture as its file has it, premultiplied sRGB, and where its first pixel belongs."""

    file: Picture
    pixels: skia.Image
    origin: skia.EncodedOrigin

    def decoded_at(self, width: int, height: int) -> skia.Image | None:
        """The pixels straight from the file at a half, a quarter or an eighth; None where Chromium scales.

        A JPEG's blocks can be decoded smaller, which Chromium does where all of them are whole.
        """
        sizes = {(self.pixels.width() / part, self.pixels.height() / part) for part in (2, 4, 8)}
        if (width, height) not in sizes or not has_whole_blocks(self.file.data):
            return None
        encoded = skia.Data.MakeWithCopy(self.file.data)
        return _redrawn(_decoded(open_codec(encoded), width, height), width, height, skia.Matrix())

    @property
    def is_turned(self) -> bool:
        """Whether its rows are columns of the upright picture."""
        return self.origin in TURNED


def decode_picture(picture: Picture) -> skia.Image:
    """The upright pixels, premultiplied sRGB. What a cut-off file lacks is transparent.

    Raises `UnreadablePicture`.
    """
    return upright(decode_stored(picture))


def upright(stored: StoredPicture) -> skia.Image:
    """A picture's pixels with the right side up. Raises `UnreadablePicture`."""
    if stored.origin == UPRIGHT:
        return stored.pixels
    width, height = stored.pixels.width(), stored.pixels.height()
    if stored.is_turned:
        width, height = height, width
    turn = skia_matrix(upright_transform(stored.origin, width, height))
    return _redrawn(stored.pixels, width, height, turn)


def decode_stored(picture: Picture) -> StoredPicture:
    """The pixels as stored. Raises `UnreadablePicture`."""
    # Skia copies nothing by itself and decodes late: an uncopied file would be read after it is freed.
    encoded = skia.Data.MakeWithCopy(picture.data)
    codec = open_codec(encoded)
    width, height = codec.dimensions().width(), codec.dimensions().height()
    pixels = _redrawn(_decoded(codec, width, height), width, height, skia.Matrix())
    return StoredPicture(picture, pixels, origin_of(codec, picture.data))


def _redrawn(image: skia.Image, width: int, height: int, matrix: skia.Matrix) -> skia.Image:
    """An image in sRGB, under a transform that only exchanges and mirrors its sides."""
    info = skia.ImageInfo.MakeN32Premul(width, height, skia.ColorSpace.MakeSRGB())
    surface = skia.Surface.MakeRaster(info)
    if surface is None:
        raise UnreadablePicture("it can't be held in memory.")
    canvas = surface.getCanvas()
    canvas.concat(matrix)
    canvas.drawImage(image, 0, 0)
    return surface.makeImageSnapshot()


def _decoded(codec: skia.Codec, width: int, height: int) -> skia.Image:
    """The pixels as stored, in the file's own colour space.

    Colours that will be converted are kept apart from opacity, as Blink keeps them, for the sake of rounding.
    """
    colors = codec.getInfo().colorSpace()
    is_converted = colors is not None and not colors.isSRGB()
    alpha = skia.kUnpremul_AlphaType if is_converted else skia.kPremul_AlphaType
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    info = skia.ImageInfo.Make(width, height, _PIXELS, alpha, colors)
    if codec.getPixels(info, pixels, width * 4) not in _SHOWN:
        raise UnreadablePicture("it can't be decoded.")
    return skia.Image.fromarray(pixels, _PIXELS, alpha, colors)


_SHOWN = {skia.Codec.kSuccess, skia.Codec.kIncompleteInput, skia.Codec.kErrorInInput}
"""What a decoder may answer that leaves pixels to show."""


def open_codec(encoded: skia.Data) -> skia.Codec:
    """A decoder that has read the file's header. Raises `UnreadablePicture`.

    `encoded` must outlive the decoder, which doesn't hold it.
    """
    try:
        return skia.Codec.MakeFromData(encoded)
    except RuntimeError as error:
        raise UnreadablePicture("it is damaged, or no picture at all.") from error
