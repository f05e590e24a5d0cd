"""A client's own picture: decoded whole, and stripped of anything but its pixels."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from boardkit.errors import PictureError
from boardkit.limits import Limits
from boardkit.picture import clean_png
from tests.boardkit.pictures import encoded, pixels


def picture(mode: str = "RGBA", size: tuple[int, int] = (23, 17)) -> Image.Image:
    noise = np.random.default_rng(5).integers(0, 256, (size[1], size[0], 4), dtype=np.uint8)
    noise[..., 3] |= 1
    return Image.fromarray(noise).convert(mode)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int, *, depth: int = 8, color: int = 2, interlaced: int = 0) -> bytes:
    body = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", body)


def with_size(data: bytes, width: int, height: int) -> bytes:
    """A PNG file whose header says another size, with the right checksum."""
    fields: Any = struct.unpack(">IIBBBBB", data[16:29])
    return header(width, height, depth=fields[2], color=fields[3]) + data[33:]


class TestAccepted:
    @pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P", "1"])
    def test_an_intact_picture_keeps_every_pixel(self, mode: str) -> None:
        data = encoded(picture(mode))
        clean = clean_png(data)
        assert (clean.width, clean.height) == (23, 17)
        np.testing.assert_array_equal(pixels(clean.data), pixels(data))

    def test_an_indexed_picture_with_a_transparent_colour_keeps_it(self) -> None:
        data = encoded(picture("P"), transparency=3)
        np.testing.assert_array_equal(pixels(clean_png(data).data), pixels(data))

    def test_sixteen_bits_a_channel_become_eight(self) -> None:
        rows = b"".join(b"\0" + struct.pack(">3H", 0xFFFF, 0x8080, 0x0101 * y) for y in range(4))
        data = header(1, 4, depth=16) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
        assert pixels(clean_png(data).data)[:, 0].tolist() == [[255, 128, y, 255] for y in range(4)]

    def test_an_interlaced_picture_is_read(self) -> None:
        """Adam7's passes of a 2 × 2 picture: its first pixel, the one to its right, the row below."""
        red, green, blue, white = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff", b"\xff\xff\xff"
        body = zlib.compress(b"\0" + red + b"\0" + green + b"\0" + blue + white)
        data = header(2, 2, interlaced=1) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
        assert pixels(clean_png(data).data)[..., :3].tolist() == [
            [[255, 0, 0], [0, 255, 0]],
            [[0, 0, 255], [255, 255, 255]],
        ]


class TestStripped:
    def test_text_profiles_and_times_are_gone(self) -> None:
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "secret words", zip=False)
        info.add_itxt("XML:com.adobe.xmp", "secret words")
        info.add(b"eXIf", b"secret words")
        clean = clean_png(encoded(picture(), pnginfo=info, dpi=(300, 300)))
        assert b"secret" not in clean.data
        assert all(name not in clean.data for name in (b"tEXt", b"iTXt", b"eXIf", b"pHYs"))

    def test_what_follows_the_picture_is_gone(self) -> None:
        data = encoded(picture())
        clean = clean_png(data + b"<script>alert(1)</script>" + b"PK\x03\x04")
        assert b"script" not in clean.data
        assert clean.data == clean_png(data).data

    def test_what_was_cleaned_once_stays_as_it_is(self) -> None:
        clean = clean_png(encoded(picture()))
        assert clean_png(clean.data) == clean


class TestRefused:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\x89PNG\r\n\x1a\n",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>" + bytes(50),
            encoded(picture("RGB"), "JPEG"),
            encoded(picture("RGB"), "GIF"),
            b"GIF89a" + encoded(picture()),
            header(5, 5)[:20],
        ],
        ids=["empty", "signature", "svg", "jpeg", "gif", "polyglot", "cut header"],
    )
    def test_what_is_no_png_is_refused(self, data: bytes) -> None:
        with pytest.raises(PictureError, match="is no PNG file"):
            clean_png(data)

    @pytest.mark.parametrize("cut", [20_000, 1000, 20, 12, 1])
    def test_a_truncated_picture_is_refused(self, cut: int) -> None:
        data = encoded(picture(size=(100, 100)))
        with pytest.raises(PictureError, match="damaged"):
            clean_png(data[:-cut])

    def test_a_picture_with_a_broken_checksum_is_refused(self) -> None:
        data = bytearray(encoded(picture(size=(100, 100))))
        data[len(data) // 2] ^= 0xFF
        with pytest.raises(PictureError, match="damaged"):
            clean_png(bytes(data))

    def test_a_header_with_a_broken_checksum_is_refused(self) -> None:
        data = bytearray(encoded(picture()))
        data[19] += 1
        with pytest.raises(PictureError, match="damaged"):
            clean_png(bytes(data))

    def test_a_header_that_promises_more_rows_than_there_are_is_refused(self) -> None:
        with pytest.raises(PictureError, match="damaged"):
            clean_png(with_size(encoded(picture()), 23, 1000))

    @pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0)])
    def test_an_empty_picture_is_refused(self, width: int, height: int) -> None:
        with pytest.raises(PictureError, match="is empty"):
            clean_png(with_size(encoded(picture()), width, height))

    @pytest.mark.parametrize("side", [8001, 100_000, 2**31 - 1, 2**32 - 1])
    def test_a_bomb_is_refused_by_its_header_before_anything_is_decoded(self, side: int) -> None:
        with pytest.raises(PictureError, match="at most 64 million are allowed"):
            clean_png(header(side, side) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))

    def test_a_picture_may_have_as_many_pixels_as_the_limit_and_no_more(self) -> None:
        data = encoded(picture(size=(20, 10)))
        assert clean_png(data, limits=Limits(picture_pixels=200)).width == 20
        with pytest.raises(PictureError, match="The picture has 20 × 10 pixels"):
            clean_png(data, limits=Limits(picture_pixels=199))
