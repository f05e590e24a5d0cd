"""The boards that both draw, one behaviour each, in a folder a feature, and how near each must come.

`thresholds/FEATURE.json` holds the limits of a feature's boards: by a board's name, or `*` for all of them.
A board without one must be identical. `tightened` is how a limit is changed, and it only makes it stricter.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from tests.fidelity.compare import Comparison

BOARDS = Path(__file__).parent / "boards"
THRESHOLDS = Path(__file__).parent / "thresholds"
ALL_OTHERS = "*"


@dataclass(frozen=True, slots=True)
class Limit:
    """How near a picture must come: `share` of its inked pixels within `levels`, none off by over `most`."""

    levels: int
    share: float
    most: int

    def holds(self, comparison: Comparison) -> bool:
        """Whether two pictures are near enough."""
        return comparison.largest <= self.most and comparison.inked_within(self.levels) >= self.share

    def tightened(self, comparison: Comparison) -> Limit:
        """The strictest limit that still holds; never looser than this one, whatever was measured."""
        share = floor(comparison.inked_within(self.levels) * 10_000) / 10_000
        return Limit(
            levels=min(self.levels, comparison.largest),
            share=max(self.share, share),
            most=min(self.most, comparison.largest),
        )


IDENTICAL = Limit(levels=0, share=1.0, most=0)


def board_names() -> list[str]:
    """`feature/behaviour` of every board."""
    return sorted(str(path.relative_to(BOARDS).with_suffix("")) for path in BOARDS.glob("*/*.json"))


def saved_board(name: str) -> bytes:
    """A board's JSON."""
    return (BOARDS / f"{name}.json").read_bytes()


def limit_of(name: str) -> Limit:
    """How near a board must come."""
    feature, _, behaviour = name.partition("/")
    limits = feature_limits(feature)
    return limits.get(behaviour) or limits.get(ALL_OTHERS) or IDENTICAL


@cache
def feature_limits(feature: str) -> dict[str, Limit]:
    """A feature's limits by the names of its boards."""
    file = THRESHOLDS / f"{feature}.json"
    saved: dict[str, Any] = json.loads(file.read_bytes()) if file.exists() else {}
    return {behaviour: Limit(**values) for behaviour, values in saved.items()}


def write_feature_limits(feature: str, limits: dict[str, Limit]) -> None:
    """Keep a feature's limits; without any, it has no file, and all of its boards must be identical."""
    file = THRESHOLDS / f"{feature}.json"
    lines = [f"  {json.dumps(name)}: {json.dumps(asdict(limits[name]))}" for name in sorted(limits)]
    if lines:
        file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    else:
        file.unlink(missing_ok=True)
    feature_limits.cache_clear()
