"""The Unicode bidirectional algorithm (UAX #9): which stretches of a line run in which direction.

One module for each group of rules, by the standard's names. A line begins a paragraph of its own, as canvas
takes it, and so does what follows a separator in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from boardkit.scene.text.bidi.classes import ISOLATES, REMOVED, stretches
from boardkit.scene.text.bidi.explicit import explicit_levels
from boardkit.scene.text.bidi.neutral import resolve_neutral
from boardkit.scene.text.bidi.sequences import run_sequences
from boardkit.scene.text.bidi.weak import resolve_weak

_NEEDED = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Characters from right to left, and those that change the direction; a line without any stays as it is."""
_PARAGRAPH = re.compile("[^\n\r\x1c-\x1e\x85\u2029]*(?:[\n\r\x1c-\x1e\x85\u2029]|\\Z)")
"""P1: as far as a separator, which belongs to it."""


@dataclass(frozen=True, slots=True)
class DirectionalRun:
    """A stretch of a line in one direction: text[start:end]."""

    start: int
    end: int
    right_to_left: bool


def directional_runs(text: str, *, right_to_left: bool = False) -> list[DirectionalRun]:
    """The runs of a line from left to right, in a paragraph of the given direction."""
    if not right_to_left and not _NEEDED.search(text):
        return [DirectionalRun(0, len(text), False)] if text else []
    levels = embedding_levels(text, int(right_to_left))
    return [DirectionalRun(start, end, bool(level % 2)) for start, end, level in _reordered(levels)]


def embedding_levels(text: str, base: int) -> list[int]:
    """Each character's level; those that the algorithm removes have the level of the one after, as in ICU."""
    return [level for paragraph in _PARAGRAPH.findall(text) for level in _levels(paragraph, base)]


def _levels(text: str, base: int) -> list[int]:
    """The levels of one paragraph."""
    original = [unicodedata.bidirectional(character) or "L" for character in text]
    explicit, classes = explicit_levels(original, base)
    levels = list(explicit)
    for sequence in run_sequences(original, explicit, base):
        types = [classes[index] for index in sequence.indices]
        resolve_weak(types, sequence.before)
        resolve_neutral(types, text, original, sequence)
        for index, kind in zip(sequence.indices, types, strict=True):
            levels[index] = _implicit(levels[index], kind)
    _whitespace(original, levels, base)
    return levels


def _implicit(level: int, kind: str) -> int:
    """I1 and I2."""
    if level % 2:
        return level + (kind != "R")
    return level + {"L": 0, "R": 1}.get(kind, 2)


def _whitespace(original: list[str], levels: list[int], base: int) -> None:
    """L1, and levels for what X9 removed."""
    trailing = True
    for index in range(len(original) - 1, -1, -1):
        kind = original[index]
        if kind in ("B", "S"):
            levels[index], trailing = base, True
        elif trailing and (kind == "WS" or kind in ISOLATES or kind == "PDI" or kind in REMOVED):
            levels[index] = base
        elif kind in REMOVED:
            levels[index] = levels[index + 1]
        else:
            trailing = False


def _reordered(levels: list[int]) -> list[tuple[int, int, int]]:
    """L2: runs of one level as (start, end, level), from left to right."""
    runs = list(stretches(levels))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[start:end] = runs[start:end][::-1]
            start = max(end, start + 1)
    return runs
