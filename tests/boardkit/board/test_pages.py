"""Which pages a board has, and which of them is open."""

from __future__ import annotations

import math
from typing import Any

import pytest

from boardkit.board.pages import choose_pages
from boardkit.errors import OptionsError
from boardkit.options import Pages
from boardkit.warnings import WarningCode, WarningLog
from tests.boardkit.saved import messages, parsed, stroke

THREE = [{"id": "a", "name": "One"}, {"id": "b", "name": "Two"}, {"id": "c", "name": "Three"}]


def current(**root: Any) -> int:
    """The open page of a board of three, without a remark."""
    log = WarningLog()
    number = parsed({"pages": THREE, **root}, log).current
    assert log.all() == ()
    return number


class TestOpenPage:
    @pytest.mark.parametrize(("index", "number"), [(0, 1), (1, 2), (2, 3), (1.0, 2), (1.7, 2), ("2", 3)])
    def test_the_index_counts_from_zero(self, index: object, number: int) -> None:
        assert current(currentPageIndex=index) == number

    @pytest.mark.parametrize(("active", "number"), [("a", 1), ("c", 3)])
    def test_the_active_page_is_found_by_its_id(self, active: str, number: int) -> None:
        assert current(activePageId=active) == number

    def test_the_index_comes_before_the_id(self) -> None:
        assert current(currentPageIndex=1, activePageId="c") == 2

    @pytest.mark.parametrize("index", [None, "two", [1], {}, True, math.nan, math.inf])
    def test_an_index_that_is_no_number_leaves_the_word_to_the_id(self, index: object) -> None:
        assert current(currentPageIndex=index, activePageId="c") == 3

    @pytest.mark.parametrize("active", [None, "", [], {"id": "c"}])
    def test_without_a_page_to_find_the_first_is_open(self, active: object) -> None:
        assert current(activePageId=active) == 1

    @pytest.mark.parametrize(
        "root", [{"activePageId": "gone"}, {"activePageId": 7}, {"currentPageIndex": "two"}]
    )
    def test_a_page_that_is_not_there_opens_the_first_with_a_remark(self, root: Any) -> None:
        log = WarningLog()
        assert parsed({"pages": THREE, **root}, log).current == 1
        (warning,) = log.all()
        assert warning.code is WarningCode.PAGE_INDEX_REPAIRED
        assert warning.message == "The board's open page is none of its pages; the first was taken."

    def test_an_empty_id_matches_no_page_without_one(self) -> None:
        assert parsed({"pages": [{"id": "a"}, {"id": ""}, {}], "activePageId": ""}).current == 1

    @pytest.mark.parametrize(("index", "named"), [(3, "4"), (-1, "0"), (99.5, "100.5"), (-0.5, "0.5")])
    def test_an_index_beyond_the_pages_opens_the_first_with_a_remark(self, index: float, named: str) -> None:
        log = WarningLog()
        assert parsed({"pages": THREE, "currentPageIndex": index, "activePageId": "c"}, log).current == 1
        (warning,) = log.all()
        assert warning.code is WarningCode.PAGE_INDEX_REPAIRED
        assert f"number {named}," in warning.message

    def test_numbers_are_ids_too(self) -> None:
        assert parsed({"pages": [{"id": 1}, {"id": 2}], "activePageId": 2}).current == 2

    def test_the_first_of_pages_with_the_same_id_is_open(self) -> None:
        assert parsed({"pages": [{"id": "x"}, {"id": "a"}, {"id": "a"}], "activePageId": "a"}).current == 2


