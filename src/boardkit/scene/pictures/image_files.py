"""Embedded image files: what they are by their content, and their pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import skia

from boardkit.limits import Limits
from boardkit.scene.geometry.in_skia import skia_matrix
from boardkit.scene.nodes import Picture
from boardkit.scene.pictures.animated_png import first_frame
from boardkit.scene.pictures.avif import as_png, is_avif
from boardkit.scene.pictures.foreign_files import SHOWN_KINDS, why_not_shown
from boardkit.scene.pictures.icons import best_icon
from boardkit.scene.pictures.metadata import (
    TURNED,
    UPRIGHT,
    has_whole_blocks,
    is_whole,
    origin_of,
    png_checks,
    upright_transform,
    without_texts,
)
from boardkit.scene.pictures.png_colors import color_space, not_for_screens, settled

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
    """A picture, and what is the matter with its file, as the end of a sentence; nothing with most."""

    picture: Picture
    damage: str = ""


def read_picture(data: bytes, limits: Limits) -> ReadPicture:
    """What the file's header says; no pixel is decoded, but those of an AVIF, which becomes a PNG.

    Raises `UnreadablePicture`.
    """
    try:
        data = as_png(data, limits.image_pixels) if is_avif(data) else best_icon(first_frame(data))
    except ValueError as error:
        raise UnreadablePicture(str(error)) from error
    data = settled(without_texts(data))
    encoded = skia.Data.MakeWithCopy(data)
    codec = open_codec(encoded)
    kind = codec.getEncodedFormat()
    if kind not in _MEDIA_TYPES:
        raise UnreadablePicture(f"it is none of the kinds that are supported: {SHOWN_KINDS}.")
    if kind == skia.EncodedImageFormat.kPNG and (reason := not_for_screens(data)):
        raise UnreadablePicture(reason)
    width, height = codec.dimensions().width(), codec.dimensions().height()
    if width * height > limits.image_pixels:
        raise UnreadablePicture(f"it has {width} × {height} pixels, which is too many.")
    whole = is_whole(codec, data)
    if not whole and kind == skia.EncodedImageFormat.kWEBP:
        raise UnreadablePicture("its file is cut short, and of a WebP file that leaves nothing.")
    if origin_of(codec, data) in TURNED:
        width, height = height, width
    return ReadPicture(Picture(data, _MEDIA_TYPES[kind], width, height), _damage(data, whole))


def _damage(data: bytes, whole: bool) -> str:
    if not whole:
        return "its file is cut short, and what it lacks is left empty."
    if not all(sound for kind, sound in png_checks(data) if kind == b"IDAT"):
        return "its file was changed after it was written, so a part may look otherwise than in a browser."
    return ""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture as its file has it: its size, and where its first pixel belongs."""

    file: Picture
    width: int
    height: int
    origin: skia.EncodedOrigin

    def pixels(self) -> skia.Image:
        """All of it, decoded now, premultiplied sRGB. Raises `UnreadablePicture`."""
        return self._decoded(self.width, self.height)

    def decoded_at(self, width: int, height: int) -> skia.Image | None:
        """The pixels straight from the file at a half, a quarter or an eighth; None where Chromium scales.

        A JPEG's blocks can be decoded smaller, which Chromium does where all of them are whole.
        Raises `UnreadablePicture`.
        """
        sizes = {(self.width / part, self.height / part) for part in (2, 4, 8)}
        if (width, height) not in sizes or not has_whole_blocks(self.file.data):
            return None
        return self._decoded(width, height)

    def _decoded(self, width: int, height: int) -> skia.Image:
        # Skia copies nothing by itself and decodes late: an uncopied file would be read after it is freed.
        encoded = skia.Data.MakeWithCopy(self.file.data)
        return _decoded(open_codec(encoded), width, height, self.file.data)

    @property
    def is_turned(self) -> bool:
        """Whether its rows are columns of the upright picture."""
        return self.origin in TURNED


def stored_picture(picture: Picture) -> StoredPicture:
    """What the header says of the pixels as stored; none is decoded. Raises `UnreadablePicture`."""
    encoded = skia.Data.MakeWithCopy(picture.data)
    codec = open_codec(encoded)
    size = codec.dimensions()
    return StoredPicture(picture, size.width(), size.height(), origin_of(codec, picture.data))


