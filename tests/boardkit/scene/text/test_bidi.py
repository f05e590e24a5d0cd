"""The bidirectional algorithm: the standard's own examples, and its rules one by one."""

from __future__ import annotations

import pytest

from boardkit.scene.text.bidi import directional_runs, embedding_levels

ALEF, BET, GIMEL = "אבג"
SEEN, RA, BA = "سرب"


def levels(text: str, base: int = 0) -> str:
    """Levels as digits, one a character."""
    return "".join(map(str, embedding_levels(text, base)))


def seen(text: str, *, right_to_left: bool = False) -> str:
    """The characters from left to right as they are read on the line."""
    runs = directional_runs(text, right_to_left=right_to_left)
    return "".join(
        text[run.start : run.end][::-1] if run.right_to_left else text[run.start : run.end] for run in runs
    )


@pytest.mark.parametrize("text", ["", "Latin only", "Кирилиця 12%", "漢字 (x)", "a\u0301"])
def test_a_line_without_right_to_left_characters_is_one_run(text: str) -> None:
    runs = directional_runs(text)
    assert [(run.start, run.end, run.right_to_left) for run in runs] == (
        [(0, len(text), False)] if text else []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc אבג", "abc גבא"),
        ("אבג abc", "גבא abc"),
        ("אבג (abc) ד", "גבא (abc) ד"),
        ("a אב 12 ג b", "a ג 12 בא b"),
        ("ש 1-2", "1-2 ש"),
        ("سرب 12", "12 برس"),
        ("אב!", "בא!"),
        ("אב 12", "12 בא"),
        ("אב\r12", "בא\r12"),
        ("אב\u2029(12) a\rג 3", "בא\u2029(12) a\r3 ג"),
    ],
)
def test_characters_are_seen_in_this_order(text: str, expected: str) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("אב!", "!בא"), ("abc!", "!abc"), ("12 אב", "בא 12")])
def test_a_paragraph_from_right_to_left_begins_on_the_right(text: str, expected: str) -> None:
    assert seen(text, right_to_left=True) == expected


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        (f"{ALEF}1", 0, "12"),  # I1, I2: numbers after right-to-left letters
        (f"{SEEN}1", 0, "12"),  # W2: after Arabic letters they are Arabic numbers
        (f"{ALEF}1+2", 0, "1222"),  # W4: a sign between two numbers
        (f"{SEEN}1+2", 0, "1212"),  # W4: but not between Arabic ones
        (f"{ALEF}$1%", 0, "1222"),  # W5: terminators
        ("a1", 1, "22"),  # W7
        (f"a{ALEF}\u0301b", 0, "0110"),  # W1: a mark goes with its letter
        (f"{ALEF} {BET}", 0, "111"),  # N1
        (f"{ALEF} a", 0, "100"),  # N2
        (f"{ALEF} (a) ", 1, "111211"),  # N0: brackets take the paragraph's direction where it is not inside
        (f"a({ALEF})b", 0, "00100"),  # N0: a bracket pair around the other direction
        (f"{ALEF} ", 0, "10"),  # L1: trailing space
        (f"{ALEF}\u200da", 0, "100"),  # X9: what is removed goes with what follows, as in ICU
        (f"a\u200d{ALEF}", 0, "011"),
    ],
)
def test_rules(text: str, base: int, expected: str) -> None:
    assert levels(text, base) == expected


class TestExplicitFormatting:
    def test_an_embedding_is_a_level_of_its_own(self) -> None:
        assert embedding_levels(f"a\u202b{ALEF}b\u202cc", 0)[2:4] == [1, 2]

    def test_an_override_turns_letters_round(self) -> None:
        assert seen("\u202eabc\u202c").replace("\u202e", "").replace("\u202c", "") == "cba"

    def test_an_isolate_does_not_reach_outside(self) -> None:
        assert embedding_levels(f"\u2067{ALEF}\u2069 1", 0)[-1] == 0

    def test_the_first_strong_character_decides_for_an_undecided_isolate(self) -> None:
        assert embedding_levels(f"\u2068{ALEF}1\u2069", 0)[1] == 1
        assert embedding_levels("\u2068a1\u2069", 0)[1] == 2

    @pytest.mark.parametrize("depth", [60, 130, 400])
    def test_levels_end_at_the_standards_depth(self, depth: int) -> None:
        text = "\u202b\u202a" * depth + "a" + "\u202c" * 2 * depth
        assert max(embedding_levels(text, 0)) <= 126
