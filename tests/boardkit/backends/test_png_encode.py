"""The PNG encoder: every pixel comes back, in as few channels as it needs."""

from __future__ import annotations

import io
import zlib

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


def page(height: int = 300, width: int = 400) -> Pixels:
    return np.full((height, width, 4), 255, dtype=np.uint8)


def drawing() -> Pixels:
    """Blue waves, softened at their edges."""
    picture = page()
    down, across = np.mgrid[0:300, 0:400]
    away = np.abs(down % 40 - 20 - 12 * np.sin(across / 9))
    coverage = np.clip(2.5 - away, 0, 1)[..., None]
    picture[..., :3] = 255 - coverage * (255 - np.array([37, 99, 235]))
    return picture


def photograph() -> Pixels:
    """Slow waves and a little noise, on a part of the page."""
    picture, random = page(), np.random.default_rng(2)
    down, across = np.mgrid[0:120, 0:160]
    waves = 128 + 90 * np.sin(down / 30) * np.cos(across / 40)
    noise = random.normal(0, 3, (120, 160, 3))
    picture[50:170, 100:260, :3] = np.clip(waves[..., None] + noise, 0, 255).astype(np.uint8)
    return picture


def transparent() -> Pixels:
    picture = photograph()
    picture[..., 3] = np.arange(300)[:, None] % 256
    return picture


PICTURES = {"page": page, "drawing": drawing, "photograph": photograph, "transparent": transparent}


@pytest.mark.parametrize("name", PICTURES)
def test_rows_come_back_from_any_filter_and_any_strip(name: str) -> None:
    picture = PICTURES[name]()
    np.testing.assert_array_equal(pixels(encode_png(picture)), picture)


@pytest.mark.parametrize("height", [1, 7, 8, 9, 63, 64, 65, 200])
@pytest.mark.parametrize("inked", [None, 0, -1])
def test_repeated_rows_are_found_wherever_they_begin_and_end(height: int, inked: int | None) -> None:
    picture = page(height, 20)
    if inked is not None:
        picture[inked, 3, 0] = 0
    np.testing.assert_array_equal(pixels(encode_png(picture)), picture)


def filters(data: bytes) -> set[int]:
    """The numbers of the filters that a PNG of three channels uses."""
    width = int.from_bytes(data[16:20])
    body = data.index(b"IDAT") + 4
    length = int.from_bytes(data[body - 8 : body - 4])
    return set(zlib.decompress(data[body : body + length])[:: 1 + 3 * width])


def test_drawings_are_left_as_they_are_and_photographs_predicted() -> None:
    none, up, paeth = 0, 2, 4
    assert filters(encode_png(drawing())) <= {none, up}
    assert paeth in filters(encode_png(photograph()))


@pytest.mark.parametrize("name", ["page", "drawing", "photograph"])
def test_files_are_hardly_larger_than_those_of_a_patient_encoder(name: str) -> None:
    picture, patient = PICTURES[name](), io.BytesIO()
    Image.fromarray(picture).convert("RGB").save(patient, "png", compress_level=6)
    assert len(encode_png(picture)) < 1.1 * len(patient.getvalue())


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
    large = page(2400, 1840)
    assert len(encode_png(large)) < large.nbytes / 900


def test_noise_grows_by_little() -> None:
    picture = noise(300, 300, opaque=False)
    assert len(encode_png(picture)) < picture.nbytes * 1.02
