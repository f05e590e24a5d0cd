"""The Unicode bidirectional algorithm (UAX #9): which stretches of a line run in which direction.

The rules' names are the standard's. A line is a paragraph of its own, as canvas takes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

MAX_DEPTH = 125

_NEEDED = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Characters from right to left, and those that change the direction; without them a line is left to right."""

_EMBEDDINGS = {"RLE": (1, None), "LRE": (0, None), "RLO": (1, "R"), "LRO": (0, "L")}
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "FSI", "LRI", "RLI", "PDI"})
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}

_BRACKETS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309\u230a\u230b"
    "\u2329\u232a\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773\u2774\u2775"
    "\u27c5\u27c6\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986"
    "\u2987\u2988\u2989\u298a\u298b\u298c\u298d\u2990\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996"
    "\u2997\u2998\u29d8\u29d9\u29da\u29db\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29"
    "\u2e55\u2e56\u2e57\u2e58\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f"
    "\u3010\u3011\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a\ufe5b\ufe5c\ufe5d\ufe5e"
    "\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
)
"""Bidi_Paired_Bracket: each opening bracket and the one that closes it."""
_CLOSING = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSING["\u2329"] = "\u3009"  # canonically the same as U+3008
_CANONICAL = {"\u232a": "\u3009"}
_MOST_OPEN_BRACKETS = 63


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
    """Each character's level; those that the algorithm removes have the level of the one before."""
    original = [unicodedata.bidirectional(character) or "L" for character in text]
    levels, classes = _explicit(original, base)
    for sequence in _isolating_run_sequences(original, tuple(levels), base):
        types = [classes[index] for index in sequence.indices]
        _weak(types, sequence.before)
        _brackets(types, [text[index] for index in sequence.indices], original, sequence)
        _neutral(types, sequence)
        for index, kind in zip(sequence.indices, types, strict=True):
            levels[index] = _implicit(levels[index], kind)
    _whitespace(original, levels, base)
    return levels


@dataclass(frozen=True, slots=True)
class _Sequence:
    """An isolating run sequence: its characters, its level, and the directions at its ends."""

    indices: list[int]
    level: int
    before: str
    after: str

    @property
    def direction(self) -> str:
        return _direction(self.level)


def _direction(level: int) -> str:
    return "R" if level % 2 else "L"


