"""Pictures are halved, as Chromium does it, before they are drawn smaller than half of their size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import skia

from boardkit.backends.png.sampling.mipmaps import Mipmaps
from boardkit.backends.png.sampling.pixel_store import PixelStore
from tests.boardkit.pictures import Pixels

NO_ROOM = 0


@dataclass(eq=False)
class Noise:
    """An opaque picture of noise, which counts how often it is decoded."""

    width: int
    height: int
    times_decoded: int = 0

    def pixels(self) -> skia.Image:
        self.times_decoded += 1
        pixels = np.random.default_rng(5).integers(0, 256, (self.height, self.width, 4)).astype(np.uint8)
        pixels[..., 3] = 255
        return skia.Image.fromarray(pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)

    def decoded_at(self, width: int, height: int) -> None:
        return None


def fitting(
    picture: Noise, width: float, height: float, matrix: skia.Matrix | None = None
) -> tuple[skia.Image, skia.Rect]:
    """What the whole of a picture is drawn from, into a box."""
    whole = skia.Rect.MakeWH(picture.width, picture.height)
    return part_fitting(picture, whole, skia.Rect.MakeWH(width, height), matrix)


def part_fitting(
    picture: Noise,
    part: skia.Rect,
    box: skia.Rect,
    matrix: skia.Matrix | None = None,
    mipmaps: Mipmaps | None = None,
) -> tuple[skia.Image, skia.Rect]:
    """What a part of a picture is drawn from, into a box."""
    found = (mipmaps or Mipmaps(PixelStore())).fitting(picture, part, box, matrix or skia.Matrix())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("width", "height", "level"),
    [
        (100, 64, (100, 64)),
        (300, 64, (100, 64)),
        (51, 33, (100, 64)),
        (50, 32, (50, 32)),
        (26, 16, (50, 32)),
        (25, 16, (25, 16)),
        (12, 8, (13, 8)),
        (6, 4, (7, 4)),
        (1, 1, (1, 1)),
        (0.5, 0.5, (1, 1)),
    ],
)
def test_sides_are_halved_and_rounded_up_until_less_than_half_remains_to_do(
    width: float, height: float, level: tuple[int, int]
) -> None:
    image, _ = fitting(Noise(100, 64), width, height)
    assert (image.width(), image.height()) == level


def test_the_direction_that_shrinks_least_decides() -> None:
    image, _ = fitting(Noise(100, 64), 100, 2)
    assert image.width() == 100


def test_turned_pictures_count_by_their_own_sides() -> None:
    matrix = skia.Matrix().setRotate(45).preScale(0.25, 0.25)
    image, _ = fitting(Noise(100, 64), 100, 64, matrix)
    assert (image.width(), image.height()) == (25, 16)


def test_every_four_pixels_become_their_mean_rounded_down() -> None:
    whole = Noise(8, 6)
    half, _ = fitting(whole, 4, 3)
    four = whole.pixels().toarray().astype(int).reshape(3, 2, 4, 2, 4)
    np.testing.assert_array_equal(half.toarray(), four.sum(axis=(1, 3)) // 4)


def test_only_the_pixels_shown_are_halved() -> None:
    part = skia.Rect.MakeXYWH(10.5, 20, 40, 30)
    level, same = part_fitting(Noise(101, 64), part, skia.Rect.MakeWH(10, 7))
    assert (level.width(), level.height()) == (11, 8)
    found = (same.x() / 11, same.y() / 8, same.width() / 11, same.height() / 8)
    assert found == pytest.approx((0.5 / 41, 0, 40 / 41, 1), abs=1e-6)


def drawn_in_turn(picture: Noise, sizes: list[tuple[int, int]], store: PixelStore) -> Pixels:
    """What a picture is drawn from the last time, after all the other sizes."""
    whole, mipmaps = skia.Rect.MakeWH(picture.width, picture.height), Mipmaps(store)
    found = [part_fitting(picture, whole, skia.Rect.MakeWH(*size), mipmaps=mipmaps) for size in sizes]
    pixels: Pixels = found[-1][0].toarray()
    return pixels


def test_smaller_copies_are_made_from_larger_ones_that_were_needed_before() -> None:
    after = drawn_in_turn(Noise(97, 61), [(25, 16), (7, 4)], PixelStore())
    alone = drawn_in_turn(Noise(97, 61), [(7, 4)], PixelStore())
    assert not np.array_equal(after, alone)


@pytest.mark.parametrize("sizes", [[(25, 16), (7, 4), (97, 61), (7, 4)], [(7, 4), (25, 16), (7, 4)]])
def test_what_found_no_room_is_made_again_to_the_same_pixels(sizes: list[tuple[int, int]]) -> None:
    kept = drawn_in_turn(Noise(97, 61), sizes, PixelStore())
    np.testing.assert_array_equal(drawn_in_turn(Noise(97, 61), sizes, PixelStore(NO_ROOM)), kept)


def test_a_picture_whose_copy_is_kept_is_not_decoded_again() -> None:
    picture, mipmaps = Noise(100, 64), Mipmaps(PixelStore(100 * 64))
    whole, small = skia.Rect.MakeWH(100, 64), skia.Rect.MakeWH(25, 16)
    for _ in range(3):
        part_fitting(picture, whole, small, mipmaps=mipmaps)
    assert picture.times_decoded == 1


@pytest.mark.parametrize(
    ("part", "box"),
    [
        (skia.Rect(), skia.Rect(0, 0, 5, 5)),
        (skia.Rect(0, 0, 10, 10), skia.Rect()),
        (skia.Rect(0, 0, 10, 10), skia.Rect.MakeWH(5, 0.4)),
        (skia.Rect.MakeXYWH(20, 20, 10, 10), skia.Rect(0, 0, 5, 5)),
    ],
)
def test_what_is_thinner_than_half_a_pixel_is_not_drawn(part: skia.Rect, box: skia.Rect) -> None:
    assert Mipmaps(PixelStore()).fitting(Noise(10, 10), part, box, skia.Matrix()) is None
