"""Embedded pictures: once each, JPEG as it came, everything else without loss."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageCms
import pytest

from boardkit.scene.nodes import Image, Picture
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.backends.pdf_tools import page, pdf_of, pixels, poppler, skia_pixels
from tests.boardkit.backends.scenes import scene

EXIF_ORIENTATION = 0x0112


def gradient(width: int = 60, height: int = 40) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 4] with a white corner at the top left, so that every turn can be told."""
    values = np.zeros((height, width, 4), dtype=np.uint8)
    values[..., 0] = np.linspace(0, 255, width, dtype=np.uint8)
    values[..., 1] = np.linspace(0, 255, height, dtype=np.uint8)[:, None]
    values[..., 3] = np.linspace(255, 10, width, dtype=np.uint8)
    values[: height // 3, : width // 3, :3] = 255
    return values


def encoded(mode: str, file_format: str, **options: object) -> bytes:
    values = gradient() if mode == "RGBA" else gradient()[..., :3]
    picture = PIL.Image.fromarray(values).convert(mode)
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def node(data: bytes, media_type: str = "image/png", x: float = 10, y: float = 10) -> Image:
    return Image(Picture(data, media_type, 60, 40), 60, 40, transform=(1, 0, 0, 1, x, y))


def streams(data: bytes, number: int = 0) -> list[Any]:
    objects = page(data, number)["/Resources"].get("/XObject", {})
    return [entry.get_object() for entry in objects.values()]


def raw(stream: Any, channels: int) -> npt.NDArray[np.uint8]:
    shape = (stream["/Height"], stream["/Width"], channels)
    return np.frombuffer(stream.get_data(), dtype=np.uint8).reshape(shape)


@pytest.mark.parametrize(
    ("mode", "options", "space"),
    [
        ("RGB", {}, "/DeviceRGB"),
        ("RGB", {"progressive": True}, "/DeviceRGB"),
        ("L", {}, "/DeviceGray"),
    ],
)
def test_a_jpeg_file_is_embedded_as_it_came(mode: str, options: dict[str, object], space: str) -> None:
    file = encoded(mode, "JPEG", **options)
    data = pdf_of(scene(node(file, "image/jpeg")))
    assert data.count(file) == 1
    (stream,) = streams(data)
    assert (stream["/Filter"], stream["/ColorSpace"]) == ("/DCTDecode", space)


def test_a_jpeg_that_was_cut_off_looks_as_in_the_browser_whatever_the_reader() -> None:
    file = encoded("RGB", "JPEG", quality=95)
    (stream,) = streams(pdf_of(scene(node(file[: len(file) // 2], "image/jpeg"))))
    assert stream["/Filter"] == "/FlateDecode"
    assert raw(stream["/SMask"].get_object(), 1)[-1].max() == 0


def test_a_cmyk_jpeg_is_decoded_to_what_browsers_show() -> None:
    file = encoded("CMYK", "JPEG", quality=95)
    data = pdf_of(scene(node(file, "image/jpeg")))
    (stream,) = streams(data)
    assert (stream["/Filter"], stream["/ColorSpace"]) == ("/FlateDecode", "/DeviceRGB")
    difference = np.abs(raw(stream, 3).astype(int) - gradient()[..., :3])
    assert difference.mean() < 4


def test_the_colour_profile_of_a_jpeg_travels_with_it() -> None:
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    (stream,) = streams(pdf_of(scene(node(encoded("RGB", "JPEG", icc_profile=profile), "image/jpeg"))))
    kind, embedded = stream["/ColorSpace"]
    assert (kind, embedded.get_object()["/N"]) == ("/ICCBased", 3)
    assert embedded.get_object().get_data() == profile


def test_a_profile_for_other_channels_than_the_picture_has_is_left_out() -> None:
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    (stream,) = streams(pdf_of(scene(node(encoded("L", "JPEG", icc_profile=profile), "image/jpeg"))))
    assert stream["/ColorSpace"] == "/DeviceGray"


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_opaque_pictures_keep_every_pixel_and_have_no_mask(mode: str) -> None:
    (stream,) = streams(pdf_of(scene(node(encoded(mode, "PNG")))))
    wanted = np.asarray(PIL.Image.open(io.BytesIO(encoded(mode, "PNG"))).convert("RGB"))
    assert (raw(stream, 3) == wanted).all()
    assert "/SMask" not in stream


@pytest.mark.parametrize(
    ("file_format", "media_type", "options"),
    [("PNG", "image/png", {}), ("WEBP", "image/webp", {"lossless": True, "exact": True})],
)
def test_translucent_pictures_keep_every_pixel_and_their_alpha_as_a_mask(
    file_format: str, media_type: str, options: dict[str, object]
) -> None:
    (stream,) = streams(pdf_of(scene(node(encoded("RGBA", file_format, **options), media_type))))
    assert (raw(stream, 3) == gradient()[..., :3]).all()
    mask = stream["/SMask"].get_object()
    assert mask["/ColorSpace"] == "/DeviceGray"
    assert (raw(mask, 1)[..., 0] == gradient()[..., 3]).all()


def test_a_picture_larger_than_a_strip_keeps_every_pixel() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1500, 1000, 3), dtype=np.uint8)
    file = io.BytesIO()
    PIL.Image.fromarray(noise).save(file, "PNG", compress_level=1)
    (stream,) = streams(pdf_of(scene(node(file.getvalue()))))
    assert (raw(stream, 3) == noise).all()


def test_filtered_rows_make_a_smooth_picture_small() -> None:
    ramp = np.add.outer(np.arange(400), np.arange(600)).astype(np.uint8)
    file = io.BytesIO()
    PIL.Image.fromarray(ramp).save(file, "PNG")
    assert len(pdf_of(scene(node(file.getvalue())))) < 6_000


def test_one_picture_is_embedded_once_however_often_it_is_drawn(tmp_path: Path) -> None:
    first = node(encoded("RGB", "PNG"))
    again = replace(first, transform=(2, 0, 0, 2, 70, 10), opacity=0.5)
    data = pdf_of(scene(first, again), scene(first, number=2))
    listed = poppler("pdfimages", data, tmp_path, "-list").splitlines()[2:]
    assert [line.split()[0] for line in listed] == ["1", "1", "2"]
    assert len({line.split()[10] for line in listed}) == 1
    assert len(streams(data)) == 1


def test_a_page_lists_only_the_pictures_on_it() -> None:
    data = pdf_of(scene(node(encoded("RGB", "PNG"))), scene(number=2))
    assert (len(streams(data, 0)), len(streams(data, 1))) == (1, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("file_format", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_pictures_are_turned_as_exif_says(orientation: int, file_format: str, media_type: str) -> None:
    exif = PIL.Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    width, height = (60, 40) if orientation < 5 else (40, 60)
    file = encoded("RGB", file_format, exif=exif)
    drawn = Image(Picture(file, media_type, width, height), width, height, transform=(1, 0, 0, 1, 10, 10))
    board = scene(drawn, width=80, height=80)
    difference = np.abs(pixels(pdf_of(board)).astype(int) - skia_pixels(board))
    assert difference[12:48, 12:48].mean() < 4


def test_a_webp_is_not_turned_as_in_the_browser() -> None:
    exif = PIL.Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    drawn = Image(Picture(encoded("RGB", "WEBP", exif=exif), "image/webp", 60, 40), 60, 40)
    board = scene(replace(drawn, transform=(1, 0, 0, 1, 10, 10)), width=80, height=80)
    difference = np.abs(pixels(pdf_of(board)).astype(int) - skia_pixels(board))
    assert difference[12:48, 12:68].mean() < 4


def test_the_opacity_of_an_image_lets_the_board_through() -> None:
    black = io.BytesIO()
    PIL.Image.new("RGB", (10, 10)).save(black, "PNG")
    data = pdf_of(scene(replace(node(black.getvalue()), opacity=0.25)))
    assert pixels(data)[30, 40].tolist() == pytest.approx([191, 191, 191], abs=2)


def test_a_picture_that_cannot_be_decoded_leaves_its_place_empty_with_a_remark() -> None:
    log = WarningLog()
    data = pdf_of(scene(replace(node(b"no picture"), id="broken"), node(encoded("RGB", "PNG"))), log=log)
    (remark,) = log.all()
    assert (remark.code, remark.page, remark.element) == (WarningCode.IMAGE_UNREADABLE, 1, "broken")
    assert len(streams(data)) == 1


def test_a_picture_that_was_cut_off_shows_the_rows_it_has() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (100, 200, 3), dtype=np.uint8)
    file = io.BytesIO()
    PIL.Image.fromarray(noise).save(file, "PNG")
    (stream,) = streams(pdf_of(scene(node(file.getvalue()[: len(file.getvalue()) // 2]))))
    assert (raw(stream, 3)[:30] == noise[:30]).all()
    mask = raw(stream["/SMask"].get_object(), 1)
    assert (mask[:30] == 255).all()
    assert (mask[-30:] == 0).all()
