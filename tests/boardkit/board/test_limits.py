"""How large a board may be."""

from __future__ import annotations

from typing import Any

import pytest

from boardkit.errors import OverLimit
from boardkit.limits import Limits
from tests.boardkit.saved import parsed, stroke


def pages(count: int) -> Any:
    return {"pages": [{}] * count}


def elements(count: int) -> Any:
    """Spread over pages and over all lists that hold elements, in all dialects."""
    lists = ("strokes", "shapes", "texts", "assets")
    return {"pages": [{lists[i % 4]: [{}]} for i in range(count)]}


def elements_at_the_root(count: int) -> Any:
    return {"strokes": [{}] * (count - 1), "assets": [None]}


def points(count: int) -> Any:
    strokes = [stroke("pen", *[(0, 0)] * (count - 1)), stroke("line", (0, 0))]
    return {"pages": [{"strokes": [saved]} for saved in strokes]}


def points_at_the_root(count: int) -> Any:
    return {"strokes": [stroke("pen", *[(0, 0)] * count)]}


@pytest.mark.parametrize(
    ("limit", "board"),
    [
        ("pages", pages),
        ("elements", elements),
        ("elements", elements_at_the_root),
        ("points", points),
        ("points", points_at_the_root),
    ],
)
def test_a_board_may_reach_a_limit_and_not_pass_it(limit: str, board: Any) -> None:
    limits = Limits(**{limit: 5})
    parsed(board(5), limits=limits)
    with pytest.raises(OverLimit, match=f"The board has 6 {limit}; at most 5 can be exported") as caught:
        parsed(board(6), limits=limits)
    assert (caught.value.limit, caught.value.allowed, caught.value.found) == (limit, 5, 6)


def test_the_limits_are_those_that_are_promised() -> None:
    limits = Limits()
    assert (limits.state_bytes, limits.pages, limits.elements) == (10_000_000, 500, 200_000)
    assert (limits.points, limits.picture_pixels, limits.depth) == (2_000_000, 64_000_000, 64)