def _explicit(original: list[str], base: int) -> tuple[list[int], list[str]]:
    """X1–X8: levels of embeddings, overrides and isolates, and the classes that overrides change."""
    levels, classes = [], list(original)
    stack: list[tuple[int, str | None, bool]] = [(base, None, False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0
    matching = _matching_isolates(original)
    for index, kind in enumerate(original):
        level, override, _ = stack[-1]
        if kind in _EMBEDDINGS:
            parity, forced = _EMBEDDINGS[kind]
            new = _next_level(level, parity)
            if new <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                stack.append((new, forced, False))
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind in _ISOLATES:
            classes[index] = override or kind
            parity = _isolate_parity(original, index, matching)
            new = _next_level(level, parity)
            if new <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                valid_isolates += 1
                stack.append((new, None, True))
            else:
                overflow_isolates += 1
        elif kind == "PDI":
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            level, override, _ = stack[-1]
            classes[index] = override or kind
        elif kind == "PDF":
            if not overflow_isolates:
                if overflow_embeddings:
                    overflow_embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()
        elif kind == "B":
            level = base
        elif kind != "BN":
            classes[index] = override or kind
        levels.append(level)
    return levels, classes


def _next_level(level: int, parity: int) -> int:
    """The least level above `level` that is odd or even."""
    return level + 1 + (level + 1 + parity) % 2


def _matching_isolates(original: list[str]) -> dict[int, int]:
    """BD9: the PDI of each isolate initiator."""
    matching, opened = {}, []
    for index, kind in enumerate(original):
        if kind in _ISOLATES:
            opened.append(index)
        elif kind == "PDI" and opened:
            matching[opened.pop()] = index
    return matching


def _isolate_parity(original: list[str], index: int, matching: dict[int, int]) -> int:
    """X5a–X5c: the direction inside an isolate; of an FSI, that of its first strong character (P2, P3)."""
    if original[index] != "FSI":
        return int(original[index] == "RLI")
    depth = 0
    for kind in original[index + 1 : matching.get(index, len(original))]:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif depth == 0 and kind in ("L", "R", "AL"):
            return int(kind != "L")
    return 0


def _isolating_run_sequences(
    original: list[str], levels: tuple[int, ...], base: int
) -> Iterator[_Sequence]:
    """X10: level runs, joined over the isolates between them, without the characters that X9 removes."""
    kept = [index for index, kind in enumerate(original) if kind not in _REMOVED]
    runs = [list(run) for _, run in groupby(kept, key=lambda index: levels[index])]
    matching = _matching_isolates(original)
    run_starting = {run[0]: run for run in runs}
    continued = set(matching.values())
    position = {index: place for place, index in enumerate(kept)}
    for run in runs:
        if run[0] in continued and original[run[0]] == "PDI":
            continue
        indices = list(run)
        while original[indices[-1]] in _ISOLATES and indices[-1] in matching:
            indices += run_starting[matching[indices[-1]]]
        level = levels[indices[0]]
        first, last = position[indices[0]], position[indices[-1]]
        preceding = levels[kept[first - 1]] if first else base
        open_isolate = original[indices[-1]] in _ISOLATES
        following = levels[kept[last + 1]] if last + 1 < len(kept) and not open_isolate else base
        yield _Sequence(
            indices, level, _direction(max(level, preceding)), _direction(max(level, following))
        )


def _weak(types: list[str], before: str) -> None:
    """W1–W7."""
    previous = before
    for index, kind in enumerate(types):  # W1
        if kind == "NSM":
            types[index] = "ON" if previous in _ISOLATES or previous == "PDI" else previous
        previous = types[index]
    strong = before
    for index, kind in enumerate(types):  # W2
        if kind in ("R", "L", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[index] = "AN"
    types[:] = ["R" if kind == "AL" else kind for kind in types]  # W3
    for index in range(1, len(types) - 1):  # W4
        left, kind, right = types[index - 1 : index + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))):
            types[index] = left
    for start, end, kind in _stretches(types):  # W5
        if kind == "ET" and "EN" in (types[start - 1] if start else "", types[end] if end < len(types) else ""):
            types[start:end] = ["EN"] * (end - start)
    types[:] = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in types]  # W6
    strong = before
    for index, kind in enumerate(types):  # W7
        if kind in ("R", "L"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[index] = "L"


def _brackets(types: list[str], characters: list[str], original: list[str], sequence: _Sequence) -> None:
    """N0: a pair of brackets takes the direction of what is in it, or of what is before it."""
    for opening, closing in sorted(_bracket_pairs(types, characters)):
        inside = {_STRONG[kind] for kind in types[opening + 1 : closing] if kind in _STRONG}
        if sequence.direction in inside:
            direction = sequence.direction
        elif inside:
            earlier = (_STRONG[kind] for kind in reversed(types[:opening]) if kind in _STRONG)
            opposite = next(iter(inside))
            direction = opposite if next(earlier, sequence.before) == opposite else sequence.direction
        else:
            continue
        for bracket in (opening, closing):
            types[bracket] = direction
            for mark in range(bracket + 1, len(types)):
                if original[sequence.indices[mark]] != "NSM":
                    break
                types[mark] = direction


def _bracket_pairs(types: list[str], characters: list[str]) -> list[tuple[int, int]]:
    """BD16."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for index, (kind, character) in enumerate(zip(types, characters, strict=True)):
        if kind != "ON":
            continue
        if character in _CLOSING:
            if len(opened) == _MOST_OPEN_BRACKETS:
                return []
            opened.append((_CANONICAL.get(_CLOSING[character], _CLOSING[character]), index))
            continue
        closing = _CANONICAL.get(character, character)
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == closing:
                pairs.append((opened[depth][1], index))
                del opened[depth:]
                break
    return pairs


def _neutral(types: list[str], sequence: _Sequence) -> None:
    """N1 and N2: neutral characters take the direction on both their sides, or the sequence's own."""
    for start, end, neutral in _stretches(["N" if kind in _NEUTRAL else kind for kind in types]):
        if neutral == "N":
            left = _STRONG[types[start - 1]] if start else sequence.before
            right = _STRONG[types[end]] if end < len(types) else sequence.after
            types[start:end] = [left if left == right else sequence.direction] * (end - start)


def _implicit(level: int, kind: str) -> int:
    """I1 and I2."""
    if level % 2:
        return level + (kind != "R")
    return level + {"L": 0, "R": 1}.get(kind, 2)


def _whitespace(original: list[str], levels: list[int], base: int) -> None:
    """L1, and levels for what X9 removed."""
    for index, kind in enumerate(original):
        if kind in _REMOVED:
            levels[index] = levels[index - 1] if index else base
    trailing = True
    for index in range(len(original) - 1, -1, -1):
        kind = original[index]
        if kind in ("B", "S"):
            levels[index], trailing = base, True
        elif trailing and (kind == "WS" or kind in _ISOLATES or kind == "PDI" or kind in _REMOVED):
            levels[index] = base
        else:
            trailing = False


def _reordered(levels: list[int]) -> list[tuple[int, int, int]]:
    """L2: runs of one level as (start, end, level), from left to right."""
    runs = list(_stretches(levels))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[start:end] = runs[start:end][::-1]
            start = max(end, start + 1)
    return runs


def _stretches(values: Iterable[Any]) -> Iterator[tuple[int, int, Any]]:
    """Equal neighbours as (start, end, value)."""
    start = 0
    for value, stretch in groupby(values):
        end = start + sum(1 for _ in stretch)
        yield start, end, value
        start = end
