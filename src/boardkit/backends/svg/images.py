"""Pictures inside the file, each once: PNG and upright JPEG as they came, all else as PNG."""

from __future__ import annotations

import base64

import numpy as np
import skia

from boardkit.backends.svg.definitions import Definitions
from boardkit.scene.nodes import Picture
from boardkit.scene.pictures.image_files import UnreadablePicture, colors_of, decode_picture, open_codec
from boardkit.scene.pictures.metadata import UPRIGHT, is_whole, origin_of, png_checks, png_chunks

_AS_THEY_CAME = {
    skia.EncodedImageFormat.kPNG: "image/png",
    skia.EncodedImageFormat.kJPEG: "image/jpeg",
}


class Pictures:
    """The pictures of one file."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._identities: dict[Picture, str | None] = {}

    def identity(self, picture: Picture) -> str | None:
        """The id of an image element as large as the picture has pixels; None where it can't be decoded."""
        if picture not in self._identities:
            self._identities[picture] = self._defined(picture)
        return self._identities[picture]

    def _defined(self, picture: Picture) -> str | None:
        try:
            address = _data_url(picture)
        except UnreadablePicture:
            return None
        size = {"width": picture.width, "height": picture.height}
        return self._definitions.add("image", {**size, "preserveAspectRatio": "none", "xlink:href": address})


def _data_url(picture: Picture) -> str:
    """The file, or the same picture as PNG. Raises `UnreadablePicture`."""
    encoded = skia.Data.MakeWithCopy(picture.data)
    codec = open_codec(encoded)
    media_type = _AS_THEY_CAME.get(codec.getEncodedFormat())
    upright = origin_of(codec, picture.data) == UPRIGHT
    if media_type and upright and _is_still(picture.data) and _is_like_everywhere(picture.data, codec):
        data = picture.data
    else:
        media_type, data = "image/png", bytes(decode_picture(picture).encodeToData())
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _is_still(file: bytes) -> bool:
    """Whether it is no PNG that moves; of such, canvas shows the first picture only."""
    return all(kind != b"acTL" for kind, _ in png_chunks(file))


def _is_like_everywhere(file: bytes, codec: skia.Codec) -> bool:
    """Whether every viewer shows it alike: colours of the web, nothing missing, nothing damaged.

    Browsers convert other colours and show what is left of a damaged file; other viewers do neither.
    """
    info = codec.getInfo()
    spaces = (info.colorSpace(), colors_of(codec, file))
    if not is_whole(codec, file) or any(space is not None and not space.isSRGB() for space in spaces):
        return False
    plain = info.makeColorType(skia.kRGBA_8888_ColorType).makeAlphaType(skia.kPremul_AlphaType)
    pixels = np.empty((info.height(), info.width(), 4), dtype=np.uint8)
    whole = codec.getPixels(plain, pixels, plain.minRowBytes()) == skia.Codec.kSuccess
    return whole and all(sound for _, sound in png_checks(file))
