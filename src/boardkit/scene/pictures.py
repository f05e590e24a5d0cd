"""Embedded image files: what they are by their content, and their pixels."""

from __future__ import annotations

import skia

from boardkit.limits import Limits
from boardkit.scene.nodes import Picture

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


class UnreadablePicture(Exception):
    """The file is no picture that can be shown; the text says why."""


def read_picture(data: bytes, limits: Limits) -> Picture:
    """What the file's header says; no pixel is decoded. Raises `UnreadablePicture`."""
    encoded = skia.Data.MakeWithCopy(data)
    codec = open_codec(encoded)
    if codec.getEncodedFormat() not in _MEDIA_TYPES:
        raise UnreadablePicture("it is no PNG, JPEG, WebP, GIF, BMP or ICO file.")
    width, height = codec.dimensions().width(), codec.dimensions().height()
    if width * height > limits.image_pixels:
        raise UnreadablePicture(f"it has {width} × {height} pixels, which is too many.")
    if codec.getOrigin() in _TURNED:
        width, height = height, width
    return Picture(data, _MEDIA_TYPES[codec.getEncodedFormat()], width, height)


def decode_picture(picture: Picture) -> skia.Image:
    """The upright pixels, premultiplied sRGB. What a cut-off file lacks is transparent.

    Raises `UnreadablePicture`.
    """
    # Skia copies nothing by itself and decodes late: an uncopied file would be read after it is freed.
    image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(picture.data))
    surface = skia.Surface.MakeRasterN32Premul(picture.width, picture.height)
    if image is None or surface is None:
        raise UnreadablePicture("it can't be decoded.")
    surface.getCanvas().drawImage(image, 0, 0)
    return surface.makeImageSnapshot()


def open_codec(encoded: skia.Data) -> skia.Codec:
    """A decoder that has read the file's header. Raises `UnreadablePicture`.

    `encoded` must outlive the decoder, which doesn't hold it.
    """
    try:
        return skia.Codec.MakeFromData(encoded)
    except RuntimeError as error:
        raise UnreadablePicture("it is damaged, or no picture at all.") from error
