"""What of a text is shaped by itself."""

from __future__ import annotations

import pytest

from boardkit.scene.text.segments import Presentation, segments, words

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two", ["one", " ", "two"]),
        ("a  b", ["a", " ", " ", "b"]),
        ("漢字x", ["漢", "字", "x"]),
        ("語。」x", ["語。」", "x"]),
        ("（漢", ["（漢"]),
        ("か\u309aき", ["か\u309a", "き"]),
        (f"a{FAMILY}b", ["a", FAMILY, "b"]),
        ("a\u2764\ufe0f\u200d\U0001f525b", ["a", "\u2764\ufe0f\u200d\U0001f525", "b"]),
        ("a\u261d\U0001f3fdb", ["a", "\u261d\U0001f3fd", "b"]),
        ("x\u00a0y", ["x\u00a0y"]),
        ("⌘다한", ["⌘다한"]),
        ("A\u00adV\u200e.", ["A", "\u00ad", "V", "\u200e", "."]),
        ("a★x①②", ["a", "★", "x", "①②"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", ["", "a b", "漢字 and 😀👍🏽, e\u0301", "…\u200d\ufe0f\U000e007f x"])
def test_words_are_the_whole_text(text: str) -> None:
    assert "".join(words(text)) == text


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("abc", [("abc", "Latn")]),
        ("abcгде", [("abc", "Latn"), ("где", "Cyrl")]),
        ("12%", [("12%", "Zyyy")]),
        ("“12abc", [("“12abc", "Latn")]),
        ("abc.где", [("abc.", "Latn"), ("где", "Cyrl")]),
        ("e\u0301", [("e\u0301", "Latn")]),
        ("п\u0303", [("п\u0303", "Cyrl")]),
        ("a(б)", [("a(", "Latn"), ("б", "Cyrl"), (")", "Latn")]),
        ("नमः", [("नमः", "Deva")]),
    ],
)
def test_scripts(word: str, expected: list[tuple[str, str]]) -> None:
    assert [(word[part.start : part.end], part.script) for part in segments(word)] == expected


@pytest.mark.parametrize(
    ("emoji", "presentation"),
    [
        ("\U0001f600", Presentation.EMOJI),
        ("\U0001f44d\U0001f3fd", Presentation.EMOJI),
        ("\U0001f1fa\U0001f1e6", Presentation.EMOJI),
        (FAMILY, Presentation.EMOJI),
        ("\u263a\ufe0f", Presentation.EMOJI_CHOSEN),
        ("1\ufe0f\u20e3", Presentation.EMOJI_CHOSEN),
        ("\u263a\ufe0e", Presentation.TEXT_CHOSEN),
        ("\u263a", Presentation.TEXT),
        ("1", Presentation.TEXT),
        ("\u00a9", Presentation.TEXT),
    ],
)
def test_which_characters_are_pictures(emoji: str, presentation: Presentation) -> None:
    (segment,) = segments(emoji)
    assert segment.presentation is presentation


def test_white_space_of_any_kind_is_a_space_and_parts_words() -> None:
    assert words("a\tb\nc\vd\fe\rf") == list("a b c d e f")
