"""What is to be reached, and whether a run reached it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.cases import CASES, DOUBLINGS

Row = dict[str, Any]
Rows = dict[tuple[Any, Any], Row]


@dataclass(frozen=True)
class Goal:
    """A line of the table: `figure` finds what was measured, KeyError where it wasn't."""

    work: str
    wanted: str
    figure: Callable[[Rows], float]
    bound: float
    at_least: bool = True

    def line(self, rows: Rows) -> str:
        """The goal, the figure, and how they compare."""
        try:
            figure = self.figure(rows)
        except KeyError:
            return f"{self.work:<36}{self.wanted:<34}{'-':>9}  not measured"
        compare = operator.ge if self.at_least else operator.le
        verdict = "reached" if compare(figure, self.bound) else "NOT REACHED"
        return f"{self.work:<36}{self.wanted:<34}{figure:>9.2f}  {verdict}"


def table(rows: Iterable[Row]) -> Iterator[str]:
    """A line for each goal."""
    by_key = {(row.get("case"), row.get("by")): row for row in rows}
    return (goal.line(by_key) for goal in _goals())


def _goals() -> Iterator[Goal]:
    for case in CASES:
        if case.times_chromium:
            wanted = f"at least {case.times_chromium:g} × Chromium"
            yield Goal(case.title, wanted, _ratio(case.name, "Chromium", "boardkit"), case.times_chromium)
        if case.times_floor:
            wanted = f"at most {case.times_floor:g} × the floor"
            figure = _ratio(case.name, "boardkit", "floor")
            yield Goal("", wanted, figure, case.times_floor, at_least=False)
    bytes_part = _ratio("pdf", "boardkit", "Chromium", "bytes")
    yield Goal("", "at most 0.25 of its bytes", bytes_part, 0.25, at_least=False)
    for large, small in DOUBLINGS:
        yield Goal(f"{small} → {large}", "at most 2 × the time", _growth(small, large), 2, at_least=False)
    yield Goal("memory of 3,000 strokes", "at most 250 MB", _megabytes("strokes"), 250, at_least=False)
    of_one = _ratio("pdf", "peak memory", "peak memory", "bytes", other="page")
    yield Goal("memory of 30 pages", "at most 1.3 × one page", of_one, 1.3, at_least=False)
    faster = _ratio("pen outlines", "boardkit", "Node.js", "points_per_second")
    yield Goal("pen outlines", "at least 1 × JavaScript in Node.js", faster, 1)
    for status in ("pending", "processing", "completed"):
        part = _ratio(f"poll {status}", "service", "bare view", "per_second")
        yield Goal(f"polls of a {status} export", "at least 0.6 of a bare view", part, 0.6)
        polls = _field(f"poll {status}", "service", "per_second")
        yield Goal("", "at least 1,200 a second", polls, 1200)
    whole = _field("lesson, whole service", "service", "per_second")
    yield Goal("lesson through the whole service", "at least 20 a second", whole, 20)
    for field, bound in (("seconds", 0.15), ("p99", 0.4)):
        waited = _field("lesson, idle service", "service", field)
        wanted = f"at most {bound} s, {'half of them' if field == 'seconds' else '99 of 100'}"
        yield Goal("POST to completed, idle", wanted, waited, bound, at_least=False)


def _ratio(
    case: str, by: str, than: str, field: str = "seconds", *, other: str | None = None
) -> Callable[[Rows], float]:
    return lambda rows: float(rows[case, by][field] / rows[other or case, than][field])


def _field(case: str, by: str, field: str) -> Callable[[Rows], float]:
    return lambda rows: float(rows[case, by][field])


def _growth(small: str, large: str) -> Callable[[Rows], float]:
    return lambda rows: float(rows[f"{small} → {large}", "growth"]["times"])


def _megabytes(case: str) -> Callable[[Rows], float]:
    return lambda rows: float(rows[case, "peak memory"]["bytes"] / 1e6)
