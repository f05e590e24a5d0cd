"""A run of text cut into what is shaped by itself: words, and in them stretches of one script and manner.

Blink shapes canvas text word by word, so nothing is kerned across a space, and a word of nothing but digits
or punctuation has no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import regex
from fontTools import unicodedata as scripts

COMMON, INHERITED = "Zyyy", "Zinh"

_SPACES = str.maketrans(dict.fromkeys("\t\n\v\f\r", " ") | {"\ufffc": "\u200b"})
_PARTING = r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\ufeff]"
"""Invisible characters across which nothing is kerned or joined."""

_EAST_ASIAN = (
    r"(?=[\u02c7\u02ca\u02cb\u02d9\u2020\u2021\u2030\u203b\u203c\u2042\u2047-\u2049\u2051\u20dd\u20de\u2100"
    r"\u2103\u2105\u2109\u210a\u2113\u2116\u2121\u212b\u213b\u2150-\u2152\u2156-\u215a\u2160-\u216b\u2170-\u217b"
    r"\u217f\u2189\u2307\u2312\u23be-\u23cc\u23ce\u2423\u2460-\u2492\u249c-\u24ff\u25a0-\u25a2\u25aa\u25ab"
    r"\u25b1-\u25b3\u25b6\u25b7\u25bc\u25bd\u25c0\u25c1\u25c6\u25c7\u25c9\u25cb\u25cc\u25ce-\u25d3\u25e2-\u25e6"
    r"\u25ef\u2600-\u2603\u2605\u2606\u260e\u2616\u2617\u2660-\u266f\u2672-\u267d\u26a0\u2713\u271a\u273f\u2740"
    r"\u2756\u2763\u2776-\u277f\u2b1a\u2e80-\u2fdf\u2ff0-\u302d\u3031-\u312f\u3190-\u31bf\u31c0-\u31ef"
    r"\u3200-\u4dff\u4e00-\u9fff\uf860-\uf862\uf900-\ufaff\ufe10-\ufe12\ufe19\ufe30-\ufe6f\uff00-\uff0c"
    r"\uff0e-\uff1a\uff1d\uff1f-\uffef\U00016fe0-\U00018aff\U0001b000-\U0001b12f\U0001b170-\U0001b2ff"
    r"\U0001f100\U0001f110-\U0001f129\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189"
    r"\U0001f200-\U0001f219\U0001f21b-\U0001f22e\U0001f230\U0001f231\U0001f237\U0001f23b-\U0001f24f"
    r"\U0001f252-\U0001f2ff\U0001f321-\U0001f32a\U0001f32c\U0001f336\U0001f37d\U0001f394-\U0001f39f\U0001f3cd"
    r"\U0001f3ce\U0001f3d4-\U0001f3df\U0001f3f1\U0001f3f2\U0001f3f5-\U0001f3f7\U0001f43f\U0001f4fd\U0001f4fe"
    r"\U0001f53e-\U0001f54a\U0001f54f\U0001f568-\U0001f573\U0001f576-\U0001f579\U0001f57b-\U0001f58f"
    r"\U0001f591-\U0001f594\U0001f597-\U0001f5a3\U0001f5a5-\U0001f5e7\U0001f5e9-\U0001f5fa\U0001f650-\U0001f67f"
    r"\U0001f6c6-\U0001f6cb\U0001f6cd-\U0001f6cf\U0001f6d3\U0001f6d4\U0001f6d9-\U0001f6db\U0001f6e0-\U0001f6ea"
    r"\U0001f6ed-\U0001f6f3\U0001f6fd-\U0001f6ff\U0001f900-\U0001f90b\U0001f93b\U0001f946\U0001fac9-\U0001facc"
    r"\U00020000-\U0002ffff])"
)
"""What Blink takes for an ideograph or for a sign of East Asian print; Hangul is neither."""
_NO_SCRIPT = r"\p{Script=Common}\p{Script=Inherited}"
_IDEOGRAPH = rf"{_EAST_ASIAN}[^{_NO_SCRIPT}]"
_JOINED_PICTURE = (
    r"[\p{Emoji_Modifier_Base}\u2194\u2195\u2620\u2640\u2642\u2695\u2696\u26a7\u26d3\u2708\u2744\u2764"
)
_JOINED_PICTURE += r"\u27a1\U0001f3f3\U0001f441\U0001f5e8]"
"""Emoji that are plain signs by themselves, and stand in sequences."""
_SIGN = rf"(?:{_EAST_ASIAN}[{_NO_SCRIPT}]|\p{{Emoji_Presentation}}|{_JOINED_PICTURE})"
_CLINGING = r"[\p{M}\p{Lm}\p{Sk}\u200d\p{Emoji_Component}\p{Extended_Pictographic}]"
_TAIL = rf"(?:{_SIGN}|{_CLINGING})*"
_NEXT_WORD = rf"(?![\p{{M}}\p{{Lm}}\p{{Sk}}])(?:{_IDEOGRAPH}|{_SIGN})"
_WORD = regex.compile(
    rf" |{_PARTING}|{_SIGN}{_TAIL}(?:{_IDEOGRAPH}{_TAIL})?|{_IDEOGRAPH}{_TAIL}"
    rf"|[^ ](?:(?!{_NEXT_WORD}|{_PARTING})[^ ])*"
)
_PLAIN_WORD = regex.compile(" |[^ ]+")

_ANY_EMOJI = r"(?:(?=\p{Emoji})[^\p{Emoji_Modifier}\p{Regional_Indicator}])"
_ELEMENT = rf"(?:{_ANY_EMOJI}\ufe0f|\p{{Emoji_Modifier_Base}}\p{{Emoji_Modifier}}|{_ANY_EMOJI})"
_PRESENTATION = regex.compile(
    rf"(?P<text>{_ANY_EMOJI}\ufe0e)"
    rf"|(?P<emoji>{_ELEMENT}(?:\u200d{_ELEMENT})+"
    r"|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    r"|[0-9#*]\ufe0f\u20e3"
    rf"|{_ANY_EMOJI}\u20e0"
    rf"|{_ANY_EMOJI}\ufe0f"
    r"|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}"
    r"|\p{Regional_Indicator}\p{Regional_Indicator}"
    r"|\p{Regional_Indicator}"
    r"|\p{Emoji_Presentation}|\p{Emoji_Modifier_Base}|\p{Emoji_Modifier})"
)
_TEXT_SELECTOR, _EMOJI_SELECTOR = "\ufe0e", "\ufe0f"


class Presentation(Enum):
    """Which fonts are asked first: those of the request, or those that have pictures."""

    TEXT = auto()
    TEXT_CHOSEN = auto()
    EMOJI = auto()
    EMOJI_CHOSEN = auto()


@dataclass(frozen=True, slots=True)
class Segment:
    """word[start:end], in one script (by its ISO 15924 code) and one presentation."""

    start: int
    end: int
    script: str
    presentation: Presentation


def words(text: str) -> list[str]:
    """What is shaped by itself: spaces, ideographs and emoji one by one, everything else up to the next.

    Every kind of white space is a plain space by now.
    """
    shown = text.translate(_SPACES)
    found: list[str] = (_PLAIN_WORD if shown.isascii() else _WORD).findall(shown)
    return found


def has_own_script(character: str) -> bool:
    """Whether a character belongs to one script and is no sign that many of them use."""
    return scripts.script(character) not in (COMMON, INHERITED)


def segments(word: str) -> Iterator[Segment]:
    """The stretches of a word, in its own order."""
    for start, end, presentation in _presentations(word):
        if presentation in (Presentation.EMOJI, Presentation.EMOJI_CHOSEN):
            yield Segment(start, end, COMMON, presentation)
        else:
            for first, after, script in _scripts(word, start, end):
                yield Segment(first, after, script, presentation)


def _presentations(word: str) -> Iterator[tuple[int, int, Presentation]]:
    """Emoji and plain text by turns."""
    position = 0
    for match in _PRESENTATION.finditer(word) if not word.isascii() else ():
        if match.start() > position:
            yield position, match.start(), Presentation.TEXT
        position = match.end()
        if match["text"]:
            yield match.start(), position, Presentation.TEXT_CHOSEN
        elif _EMOJI_SELECTOR in match[0]:
            yield match.start(), position, Presentation.EMOJI_CHOSEN
        else:
            yield match.start(), position, Presentation.EMOJI
    if position < len(word):
        yield position, len(word), Presentation.TEXT


def _scripts(word: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Stretches that one script can hold; characters of no script of their own go with their neighbours."""
    first, possible = start, frozenset[str]()
    opened: list[tuple[str, frozenset[str]]] = []
    for index in range(start, end):
        character = word[index]
        own = _script_extensions(character)
        if character in _BRACKETS:
            opened.append((_BRACKETS[character], possible))
        elif opened and character == opened[-1][0]:
            own = opened.pop()[1]
        if not own:
            continue
        if possible and not possible & own:
            yield first, index, _chosen(possible)
            first, possible = index, own
        else:
            possible = possible & own if possible else own
    yield first, end, _chosen(possible)


_BRACKETS = dict(zip("([{«‹“‘「『（", ")]}»›”’」』）", strict=True))


@lru_cache(maxsize=4096)
def _script_extensions(character: str) -> frozenset[str]:
    """The scripts that use a character; none for one that all of them use, or that follows its letter."""
    if scripts.script(character) == INHERITED:
        return frozenset()
    return frozenset(scripts.script_extension(character)) - {COMMON, INHERITED}


def _chosen(possible: frozenset[str]) -> str:
    return min(possible, default=COMMON)
