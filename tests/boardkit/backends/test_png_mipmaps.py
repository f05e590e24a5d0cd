"""Pictures are halved, as Chromium does it, before they are drawn smaller than half of their size."""

from __future__ import annotations

import numpy as np
import pytest
import skia

from boardkit.backends.png.mipmaps import Mipmaps


def picture(width: int, height: int) -> skia.Image:
    """An opaque picture of noise."""
    pixels = np.random.default_rng(5).integers(0, 256, (height, width, 4)).astype(np.uint8)
    pixels[..., 3] = 255
    return skia.Image.fromarray(pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)


def fitting(
    image: skia.Image, width: float, height: float, matrix: skia.Matrix | None = None
) -> tuple[skia.Image, skia.Rect]:
    """What the whole of a picture is drawn from, into a box."""
    whole = skia.Rect.MakeWH(image.width(), image.height())
    return Mipmaps().fitting(image, whole, skia.Rect.MakeWH(width, height), matrix or skia.Matrix())


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
        (1, 1, (2, 1)),
        (0.01, 0.01, (1, 1)),
    ],
)
def test_sides_are_halved_and_rounded_up_until_less_than_half_remains_to_do(
    width: float, height: float, level: tuple[int, int]
) -> None:
    image, _ = fitting(picture(100, 64), width, height)
    assert (image.width(), image.height()) == level


def test_the_direction_that_shrinks_least_decides() -> None:
    image, _ = fitting(picture(100, 64), 100, 2)
    assert image.width() == 100


def test_turned_pictures_count_by_their_own_sides() -> None:
    matrix = skia.Matrix().setRotate(45).preScale(0.25, 0.25)
    image, _ = fitting(picture(100, 64), 100, 64, matrix)
    assert (image.width(), image.height()) == (25, 16)


def test_every_four_pixels_become_their_mean_rounded_down() -> None:
    whole = picture(8, 6)
    half, _ = fitting(whole, 4, 3)
    four = whole.toarray().astype(int).reshape(3, 2, 4, 2, 4)
    np.testing.assert_array_equal(half.toarray(), four.sum(axis=(1, 3)) // 4)


def test_a_part_stays_the_same_part() -> None:
    part = skia.Rect.MakeXYWH(10, 20, 40, 30)
    level, same = Mipmaps().fitting(picture(101, 64), part, skia.Rect.MakeWH(10, 7), skia.Matrix())
    assert (level.width(), level.height()) == (26, 16)
    found = (same.x() / 26, same.y() / 16, same.width() / 26, same.height() / 16)
    assert found == pytest.approx((10 / 101, 20 / 64, 40 / 101, 30 / 64), abs=1e-6)


@pytest.mark.parametrize(
    ("part", "box"), [(skia.Rect(), skia.Rect(0, 0, 5, 5)), (skia.Rect(0, 0, 10, 10), skia.Rect())]
)
def test_what_is_empty_needs_no_halving(part: skia.Rect, box: skia.Rect) -> None:
    image, _ = Mipmaps().fitting(picture(10, 10), part, box, skia.Matrix())
    assert image.width() == 10
