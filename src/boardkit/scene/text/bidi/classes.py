"""The classes of characters that the bidirectional algorithm tells apart, by the standard's names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

Value = TypeVar("Value")

ISOLATES = frozenset({"LRI", "RLI", "FSI"})
REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})
"""What X9 removes; we leave it in place and out of account."""
NEUTRAL = frozenset({"B", "S", "WS", "ON", "FSI", "LRI", "RLI", "PDI"})
STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""What counts as a direction for neutral characters and brackets."""


def direction(level: int) -> str:
    """The direction of a level."""
    return "R" if level % 2 else "L"


def matching_isolates(original: list[str]) -> dict[int, int]:
    """BD9: the PDI of each isolate initiator."""
    matching, opened = {}, []
    for index, kind in enumerate(original):
        if kind in ISOLATES:
            opened.append(index)
        elif kind == "PDI" and opened:
            matching[opened.pop()] = index
    return matching


def stretches(values: Iterable[Value]) -> Iterator[tuple[int, int, Value]]:
    """Equal neighbours as (start, end, value)."""
    start = 0
    for value, stretch in groupby(values):
        end = start + sum(1 for _ in stretch)
        yield start, end, value
        start = end
