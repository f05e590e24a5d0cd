"""Konva's line breaks and its ellipsis, with letters that are ten wide and three for …"""

from __future__ import annotations

from typing import Any

import pytest

from boardkit.board import model
from boardkit.scene.text.graphemes import graphemes
from boardkit.scene.text.wrapping import broken

LETTER, DOTS = 10.0, 30.0


def measure(text: str) -> float:
    return sum(DOTS if grapheme == "…" else LETTER for grapheme in graphemes(text))


def lines(text: str, **values: Any) -> list[str]:
    return [line.text for line in broken(model.Text(text=text, font_size=20, **values), measure)]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "width", "expected"),
        [
            ("one two three", 130, ["one two three"]),
            ("one two three", 129, ["one two", "three"]),
            ("one two three", 70, ["one two", "three"]),
            ("one two three", 69, ["one", "two", "three"]),
            ("one-two", 50, ["one-", "two"]),
            ("one   two", 50, ["one", "two"]),
            ("onetwo three", 40, ["onet", "wo", "thre", "e"]),
            ("a b\nc d e", 30, ["a b", "c d", "e"]),
            ("one two ", 70, ["one two"]),
        ],
    )
    def test_a_line_breaks_after_the_last_space_or_dash_that_fits(
        self, text: str, width: float, expected: list[str]
    ) -> None:
        assert lines(text, width=width) == expected

    def test_a_no_break_space_is_no_place_to_break(self) -> None:
        assert lines("a\u00a0b c", width=40) == ["a\u00a0b", "c"]

    def test_without_a_width_nothing_wraps(self) -> None:
        assert lines("word " * 100) == ["word " * 100]

    @pytest.mark.parametrize("width", [0, 9.99, -5])
    def test_where_not_one_letter_fits_there_is_no_line(self, width: float) -> None:
        assert lines("ab", width=width) == []

    @pytest.mark.parametrize("spacing", [1e307, 1e308, -1e308])
    def test_numbers_at_the_end_of_all_numbers_break_nothing(self, spacing: float) -> None:
        assert "".join(lines("hey", width=1e308, letter_spacing=spacing)) == "hey"

    def test_padding_takes_room_on_both_sides(self) -> None:
        assert lines("one two", width=90, padding=10) == ["one two"]
        assert lines("one two", width=89, padding=10) == ["one", "two"]

    def test_letter_spacing_counts_for_every_letter(self) -> None:
        assert lines("one two", width=77, letter_spacing=1) == ["one two"]
        assert lines("one two", width=76, letter_spacing=1) == ["one", "two"]

    def test_emoji_and_letters_with_marks_are_not_torn_apart(self) -> None:
        family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
        assert lines(f"{family}e\u0301{family}", width=20) == [f"{family}e\u0301", family]


class TestOtherManners:
    def test_by_character_fills_every_line(self) -> None:
        assert lines("one two three", width=50, wrap="char") == ["one t", "wo th", "ree"]

    def test_unwrapped_text_ends_with_what_fits(self) -> None:
        assert lines("one two three", width=50, wrap="none") == ["one t"]

    def test_justified_lines_have_no_space_at_either_end(self) -> None:
        assert lines("  one two  ", align="justify") == ["one two"]

    def test_the_last_line_of_each_paragraph_is_known(self) -> None:
        found = broken(model.Text(text="a b c\nd", font_size=20, width=30), measure)
        assert [(line.text, line.is_last) for line in found] == [("a b", False), ("c", True), ("d", True)]


class TestHeight:
    def test_lines_below_the_box_are_left_out(self) -> None:
        assert lines("a b c d", width=10, height=59) == ["a", "b"]

    def test_the_first_line_is_there_in_any_box(self) -> None:
        assert lines("a b", width=10, height=1) == ["a"]

    def test_line_height_counts(self) -> None:
        assert lines("a b c d", width=10, height=60, line_height=1.5) == ["a", "b"]


class TestEllipsis:
    @pytest.mark.parametrize(
        ("text", "values", "expected"),
        [
            ("one two three four", {"width": 80, "height": 20}, ["one t…"]),
            ("one two three four", {"width": 80, "height": 40}, ["one two", "three…"]),
            ("one two", {"width": 80, "height": 20}, ["one two"]),
            ("one two three", {"width": 80, "wrap": "none"}, ["one t…"]),
            ("one\ntwo\nthree", {"width": 80, "height": 40}, ["one", "two…"]),
            ("one two three", {"width": 80, "height": 20, "wrap": "char"}, ["one t…"]),
            ("wide words", {"width": 35, "height": 20}, ["…"]),
        ],
    )
    def test_the_last_line_makes_room_for_it(
        self, text: str, values: dict[str, Any], expected: list[str]
    ) -> None:
        assert lines(text, ellipsis=True, **values) == expected

    def test_where_even_it_does_not_fit_the_line_is_empty(self) -> None:
        assert lines("one\ntwo", width=29, height=20, ellipsis=True) == [""]

    def test_without_a_limit_there_is_none(self) -> None:
        assert lines("one two three", width=80, ellipsis=True) == ["one two", "three"]
