"""Image files: which way is up, what is whole, which colours they mean, and how large they may be."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from boardkit.board import model
from boardkit.limits import Limits
from boardkit.scene.nodes import Picture
from boardkit.scene.pictures.image_files import UnreadablePicture, decode_picture, read_picture
from boardkit.scene.pictures.metadata import has_whole_blocks
from boardkit.warnings import WarningCode
from tests.boardkit.pictures import Pixels, data_url, encoded, png
from tests.boardkit.scene.drawing import Stage

LIMITS = Limits()
WIDTH, HEIGHT = 12, 8

TURNS: dict[int, Any] = {
    1: lambda pixels: pixels,
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.transpose(1, 0, 2),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: pixels[::-1, ::-1].transpose(1, 0, 2),
    8: lambda pixels: np.rot90(pixels),
}
"""What EXIF's orientations do to the stored pixels."""


def sample() -> Pillow.Image:
    """A picture with no two corners alike."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Pillow.fromarray(np.dstack([x * 20, y * 30, x * y]).astype(np.uint8))


def oriented(number: int) -> Pillow.Exif:
    """EXIF data with an orientation."""
    exif = Pillow.Exif()
    exif[0x0112] = number
    return exif


def shown(data: bytes) -> Pixels:
    """uint8[height, width, 3]: what a file shows."""
    array = decode_picture(read_picture(data, LIMITS).picture).toarray()
    return np.asarray(array)[..., 2::-1]


def remark(data: bytes, media_type: str = "image/png") -> str:
    """What is said of an image that is not drawn as a whole."""
    stage = Stage()
    stage.drawn(model.Image(source=data_url(data, media_type)))
    (warning,) = stage.log.all()
    assert warning.code == WarningCode.IMAGE_UNREADABLE
    return warning.message


def avif(picture: Pillow.Image, **options: Any) -> bytes:
    """A picture as an AVIF file, without loss but for its colours."""
    file = io.BytesIO()
    picture.save(file, "AVIF", quality=100, subsampling="4:4:4", **options)
    return file.getvalue()


class TestAvif:
    def test_its_pixels_are_shown(self) -> None:
        levels = np.abs(shown(avif(sample())).astype(int) - np.asarray(sample()))
        assert levels.max() <= 2

    def test_it_is_turned_as_its_container_says(self) -> None:
        turned = shown(avif(sample(), exif=oriented(6)))
        assert np.abs(turned.astype(int) - TURNS[6](np.asarray(sample()))).max() <= 2

    def test_its_transparency_is_kept(self) -> None:
        clear = sample()
        clear.putalpha(0)
        assert not decode_picture(read_picture(avif(clear), LIMITS).picture).toarray().any()

    def test_it_is_known_by_any_of_its_names(self) -> None:
        renamed = avif(sample()).replace(b"ftypavif", b"ftypmif1", 1)
        np.testing.assert_array_equal(shown(renamed), shown(avif(sample())))

    @pytest.mark.parametrize("transfer", [9, 12])
    def test_colours_that_no_browser_knows_are_refused(self, transfer: int) -> None:
        with pytest.raises(UnreadablePicture, match="no browser knows"):
            read_picture(renamed_colors(avif(sample()), transfer=transfer), LIMITS)

    def test_colours_for_hdr_screens_are_refused(self) -> None:
        with pytest.raises(UnreadablePicture, match="HDR"):
            read_picture(renamed_colors(avif(sample()), transfer=16), LIMITS)

    def test_linear_colours_are_brightened(self) -> None:
        grey = avif(Pillow.new("RGB", (4, 4), (55, 55, 55)))
        assert shown(renamed_colors(grey, transfer=8))[0, 0].tolist() == [128, 128, 128]


def renamed_colors(data: bytes, transfer: int) -> bytes:
    """An AVIF file with another transfer function in its box of colours."""
    place = data.index(b"colrnclx") + 10
    return data[:place] + transfer.to_bytes(2) + data[place + 2 :]


def icon(*pictures: tuple[int, Pillow.Image]) -> bytes:
    """An icon file of pictures and the bits that it says they have."""
    files = [(bits, picture.width, encoded(picture)) for bits, picture in pictures]
    place, entries = 6 + 16 * len(files), b""
    for bits, side, file in files:
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, bits, len(file), place)
        place += len(file)
    return struct.pack("<HHH", 0, 1, len(files)) + entries + b"".join(file for _, _, file in files)


class TestIcons:
    def test_the_largest_is_shown_and_of_two_the_one_with_more_bits(self) -> None:
        small, coarse, fine = (Pillow.new("RGB", (side, side), color) for side, color in SQUARES)
        shown_one = shown(icon((32, small), (4, coarse), (32, fine), (8, coarse)))
        assert shown_one.shape[:2] == (8, 8)
        assert shown_one[0, 0].tolist() == [0, 0, 255]

    @pytest.mark.parametrize("length", [0, 4, 6, 21, 30])
    def test_one_that_is_cut_short_is_refused(self, length: int) -> None:
        with pytest.raises(UnreadablePicture):
            read_picture(icon((8, sample()), (32, sample()))[:length], LIMITS)


SQUARES = ((4, "red"), (8, "lime"), (8, "blue"))


class TestOrientation:
    @pytest.mark.parametrize("number", TURNS)
    def test_a_png_is_turned_upright_by_its_exif_data(self, number: int) -> None:
        stored = np.asarray(sample())
        data = encoded(sample(), exif=oriented(number))
        np.testing.assert_array_equal(shown(data), TURNS[number](stored))

    @pytest.mark.parametrize("number", TURNS)
    def test_a_jpeg_is_turned_upright_by_its_exif_data(self, number: int) -> None:
        plain = shown(encoded(sample(), "JPEG", quality=95))
        turned = shown(encoded(sample(), "JPEG", quality=95, exif=oriented(number)))
        np.testing.assert_array_equal(turned, TURNS[number](plain))

    def test_a_webp_is_shown_as_stored_as_browsers_do(self) -> None:
        data = encoded(sample(), "WEBP", lossless=True, exif=oriented(6))
        np.testing.assert_array_equal(shown(data), np.asarray(sample()))

    @pytest.mark.parametrize("number", [5, 6, 7, 8])
    def test_the_size_is_that_of_the_upright_picture(self, number: int) -> None:
        picture = read_picture(encoded(sample(), exif=oriented(number)), LIMITS).picture
        assert (picture.width, picture.height) == (HEIGHT, WIDTH)

    @pytest.mark.parametrize(
        "exif", [b"", b"II", b"II*\0\xff\xff\xff\xff", b"XX*\0\0\0\0\x08", b"MM\0*\0\0\0\x08\0"]
    )
    def test_broken_exif_data_turn_nothing(self, exif: bytes) -> None:
        chunk = b"eXIf" + exif
        chunk = struct.pack(">I", len(exif)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        plain = encoded(sample())
        header = plain.index(b"IHDR") + 13 + 8
        np.testing.assert_array_equal(shown(plain[:header] + chunk + plain[header:]), np.asarray(sample()))


class TestWholeness:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "ICO"])
    def test_a_whole_file_is_whole(self, kind: str) -> None:
        assert not read_picture(encoded(sample(), kind), LIMITS).damage

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
    def test_a_file_without_its_end_is_drawn_with_a_remark(self, kind: str) -> None:
        cut = encoded(sample(), kind)[:-3]
        if kind == "PNG":
            cut = cut[:-9]
        assert "cut short" in remark(cut)

    def test_a_jpegs_own_small_preview_does_not_count_as_its_end(self) -> None:
        whole = encoded(sample(), "JPEG", exif=oriented(1).tobytes() + b"\xff\xd8\xff\xd9")
        assert "cut short" in read_picture(whole[:-2], LIMITS).damage

    def test_a_png_whose_pixels_were_changed_is_drawn_with_a_remark(self) -> None:
        changed = bytearray(encoded(sample()))
        changed[changed.index(b"IDAT") + 20] ^= 1
        assert "was changed after it was written" in remark(bytes(changed))

    def test_a_png_whose_other_chunks_were_changed_is_sound(self) -> None:
        changed = bytearray(encoded(sample(), dpi=(72, 72)))
        changed[changed.index(b"pHYs") + 5] ^= 1
        assert not read_picture(bytes(changed), LIMITS).damage

    def test_of_a_webp_cut_short_nothing_is_drawn(self) -> None:
        with pytest.raises(UnreadablePicture, match="cut short"):
            read_picture(encoded(sample(), "WEBP", lossless=True)[:-9], LIMITS)

    def test_what_a_cut_png_lacks_is_transparent(self) -> None:
        noise = np.random.default_rng(1).integers(0, 256, (40, 40, 3)).astype(np.uint8)
        data = encoded(Pillow.fromarray(noise))
        pixels = decode_picture(Picture(data[: len(data) // 2], "image/png", 40, 40)).toarray()
        assert (pixels[0, :, 3] == 255).all()
        assert (pixels[-1, :, 3] == 0).all()


class TestColours:
    def test_an_srgb_profile_changes_nothing(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        np.testing.assert_allclose(
            shown(encoded(sample(), icc_profile=profile)).astype(int), np.asarray(sample()), atol=1
        )

    def test_a_linear_png_is_brightened(self) -> None:
        plain = encoded(Pillow.new("RGB", (4, 4), (55, 55, 55)))
        gamma = b"gAMA" + struct.pack(">I", 100_000)
        chunk = struct.pack(">I", 4) + gamma + struct.pack(">I", zlib.crc32(gamma))
        header = plain.index(b"IHDR") + 13 + 8
        assert shown(plain[:header] + chunk + plain[header:])[0, 0].tolist() == [128, 128, 128]

    def test_profiles_that_are_none_are_ignored(self) -> None:
        data = encoded(sample(), icc_profile=b"nonsense" * 20)
        np.testing.assert_array_equal(shown(data), np.asarray(sample()))


class TestRefusals:
    def test_a_picture_of_too_many_pixels_is_refused_by_its_header(self) -> None:
        header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
        plain = png(2, 2)
        start = plain.index(b"IHDR")
        bomb = (
            plain[: start + 4]
            + header
            + struct.pack(">I", zlib.crc32(b"IHDR" + header))
            + plain[start + 21 :]
        )
        assert "60000 × 60000 pixels, which is too many" in remark(bomb)

    def test_an_avif_that_is_damaged_or_too_large_is_refused(self) -> None:
        assert "it is damaged" in remark(avif(sample())[:200], "image/avif")
        with pytest.raises(UnreadablePicture, match="12 × 8 pixels, which is too many"):
            read_picture(avif(sample()), Limits(image_pixels=95))

    def test_svg_is_refused_by_name(self) -> None:
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        assert "SVG file, which is not supported" in remark(drawing, "image/svg+xml")

    def test_what_is_called_svg_is_not_shown_whatever_it_is(self) -> None:
        assert "SVG" in remark(png(2, 2), "image/svg+xml; charset=utf-8")

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "its file is empty."),
            (b"\x89PNG\r\n\x1a\n", "it is damaged, or no picture at all."),
            (b"\n<HTML>404</HTML>", "it is a page of the web, which"),
            (b"%PDF-1.4", "it is a PDF file, which"),
            (b"II*\0", "it is a TIFF file, which"),
            (b"\0\0\0\x18ftypheic", "it is a HEIC file, which"),
            (b"\0\0\0\x18ftypmp42", "it is a film, which"),
            (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "it is an SVG file, which"),
            (b"<?xml version='1.0'?><feed/>", "it is damaged, or no picture at all."),
        ],
    )
    def test_what_is_no_picture_is_refused_by_what_it_is(self, data: bytes, reason: str) -> None:
        assert remark(data).startswith(f"The image can't be shown: {reason}")


@pytest.mark.parametrize(
    ("size", "options", "whole"),
    [
        ((32, 48), {"subsampling": "4:2:0"}, True),
        ((32, 48), {"subsampling": "4:2:0", "progressive": True}, True),
        ((40, 48), {"subsampling": "4:2:0"}, False),
        ((32, 40), {"subsampling": "4:2:0"}, False),
        ((32, 40), {"subsampling": "4:2:2"}, True),
        ((40, 40), {"subsampling": "4:4:4"}, True),
        ((41, 40), {"subsampling": "4:4:4"}, False),
    ],
)
def test_jpegs_are_known_to_have_whole_blocks(
    size: tuple[int, int], options: dict[str, Any], whole: bool
) -> None:
    data = encoded(Pillow.new("RGB", size, "red"), "JPEG", **options)
    assert has_whole_blocks(data) is whole


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG", b"\xff\xd8\xff", b"\xff\xd8\xff\xc0\0\x04\0\0", b"\xff\xd8" * 9]
)
def test_what_is_no_whole_jpeg_has_no_whole_blocks(data: bytes) -> None:
    assert has_whole_blocks(data) is False


def with_code_points(*points: int) -> bytes:
    """A PNG with a cICP chunk before its pixels."""
    whole, content = png(), bytes(points)
    header = 33
    checked = b"cICP" + content
    return b"".join(
        (
            whole[:header],
            struct.pack(">I", 4),
            checked,
            struct.pack(">I", zlib.crc32(checked)),
            whole[header:],
        )
    )


@pytest.mark.parametrize("transfer", [16, 18])
def test_a_png_for_hdr_screens_is_refused(transfer: int) -> None:
    with pytest.raises(UnreadablePicture, match="HDR"):
        read_picture(with_code_points(9, transfer, 0, 1), LIMITS)


def test_a_png_whose_colours_are_differences_is_refused_as_in_browsers() -> None:
    with pytest.raises(UnreadablePicture, match="differences"):
        read_picture(with_code_points(1, 13, 1, 1), LIMITS)


def test_an_animation_that_begins_with_less_than_all_of_it_is_refused() -> None:
    whole, after_header = png(), 33
    frame = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in (
            (b"fcTL", struct.pack(">5I2H2B", 0, 1, 1, 0, 0, 1, 10, 0, 0)),
            (b"fdAT", struct.pack(">I", 1) + zlib.compress(bytes(4))),
        )
    )
    control = b"acTL" + struct.pack(">2I", 1, 0)
    control = struct.pack(">I", 8) + control + struct.pack(">I", zlib.crc32(control))
    end = whole[-12:]
    animated = whole[:after_header] + control + whole[after_header:-12] + frame + end
    with pytest.raises(UnreadablePicture, match="smaller than the animation"):
        read_picture(animated, LIMITS)
