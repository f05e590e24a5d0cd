"""The figures that decide are right themselves."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fidelity.compare import WHITE, Pixels, compare, encode


def white(height: int = 4, width: int = 5) -> Pixels:
    return np.full((height, width, 3), WHITE, dtype=np.uint8)


def test_equal_pictures_are_identical() -> None:
    comparison = compare(encode(white()), encode(white()))
    assert (comparison.largest, comparison.identical, comparison.inked_within(0)) == (0, 1.0, 1.0)


def test_one_channel_of_one_pixel_counts() -> None:
    other = white()
    other[2, 3, 1] -= 7
    comparison = compare(encode(white()), encode(other))
    assert comparison.largest == 7
    assert comparison.identical == pytest.approx(19 / 20)


def test_ink_that_only_one_picture_has_is_inked() -> None:
    one, other = white(), white()
    one[0, 0] = 0
    other[1, 1] = 0
    one[2, 2] = other[2, 2] = 100
    assert compare(encode(one), encode(other)).inked_within(16) == pytest.approx(1 / 3)


def test_the_tolerance_is_inclusive() -> None:
    one, other = white(), white()
    one[0, 0], other[0, 0] = 100, 116
    comparison = compare(encode(one), encode(other))
    assert comparison.inked_within(16) == 1.0
    assert comparison.inked_within(15) == 0.0


def test_pictures_of_other_sizes_are_not_compared() -> None:
    with pytest.raises(ValueError, match="expected 5 × 4, got 6 × 4"):
        compare(encode(white()), encode(white(width=6)))
