"""A picture that the browser drew itself: checked, and stripped of anything but its pixels."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import skia

from boardkit.backends.png import encode_png
from boardkit.backends.png.files.png import SIGNATURE
from boardkit.errors import PictureError
from boardkit.limits import Limits
from boardkit.scene.pictures.image_files import UnreadablePicture, open_codec
from boardkit.scene.pictures.metadata import without_texts

_HEADER_BYTES = 24
"""The signature, the first chunk's length and name, and the picture's width and height."""

_CHUNK_FRAME = 12
"""A chunk's length, name and checksum."""


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A PNG that holds pixels and nothing else; `width` and `height` are its pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int


def clean_png(data: bytes, *, limits: Limits = Limits()) -> CleanPicture:
    """A client's PNG, decoded whole and encoded anew, so that no text, profile or trailing byte survives.

    Raises `PictureError` for anything that is no intact PNG within `limits.picture_pixels`.
    """
    width, height = _size(data)
    if width * height > limits.picture_pixels:
        raise PictureError(
            f"The picture has {width} × {height} pixels; "
            f"at most {limits.picture_pixels / 1e6:g} million are allowed."
        )
    return CleanPicture(encode_png(_decode(data, width, height)), width, height)


def _size(data: bytes) -> tuple[int, int]:
    if not data.startswith(SIGNATURE) or data[12:16] != b"IHDR" or len(data) < _HEADER_BYTES:
        raise PictureError("The picture is no PNG file.")
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if not width or not height:
        raise PictureError("The picture is empty.")
    return width, height


def _decode(data: bytes, width: int, height: int) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 4], straight RGBA in sRGB."""
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    info = skia.ImageInfo.Make(
        width, height, skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType, skia.ColorSpace.MakeSRGB()
    )
    encoded = skia.Data.MakeWithCopy(without_texts(data))
    try:
        result = open_codec(encoded).getPixels(info, pixels, width * 4)
    except UnreadablePicture:
        result = skia.Codec.kInvalidInput
    if result != skia.Codec.kSuccess or not _has_end(data):
        raise PictureError("The picture is damaged: not all of it can be decoded.")
    return pixels


def _has_end(data: bytes) -> bool:
    """Whether the chunks reach the last one. Skia is content once it has all pixels."""
    at = len(SIGNATURE)
    while at + _CHUNK_FRAME <= len(data):
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += length + _CHUNK_FRAME
        if name == b"IEND":
            return at <= len(data)
    return False