class TestHeadings:
    def test_a_heading_says_what_the_page_says(self) -> None:
        page = {"id": "p", "name": "Урок", "width": 300, "height": "400.5", "strokes": [0, 0], "assets": [0]}
        (heading,) = parsed({"pages": [page]}).headings
        assert (heading.number, heading.id, heading.name) == (1, "p", "Урок")
        assert (heading.width, heading.height, heading.elements) == (300.0, 400.5, 3)

    def test_a_page_that_says_nothing_gets_a_number_and_the_default_size(self) -> None:
        heading = parsed({"pages": [{}, {}]}).headings[1]
        assert (heading.number, heading.id, heading.name) == (2, None, "Page 2")
        assert (heading.width, heading.height, heading.elements) == (920.0, 1200.0, 0)

    @pytest.mark.parametrize("side", [0, -5, None, "wide", math.nan, math.inf, True, []])
    def test_a_side_that_is_no_length_is_the_default(self, side: object) -> None:
        (heading,) = parsed({"pages": [{"width": side, "height": side}]}).headings
        assert (heading.width, heading.height) == (920.0, 1200.0)

    @pytest.mark.parametrize("side", [0, -5, "wide", math.nan, 2e6])
    def test_a_side_that_was_saved_in_vain_is_remarked(self, side: object) -> None:
        log = WarningLog()
        parsed({"pages": [{}, {"width": side}]}, log)
        (warning,) = log.all()
        assert (warning.code, warning.page) == (WarningCode.VALUE_REPAIRED, 2)
        assert warning.message == "The page's width is no number from 1 to 1,000,000 and was taken as 920."

    @pytest.mark.parametrize("saved", [{}, "none", 7])
    def test_elements_that_are_no_list_are_left_out_with_a_remark(self, saved: object) -> None:
        log = WarningLog()
        parsed({"pages": [{"strokes": [], "assets": saved}]}, log).read_page(1)
        assert messages(log) == ["The page's assets are no list and were left out."]


class TestPages:
    @pytest.mark.parametrize("state", [None, {}, [], b"null", "{}"])
    def test_an_empty_state_is_one_empty_page(self, state: object) -> None:
        log = WarningLog()
        board = parsed(state, log)
        assert [heading.elements for heading in board.headings] == [0]
        assert [len(layer.children) for layer in board.read_page(1).layers] == [1, 0, 0]
        assert log.all() == ()

    @pytest.mark.parametrize("state", [b"7", b'"text"', b"true", b"[1]", b'["pages"]'])
    def test_a_state_that_is_no_object_is_one_empty_page_with_a_remark(self, state: bytes) -> None:
        log = WarningLog()
        assert len(parsed(state, log).headings) == 1
        assert messages(log) == ["The saved state is no board; it was exported as an empty page."]

    @pytest.mark.parametrize("pages", [None, [], {}, "pages", 3])
    def test_without_a_list_of_pages_the_root_is_the_page(self, pages: object) -> None:
        board = parsed({"pages": pages, "strokes": [stroke("line", (0, 0), (1, 1))], "assets": None})
        assert [heading.elements for heading in board.headings] == [1]
        assert len(board.read_page(1).layers[2].children) == 1

    @pytest.mark.parametrize("page", [None, 7, "page", [], [{}]])
    def test_a_page_that_is_no_object_is_empty_and_keeps_its_place(self, page: object) -> None:
        log = WarningLog()
        board = parsed({"pages": [THREE[0], page, THREE[2]]}, log)
        assert [heading.name for heading in board.headings] == ["One", "Page 2", "Three"]
        assert board.read_page(2).layers[2].children == ()
        assert [(warning.page, warning.code) for warning in log.all()] == [(2, WarningCode.VALUE_REPAIRED)]


class TestChoosing:
    @pytest.mark.parametrize(
        ("wanted", "numbers"),
        [
            ("current", (2,)),
            ("all", (1, 2, 3)),
            ((3, 1), (3, 1)),
            ((2, 2), (2, 2)),
            (("c", "a"), (3, 1)),
            (("b", 1), (2, 1)),
        ],
    )
    def test_pages_come_in_the_wanted_order(self, wanted: Pages, numbers: tuple[int, ...]) -> None:
        assert choose_pages(parsed({"pages": THREE, "currentPageIndex": 1}), wanted) == numbers

    @pytest.mark.parametrize("wanted", [4, 0, -1, "d", "1"])
    def test_a_page_that_is_not_there_is_named(self, wanted: int | str) -> None:
        with pytest.raises(OptionsError, match=f"no page {wanted!r}; it has 3") as caught:
            choose_pages(parsed({"pages": THREE}), (1, wanted))
        assert caught.value.field == "pages"

    def test_the_first_of_pages_with_the_same_id_is_meant(self) -> None:
        assert choose_pages(parsed({"pages": [{"id": "x"}, {"id": "a"}, {"id": "a"}]}), ("a",)) == (2,)

    def test_the_words_for_pages_are_no_ids(self) -> None:
        board = parsed({"pages": [{"id": "x"}, {"id": "current"}]})
        assert choose_pages(board, "current") == (1,)
        assert choose_pages(board, ("current",)) == (2,)
