"""What is asked for and what is killed: the same for the same seed, on every machine."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

FORMATS = ("png", "pdf", "svg", "json")

_TARGETS = {"renderer": 8, "worker": 8, "server": 3, "everything": 1}
"""What may be killed, and how often each beside the others."""


@dataclass(frozen=True, slots=True)
class Order:
    """One export to ask for, under a key that makes asking again harmless."""

    key: str
    format: str
    board: int


@dataclass(frozen=True, slots=True)
class Kill:
    """Kill `target` once so many exports are `done`; of several processes, one that `which` chooses."""

    target: str
    done: int
    which: int
    pause_seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All of one run, in order."""

    orders: tuple[Order, ...]
    kills: tuple[Kill, ...]


def plan(exports: int, kills: int, seed: int) -> Plan:
    """A plan of so many exports, during which so many kills fall, at even chances from first to last."""
    chance = random.Random(seed)
    orders = tuple(
        Order(f"{seed}-{number}", chance.choice(FORMATS), chance.randrange(len(BOARDS)))
        for number in range(exports)
    )
    targets = chance.choices(list(_TARGETS), weights=list(_TARGETS.values()), k=kills)
    moments = sorted(chance.randrange(max(1, exports - 1)) for _ in range(kills))
    return Plan(
        orders,
        tuple(
            Kill(target, done, chance.randrange(1000), chance.uniform(0, 0.5))
            for target, done in zip(targets, moments, strict=True)
        ),
    )


def _board(pages: int, strokes: int) -> dict[str, Any]:
    """A board that takes a moment to draw."""
    rows = [
        {
            "tool": "pen",
            "color": "#2563eb",
            "size": 4,
            "points": [{"x": 40 + n * 7 % 800, "y": row * 20 + n % 9} for n in range(60)],
        }
        for row in range(strokes)
    ]
    return {"pages": [{"strokes": rows, "assets": []}] * pages, "currentPageIndex": 0}


BOARDS = (_board(pages=1, strokes=5), _board(pages=3, strokes=30), _board(pages=6, strokes=30))
"""Quick ones and slow ones, so that kills fall before, within and after a drawing."""
