"""Pictures as image XObjects: JPEG files as they came, all else as deflated sRGB with a soft mask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, isqrt

import numpy as np
import numpy.typing as npt
import pydyf
import skia
from isal import isal_zlib

from boardkit.backends.pdf import jpeg
from boardkit.backends.pdf.fringes import without_fringes
from boardkit.backends.pdf.syntax import COMPRESSION_LEVEL, compressed
from boardkit.scene.nodes import IDENTITY, Color, Matrix, Picture
from boardkit.scene.pictures.image_files import UnreadablePicture, colors_of, decode_picture
from boardkit.scene.pictures.metadata import is_whole, origin_of

_STRIP_BYTES = 4_000_000  # of pixels filtered and deflated at a time
_ENLARGED = 2.0  # board pixels to a pixel of a picture, beyond which one sees how readers enlarge it
_FINENESS = 2.5  # samples of an enlarged picture to a board pixel
_MOST_SAMPLES = 500_000
_PNG_ROWS = 15  # PDF's word for "each row names its own PNG filter"
_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear)

_ORIENTATIONS: dict[skia.EncodedOrigin, Matrix] = {
    skia.EncodedOrigin.kTopLeft_EncodedOrigin: IDENTITY,
    skia.EncodedOrigin.kTopRight_EncodedOrigin: (-1, 0, 0, 1, 1, 0),
    skia.EncodedOrigin.kBottomRight_EncodedOrigin: (-1, 0, 0, -1, 1, 1),
    skia.EncodedOrigin.kBottomLeft_EncodedOrigin: (1, 0, 0, -1, 0, 1),
    skia.EncodedOrigin.kLeftTop_EncodedOrigin: (0, 1, 1, 0, 0, 0),
    skia.EncodedOrigin.kRightTop_EncodedOrigin: (0, 1, -1, 0, 1, 0),
    skia.EncodedOrigin.kRightBottom_EncodedOrigin: (0, -1, -1, 0, 1, 1),
    skia.EncodedOrigin.kLeftBottom_EncodedOrigin: (0, -1, 1, 0, 0, 1),
}


UPRIGHT: Matrix = (1.0, 0.0, 0.0, -1.0, 0.0, 1.0)
"""From PDF's unit square of an image, where y goes up, to the one where it goes down."""


@dataclass(frozen=True, slots=True)
class EmbeddedImage:
    """An image XObject of a document, and the way it must be turned to be seen upright.

    `orientation` takes the stored image's unit square to the seen one's, y down in both (EXIF).
    """

    reference: bytes
    orientation: Matrix


