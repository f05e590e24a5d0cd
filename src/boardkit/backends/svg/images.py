"""Pictures inside the file, each once: PNG and upright JPEG as they came, all else as PNG."""

from __future__ import annotations

import base64

import skia

from boardkit.backends.svg.definitions import Definitions
from boardkit.scene.nodes import Picture
from boardkit.scene.picture_files import UPRIGHT, origin_of
from boardkit.scene.pictures import UnreadablePicture, decode_picture, open_codec

_AS_THEY_CAME = {
    skia.EncodedImageFormat.kPNG: "image/png",
    skia.EncodedImageFormat.kJPEG: "image/jpeg",
}
_ANIMATED = b"acTL"
"""The chunk of a PNG that moves; of such, canvas shows the first picture only."""


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
    if media_type is None or not upright or _ANIMATED in picture.data[:1000]:
        media_type, data = "image/png", bytes(decode_picture(picture).encodeToData())
    else:
        data = picture.data
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
