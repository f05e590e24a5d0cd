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

_IDEOGRAPH = r"[\p{Ideographic}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Hangul}\u2e80-\u2fdf\u2ff0-\u2fff]"
_JOINED_PICTURE = (
    r"[\p{Emoji_Modifier_Base}\u2194\u2195\u2620\u2640\u2642\u2695\u2696\u26a7\u26d3\u2708\u2744\u2764"
)
_JOINED_PICTURE += r"\u27a1\U0001f3f3\U0001f441\U0001f5e8]"
"""Emoji that are plain signs by themselves, and stand in sequences."""
_SIGN = (
    r"(?:[\u3000-\u303f\u3190-\u319f\u31c0-\u31ef\u3200-\u33ff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffef"
    rf"\U0001f200-\U0001f2ff\p{{Emoji_Presentation}}]|{_JOINED_PICTURE})"
)
_CLINGING = r"[\p{M}\p{Lm}\p{Sk}\u200d\p{Emoji_Component}\p{Extended_Pictographic}]"
_TAIL = rf"(?:{_SIGN}|{_CLINGING})*"
_NEXT_WORD = rf"(?![\p{{M}}\p{{Lm}}\p{{Sk}}])(?:{_IDEOGRAPH}|{_SIGN})"
_WORD = regex.compile(
    rf" |{_SIGN}{_TAIL}(?:{_IDEOGRAPH}{_TAIL})?|{_IDEOGRAPH}{_TAIL}|[^ ](?:(?!{_NEXT_WORD})[^ ])*"
)

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
    found: list[str] = _WORD.findall(text.translate(_SPACES))
    return found


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
