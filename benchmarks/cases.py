"""The rows of the table: a board, a format, and who draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal, NamedTuple

from benchmarks.boards import handwriting, lesson


@dataclass(frozen=True)
class Case:
    """One piece of work; `board` makes its JSON.

    `times_chromium` and `times_floor`: how many times faster and slower it is to be than these.
    """

    name: str
    title: str
    board: Callable[[], bytes]
    format: Literal["png", "pdf"] = "png"
    times_chromium: float = 0.0
    times_floor: float = 0.0


class Drawn(NamedTuple):
    """What one drawing took: seconds, bytes of the file, seconds of processor time where that is known."""

    seconds: float
    bytes: int
    busy: float | None = None


CASES = (
    Case("lesson", "PNG of a lesson page", cache(lesson), times_chromium=12, times_floor=1.4),
    Case(
        "strokes",
        "PNG of 3,000 strokes × 60 points",
        cache(partial(handwriting, strokes=3000, points=60)),
        times_chromium=8,
        times_floor=1.5,
    ),
    Case(
        "empty", "PNG of an empty page", cache(partial(handwriting, strokes=0, points=0)), times_chromium=10
    ),
    Case(
        "long",
        "PNG of one stroke of 12,000 points",
        cache(partial(handwriting, strokes=1, points=12_000)),
        times_chromium=6,
    ),
    Case(
        "pdf",
        "PDF of 30 pages × 120 strokes",
        cache(partial(handwriting, strokes=120, points=60, pages=30)),
        "pdf",
        times_chromium=9,
    ),
)

GROWTH = (
    Case("strokes-half", "PNG of 1,500 strokes", cache(partial(handwriting, strokes=1500, points=60))),
    Case(
        "points-double",
        "PNG of one stroke of 24,000 points",
        cache(partial(handwriting, strokes=1, points=24_000)),
    ),
    Case(
        "pages-half", "PDF of 15 pages", cache(partial(handwriting, strokes=120, points=60, pages=15)), "pdf"
    ),
    Case("page", "PDF of one page", cache(partial(handwriting, strokes=120, points=60, pages=1)), "pdf"),
)
"""What doubling and memory are judged by."""

DOUBLINGS = (("strokes", "strokes-half"), ("points-double", "long"), ("pdf", "pages-half"))
