"""What came of a run: the promises in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

_POST_SECONDS = 1.0
_CATCH_UP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of one run.

    `lost` were accepted, and are not there any more, have no file, or failed though no board was to blame;
    `stuck` wait, or are in work, though nothing has moved for long. `asked_twice` are exports beyond one for
    each key, `double_files` files beyond one for each completed export. `recovery_seconds` is the longest
    that an export was without a worker (`journal.recoveries`).
    """

    accepted: int
    kills: int
    completed: int
    lost: int
    stuck: int
    asked_twice: int
    double_files: int
    double_completions: int
    recovery_seconds: float
    recovery_bound: float
    seconds: float

    def miscounts(self) -> list[str]:
        """The counts that should be zero and are not."""
        counts = ("lost", "stuck", "asked_twice", "double_files", "double_completions")
        return [name for name in counts if getattr(self, name)]

    def broken(self) -> list[str]:
        """The promises that were not kept, by name: the miscounts, and a recovery that took too long."""
        return self.miscounts() + ["recovery_seconds"] * (self.recovery_seconds > self.recovery_bound)


@dataclass(frozen=True, slots=True)
class Felt:
    """What callers felt of one outage.

    `refused` are answers of 503 with a `Retry-After`, `unclear` all that are neither this nor an acceptance,
    `stray_files` are files beyond one for each export. `slow_post_seconds` is how long 99 of 100 POSTs took
    at most, `catch_up_seconds` the time from the end of the outage until all was done that had been accepted
    before. Of a broker nobody may notice: `may_be_noticed`.
    """

    posts: int
    refused: int
    unclear: int
    accepted: int
    not_completed: int
    asked_twice: int
    stray_files: int
    slow_post_seconds: float
    catch_up_seconds: float
    may_be_noticed: bool

    def miscounts(self) -> list[str]:
        """The counts that should be zero and are not."""
        counts = ["unclear", "not_completed", "asked_twice", "stray_files"]
        counts += ["refused"] * (not self.may_be_noticed)
        return [name for name in counts if getattr(self, name)]

    def broken(self) -> list[str]:
        """The promises that were not kept, by name: the miscounts, and what took too long."""
        if self.may_be_noticed:
            return self.miscounts()
        limits = {"slow_post_seconds": _POST_SECONDS, "catch_up_seconds": _CATCH_UP_SECONDS}
        return self.miscounts() + [name for name, most in limits.items() if getattr(self, name) > most]


def table(runs: Mapping[str, Findings] | Mapping[str, Felt]) -> str:
    """One line a run, one column a figure."""
    rows = [asdict(findings) for findings in runs.values()]
    lines = [
        ("", *rows[0]),
        *((name, *map(_text, row.values())) for name, row in zip(runs, rows, strict=True)),
    ]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join("  ".join(map(str.rjust, line, widths)) for line in lines)


def _text(value: float) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