def refinement(picture: Picture, enlarged: float) -> int:
    """How many samples each way a pixel of `picture` is to be embedded as, where it is `enlarged` so much.

    Readers enlarge pictures differently, poppler by half of their pixels aside; few samples are left to them.
    """
    if enlarged <= _ENLARGED:
        return 1
    most = isqrt(_MOST_SAMPLES // (picture.width * picture.height))
    return max(1, min(ceil(_FINENESS * enlarged), most))


def embed(picture: Picture, pdf: pydyf.PDF, refined: int = 1) -> EmbeddedImage:
    """Add `picture` to `pdf`, a pixel as `refined` samples each way; raises `UnreadablePicture` where not one
    row of it can be decoded.
    """
    if refined > 1:
        return EmbeddedImage(rastered(_enlarged(picture, refined), pdf), IDENTITY)
    data = skia.Data.MakeWithCopy(picture.data)  # must outlive the codec, which doesn't hold it
    try:
        codec = skia.Codec.MakeFromData(data)
    except RuntimeError as error:
        raise UnreadablePicture("it can't be decoded.") from error
    # Of a JPEG that is cut short, readers make what they will.
    header = jpeg.embeddable(picture.data) if is_whole(codec, picture.data) else None
    image = _as_it_came(picture.data, header, pdf) if header else _image(_pixels(codec, picture.data), pdf)
    pdf.add_object(image)
    return EmbeddedImage(image.reference, _ORIENTATIONS[origin_of(codec, picture.data)])


def tinted(alpha: npt.NDArray[np.uint8], color: Color, pdf: pydyf.PDF) -> bytes:
    """The reference of a new image of one colour, seen through `alpha`, [height, width, 1]."""
    height, width, _ = alpha.shape
    mask = _raster(alpha, _entries(width, height, "/DeviceGray"))
    pdf.add_object(mask)
    pixel = np.array([[color.whole]], dtype=np.uint8)
    image = _raster(pixel, {**_entries(1, 1, "/DeviceRGB"), "SMask": mask.reference})
    pdf.add_object(image)
    reference: bytes = image.reference
    return reference


def _as_it_came(data: bytes, header: jpeg.Jpeg, pdf: pydyf.PDF) -> pydyf.Stream:
    space = "/DeviceGray" if header.channels == 1 else "/DeviceRGB"
    entries = _entries(header.width, header.height, space)
    if header.profile:
        profile = compressed(header.profile, {"N": header.channels, "Alternate": space})
        pdf.add_object(profile)
        entries["ColorSpace"] = pydyf.Array(["/ICCBased", profile.reference])
    return pydyf.Stream([data], {**entries, "Filter": "/DCTDecode"})


def rastered(pixels: npt.NDArray[np.uint8], pdf: pydyf.PDF) -> bytes:
    """The reference of a new image of straight sRGB with alpha, [height, width, 4]."""
    image = _image(pixels, pdf)
    pdf.add_object(image)
    reference: bytes = image.reference
    return reference


def _image(pixels: npt.NDArray[np.uint8], pdf: pydyf.PDF) -> pydyf.Stream:
    height, width, _ = pixels.shape
    entries = _entries(width, height, "/DeviceRGB")
    alpha = pixels[:, :, 3:]
    if alpha.min() < 255:
        mask = _raster(alpha, _entries(width, height, "/DeviceGray"))
        pdf.add_object(mask)
        entries["SMask"] = mask.reference
    return _raster(without_fringes(pixels)[:, :, :3], entries)


def _pixels(codec: skia.Codec, data: bytes) -> npt.NDArray[np.uint8]:
    """Straight sRGB with alpha, [height, width, 4]; rows that a damaged file lacks are transparent."""
    size = codec.dimensions()
    decoders, colors = codec.getInfo().colorSpace(), colors_of(codec, data)
    as_decoder_says = colors is None or decoders is None or colors.Equals(colors, decoders)
    srgb = _straight(size, skia.ColorSpace.MakeSRGB())
    info = srgb if as_decoder_says else _straight(size, decoders)
    pixels = np.zeros((size.height(), size.width(), 4), dtype=np.uint8)
    result = codec.getPixels(info, pixels, info.minRowBytes())
    if result not in (skia.Codec.kSuccess, skia.Codec.kIncompleteInput, skia.Codec.kErrorInInput):
        raise UnreadablePicture("it can't be decoded.")
    if as_decoder_says:
        return pixels
    shown = np.empty_like(pixels)
    skia.Pixmap(_straight(size, colors), pixels, info.minRowBytes()).readPixels(
        skia.Pixmap(srgb, shown, srgb.minRowBytes())
    )
    return shown


def _enlarged(picture: Picture, times: int) -> npt.NDArray[np.uint8]:
    """Straight sRGB with alpha, upright, as browsers enlarge a picture."""
    width, height = times * picture.width, times * picture.height
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    with surface as canvas:
        canvas.drawImageRect(decode_picture(picture), skia.Rect.MakeWH(width, height), _SMOOTH)
    pixels: npt.NDArray[np.uint8] = surface.makeImageSnapshot().toarray(
        colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kUnpremul_AlphaType
    )
    return pixels


def _straight(size: skia.ISize, colors: skia.ColorSpace) -> skia.ImageInfo:
    return skia.ImageInfo.Make(
        size.width(), size.height(), skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType, colors
    )


def _entries(width: int, height: int, space: str) -> dict[str, object]:
    return {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": width,
        "Height": height,
        "ColorSpace": space,
        "BitsPerComponent": 8,
        "Interpolate": "true",  # browsers smooth what they enlarge
    }


def _raster(pixels: npt.NDArray[np.uint8], entries: dict[str, object]) -> pydyf.Stream:
    """The [height, width, channels] `pixels` as an image stream, rows filtered as PNG does."""
    _, width, channels = pixels.shape
    deflate = isal_zlib.compressobj(COMPRESSION_LEVEL)
    chunks = [deflate.compress(strip) for strip in _filtered(pixels)]
    predictor = {"Predictor": _PNG_ROWS, "Colors": channels, "BitsPerComponent": 8, "Columns": width}
    return pydyf.Stream(
        [b"".join([*chunks, deflate.flush()])],
        {**entries, "Filter": "/FlateDecode", "DecodeParms": pydyf.Dictionary(predictor)},
    )


def _filtered(pixels: npt.NDArray[np.uint8]) -> Iterator[bytes]:
    """Rows with their PNG filter's number before them, a strip at a time.

    Of the filters None, Sub and Up each row takes the one with the smallest sum of absolute differences.
    """
    height, width, channels = pixels.shape
    rows = max(1, _STRIP_BYTES // (width * channels))
    above = np.zeros((1, width, channels), dtype=np.uint8)
    for top in range(0, height, rows):
        strip = pixels[top : top + rows]
        left = np.zeros_like(strip)
        left[:, 1:] = strip[:, :-1]
        candidates = np.stack((strip, strip - left, strip - np.concatenate((above, strip[:-1]))))
        candidates = candidates.reshape(3, len(strip), -1)
        cost = np.minimum(candidates, 0 - candidates).sum(axis=2, dtype=np.int64)
        best = cost.argmin(axis=0)
        lines = np.empty((len(strip), width * channels + 1), dtype=np.uint8)
        lines[:, 0] = best
        lines[:, 1:] = candidates[best, np.arange(len(strip))]
        yield lines.tobytes()
        above = strip[-1:]
