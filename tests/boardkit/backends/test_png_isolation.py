"""Canvases that are lent grow as Konva's do."""

from __future__ import annotations

from boardkit.backends.png.isolation import LentCanvas


def lender() -> LentCanvas:
    return LentCanvas(board=(460.0, 340.5), scale=2.0)


def test_the_first_is_as_large_as_needed_in_whole_board_pixels() -> None:
    assert lender().lend((101, 40)).size == (102, 40)


def test_it_never_shrinks() -> None:
    canvas = lender()
    canvas.lend((300, 200))
    assert canvas.lend((10, 10)).size == (300, 200)


def test_a_side_that_is_too_short_grows_by_half_at_least() -> None:
    canvas = lender()
    canvas.lend((100, 100))
    assert canvas.lend((110, 50)).size == (150, 100)
    assert canvas.lend((400, 100)).size == (400, 100)


def test_it_is_never_larger_than_the_board() -> None:
    canvas = lender()
    canvas.lend((800, 600))
    assert canvas.lend((850, 681)).size == (920, 681)


def test_what_was_lent_lends_again_within_its_own_size() -> None:
    canvas = lender()
    inner = canvas.lend((100, 60))
    assert inner.lend((90, 60)).size == (90, 60)
    assert inner.lend((95, 60)).size == (100, 60)


def test_it_is_a_pixel_on_a_board_that_is_less() -> None:
    assert LentCanvas((1, 2), 0.1).lend((1, 1)).size == (1, 1)
