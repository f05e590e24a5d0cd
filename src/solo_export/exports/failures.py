"""What a failed attempt means: its code, whether to try again, and what the person reads.

The first row of `_TABLE` that fits the exception decides. Words are None where the exception's own text is
a sentence for people, as those of boardkit are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from django.db import DatabaseError

from boardkit.errors import BoardkitError, NotJson, OptionsError, OverLimit, RenderError
from solo_export.exports.clock import MAX_PAUSE_SECONDS
from solo_export.exports.renderer.errors import (
    RendererCrashed,
    RendererError,
    RendererKilled,
    RendererOutOfMemory,
    RendererTimedOut,
)
from solo_export.exports.storage import StorageError

MAX_ATTEMPTS = 3
"""A board that fails so often by its own doing will fail again."""

MAX_LAPSES = 20
"""An innocent export may live through so many kills and outages; behind more of them stands the export."""


class Blame(Enum):
    """Whose doing a failure is."""

    BOARD = auto()
    """The board's, whoever tries: trying again would not help."""
    ATTEMPT = auto()
    """This attempt's: another may do better."""
    SURROUNDINGS = auto()
    """Neither's: the export waits for better times."""
    WORKER = auto()
    """The worker's or the renderer's, which somebody killed: another one takes over at once."""


class SnapshotMissing(Exception):
    """The board of an export is gone."""


class FileLost(Exception):
    """The file of a completed export is gone."""


class WorkerLost(Exception):
    """The worker stopped giving signs of life."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, for machines (`code`), for people (`words`), and for the life cycle (`blame`)."""

    code: str
    words: str
    blame: Blame


_AGAIN = "Please try again."

_TABLE: tuple[tuple[type[Exception], str, str | None, Blame], ...] = (
    (NotJson, "not_json", None, Blame.BOARD),
    (OverLimit, "over_limit", None, Blame.BOARD),
    (OptionsError, "bad_options", None, Blame.BOARD),
    (RenderError, "not_drawable", None, Blame.BOARD),
    (BoardkitError, "bad_board", None, Blame.BOARD),
    (SnapshotMissing, "board_gone", f"The board of this export is no longer there. {_AGAIN}", Blame.BOARD),
    (RendererTimedOut, "too_slow", "Drawing this board takes too long.", Blame.ATTEMPT),
    (RendererOutOfMemory, "too_much_memory", "Drawing this board takes too much memory.", Blame.ATTEMPT),
    (RendererKilled, "renderer_killed", f"Drawing this board broke off too often. {_AGAIN}", Blame.WORKER),
    (RendererCrashed, "renderer_crashed", "This board can't be drawn: drawing it broke off.", Blame.ATTEMPT),
    (RendererError, "no_renderer", f"Nothing was there to draw this board. {_AGAIN}", Blame.SURROUNDINGS),
    (StorageError, "storage_away", f"The file could not be stored. {_AGAIN}", Blame.SURROUNDINGS),
    (FileLost, "file_lost", "The file of this export was lost. Please export it again.", Blame.SURROUNDINGS),
    (DatabaseError, "database_away", f"The export could not be recorded. {_AGAIN}", Blame.SURROUNDINGS),
    (WorkerLost, "worker_lost", f"Drawing this board broke off too often. {_AGAIN}", Blame.WORKER),
    (Exception, "internal", f"Something went wrong on our side. {_AGAIN}", Blame.ATTEMPT),
)


CODES = tuple(sorted(code for _, code, _, _ in _TABLE))
"""Every code that there is."""


def failure_of(error: Exception) -> Failure:
    """What an exception means."""
    for kind, code, words, blame in _TABLE:
        if isinstance(error, kind):
            return Failure(code, words or str(error), blame)
    raise AssertionError("the table's last row fits every exception")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the export: its counts, and the seconds until it is tried again, None for never."""

    attempts: int
    lapses: int
    pause_seconds: int | None


def judge(failure: Failure, *, attempts: int, lapses: int) -> Verdict:
    """The verdict on an attempt that failed, given the attempts and lapses before it."""
    match failure.blame:
        case Blame.BOARD:
            return Verdict(attempts + 1, lapses, None)
        case Blame.ATTEMPT:
            again = attempts + 1 < MAX_ATTEMPTS
            return Verdict(attempts + 1, lapses, _pause(attempts) if again else None)
        case Blame.SURROUNDINGS | Blame.WORKER:
            again = lapses + 1 < MAX_LAPSES
            pause = 0 if failure.blame is Blame.WORKER else _pause(lapses)
            return Verdict(attempts, lapses + 1, pause if again else None)


def _pause(earlier: int) -> int:
    """Seconds to wait after the first failure, the second, and so on: 1, 2, 4 … 60."""
    return int(min(2**earlier, MAX_PAUSE_SECONDS))