def decode_picture(picture: Picture) -> skia.Image:
    """The upright pixels, premultiplied sRGB. What a cut-off file lacks is transparent.

    Raises `UnreadablePicture`.
    """
    stored = stored_picture(picture)
    return upright(stored, stored.pixels())


def upright(stored: StoredPicture, pixels: skia.Image) -> skia.Image:
    """A picture's pixels with the right side up. Raises `UnreadablePicture`."""
    if stored.origin == UPRIGHT:
        return pixels
    width, height = stored.file.width, stored.file.height
    return _redrawn(pixels, width, height, skia_matrix(upright_transform(stored.origin, width, height)))


def _redrawn(image: skia.Image, width: int, height: int, matrix: skia.Matrix) -> skia.Image:
    """An image in sRGB, under a transform that only exchanges and mirrors its sides."""
    surface = _surface(width, height)
    canvas = surface.getCanvas()
    canvas.concat(matrix)
    canvas.drawImage(image, 0, 0)
    return surface.makeImageSnapshot()


def _surface(width: int, height: int) -> skia.Surface:
    """A transparent surface for sRGB. Raises `UnreadablePicture`."""
    info = skia.ImageInfo.Make(width, height, _PIXELS, skia.kPremul_AlphaType, skia.ColorSpace.MakeSRGB())
    surface = skia.Surface.MakeRaster(info)
    if surface is None:
        raise UnreadablePicture("it can't be held in memory.")
    return surface


def _decoded(codec: skia.Codec, width: int, height: int, data: bytes) -> skia.Image:
    """The pixels as stored, premultiplied, in sRGB."""
    decoders, colors = codec.getInfo().colorSpace(), colors_of(codec, data)
    if colors is None or colors.isSRGB():
        surface = _surface(width, height)
        pixels = skia.Pixmap()
        surface.peekPixels(pixels)
        # Of a profile of tables, which has no name, the decoder says sRGB, and converts where asked for it.
        asked = decoders if decoders is not None and decoders.isSRGB() else None
        _fill(np.array(pixels, copy=False), codec, skia.kPremul_AlphaType, asked)
        return surface.makeImageSnapshot()
    # Colours that are converted are kept apart from opacity until then, as Blink keeps them, for the sake of
    # rounding. They are not copied, being up to a quarter of a gigabyte: they stay until all is redrawn.
    stored = np.zeros((height, width, 4), dtype=np.uint8)
    _fill(stored, codec, skia.kUnpremul_AlphaType, None)
    own = skia.Image.fromarray(stored, _PIXELS, skia.kUnpremul_AlphaType, colors, copy=False)
    return _redrawn(own, width, height, skia.Matrix())


def _fill(
    pixels: npt.NDArray[np.uint8],
    codec: skia.Codec,
    alpha: skia.AlphaType,
    colors: skia.ColorSpace | None,
) -> None:
    """Decode into uint8[height, width, 4], to `colors` or else as stored. Raises `UnreadablePicture`."""
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, _PIXELS, alpha, colors)
    if codec.getPixels(info, pixels, width * 4) not in _SHOWN:
        raise UnreadablePicture("it can't be decoded.")


def colors_of(codec: skia.Codec, data: bytes) -> skia.ColorSpace | None:
    """The colour space of a file's colours, which for some PNGs is not what the decoder says."""
    decoders = codec.getInfo().colorSpace()
    is_png = codec.getEncodedFormat() == skia.EncodedImageFormat.kPNG
    return color_space(data, decoders) if is_png else decoders


_SHOWN = {skia.Codec.kSuccess, skia.Codec.kIncompleteInput, skia.Codec.kErrorInInput}
"""What a decoder may answer that leaves pixels to show."""


def open_codec(encoded: skia.Data) -> skia.Codec:
    """A decoder that has read the file's header. Raises `UnreadablePicture`.

    `encoded` must outlive the decoder, which doesn't hold it.
    """
    try:
        return skia.Codec.MakeFromData(encoded)
    except RuntimeError as error:
        raise UnreadablePicture(why_not_shown(bytes(encoded))) from error
