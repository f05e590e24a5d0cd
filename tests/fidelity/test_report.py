"""The report puts the worst boards first and says what is allowed."""

from __future__ import annotations

import numpy as np

from tests.fidelity.check import Drawn
from tests.fidelity.compare import compare, encode
from tests.fidelity.corpus import IDENTICAL, Limit
from tests.fidelity.report import Result, as_page


def result(name: str, difference: int, limit: Limit) -> Result:
    one = np.full((2, 2, 3), 200, dtype=np.uint8)
    drawn = Drawn(encode(one), encode(one - np.uint8(difference)), ())
    return Result(name, drawn, drawn.compared(), limit)


def test_boards_over_their_thresholds_come_first_then_the_largest_differences() -> None:
    near, far = result("near", 1, Limit(9, 1.0, 9)), result("far", 5, Limit(9, 1.0, 9))
    broken, same = result("broken", 1, IDENTICAL), result("same", 0, IDENTICAL)
    page = as_page([near, same, far, broken])
    places = [page.index(f"<h2>{name}</h2>") for name in ("broken", "far", "near", "same")]
    assert places == sorted(places)
    assert page.count('class="off"') == 1
    assert "4 boards: 1 identical, 1 further off" in page


def test_figures_are_of_the_two_pictures_shown() -> None:
    shown = result("far", 5, IDENTICAL)
    assert str(compare(shown.drawn.expected, shown.drawn.actual)) in as_page([shown])
