"""The PNG encoder: every pixel comes back, in as few channels as it needs."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from boardkit.backends.png import encode_png
from tests.boardkit.pictures import Pixels, pixels


def noise(height: int, width: int, *, opaque: bool) -> Pixels:
    picture = np.random.default_rng(1).integers(0, 256, (height, width, 4), dtype=np.uint8)
    if opaque:
        picture[..., 3] = 255
    return picture


def chunks(data: bytes) -> list[bytes]:
    """The names of a PNG file's chunks."""
    names, position = [], 8
    while position < len(data):
        names.append(data[position + 4 : position + 8])
        position += 12 + int.from_bytes(data[position : position + 4])
    return names


@pytest.mark.parametrize("opaque", [True, False])
@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (67, 43)])
def test_every_pixel_comes_back(size: tuple[int, int], opaque: bool) -> None:
    picture = noise(*size, opaque=opaque)
    np.testing.assert_array_equal(pixels(encode_png(picture)), picture)


def test_colours_below_full_transparency_are_kept() -> None:
    picture = np.array([[[200, 100, 50, 0], [1, 2, 3, 255]]], dtype=np.uint8)
    np.testing.assert_array_equal(pixels(encode_png(picture)), picture)


def test_a_part_of_a_larger_picture_can_be_encoded() -> None:
    picture = noise(40, 40, opaque=False)[5:30:2, 3:20]
    np.testing.assert_array_equal(pixels(encode_png(picture)), picture)


@pytest.mark.parametrize(("alpha", "mode"), [(255, "RGB"), (254, "RGBA")])
def test_alpha_is_kept_only_where_something_is_not_opaque(alpha: int, mode: str) -> None:
    picture = noise(9, 9, opaque=True)
    picture[4, 4, 3] = alpha
    with Image.open(io.BytesIO(encode_png(picture))) as decoded:
        assert decoded.mode == mode


def test_a_file_holds_the_picture_and_nothing_else() -> None:
    assert chunks(encode_png(noise(9, 9, opaque=True))) == [b"IHDR", b"IDAT", b"IEND"]


def test_an_empty_page_is_a_small_file() -> None:
    page = np.full((2400, 1840, 4), 255, dtype=np.uint8)
    assert len(encode_png(page)) < page.nbytes / 200


def test_noise_grows_by_little() -> None:
    picture = noise(300, 300, opaque=False)
    assert len(encode_png(picture)) < picture.nbytes * 1.02
