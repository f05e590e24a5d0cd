"""Embedded image files: what they are by their content, and their pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from boardkit.limits import Limits
from boardkit.scene.nodes import Picture
from boardkit.scene.picture_files import is_whole, origin_of

SVG = "image/svg+xml"

_MEDIA_TYPES = {
    skia.EncodedImageFormat.kPNG: "image/png",
    skia.EncodedImageFormat.kJPEG: "image/jpeg",
    skia.EncodedImageFormat.kWEBP: "image/webp",
    skia.EncodedImageFormat.kGIF: "image/gif",
    skia.EncodedImageFormat.kBMP: "image/bmp",
    skia.EncodedImageFormat.kICO: "image/x-icon",
}
_TURNED = {
    skia.kLeftTop_EncodedOrigin,
    skia.kRightTop_EncodedOrigin,
    skia.kRightBottom_EncodedOrigin,
    skia.kLeftBottom_EncodedOrigin,
}
_PIXELS = skia.kBGRA_8888_ColorType
"""As surfaces have them; Skia samples others with other roundings."""

_AVIF = (b"ftypavif", b"ftypavis")


class UnreadablePicture(Exception):
    """The file is no picture that can be shown; the text says why."""


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture, and whether its file is whole; what a cut-off one lacks stays empty."""

    picture: Picture
    is_whole: bool


def read_picture(data: bytes, limits: Limits) -> ReadPicture:
    """What the file's header says; no pixel is decoded. Raises `UnreadablePicture`."""
    encoded = skia.Data.MakeWithCopy(data)
    codec = open_codec(encoded)
    kind = codec.getEncodedFormat()
    if kind not in _MEDIA_TYPES:
        raise UnreadablePicture("it is no PNG, JPEG, WebP, GIF, BMP or ICO file.")
    width, height = codec.dimensions().width(), codec.dimensions().height()
    if width * height > limits.image_pixels:
        raise UnreadablePicture(f"it has {width} × {height} pixels, which is too many.")
    whole = is_whole(codec, data)
    if not whole and kind == skia.EncodedImageFormat.kWEBP:
        raise UnreadablePicture("its file is cut short, and of a WebP file that leaves nothing.")
    if origin_of(codec, data) in _TURNED:
        width, height = height, width
    return ReadPicture(Picture(data, _MEDIA_TYPES[kind], width, height), whole)


def decode_picture(picture: Picture) -> skia.Image:
    """The upright pixels, premultiplied sRGB. What a cut-off file lacks is transparent.

    Raises `UnreadablePicture`.
    """
    # Skia copies nothing by itself and decodes late: an uncopied file would be read after it is freed.
    encoded = skia.Data.MakeWithCopy(picture.data)
    codec = open_codec(encoded)
    origin = origin_of(codec, picture.data)
    width, height = codec.dimensions().width(), codec.dimensions().height()
    stored = _decoded(codec, width, height)
    surface = skia.Surface.MakeRaster(
        skia.ImageInfo.MakeN32Premul(picture.width, picture.height, skia.ColorSpace.MakeSRGB())
    )
    if surface is None:
        raise UnreadablePicture("it can't be held in memory.")
    canvas = surface.getCanvas()
    canvas.concat(skia.EncodedOriginToMatrix(origin, picture.width, picture.height))
    canvas.drawImage(stored, 0, 0)
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
        raise UnreadablePicture(_reason(bytes(encoded))) from error


def _reason(data: bytes) -> str:
    if data[4:12] in _AVIF:
        return "it is an AVIF file, which is not supported; PNG, JPEG, WebP, GIF, BMP and ICO are."
    return "it is damaged, or no picture at all."
