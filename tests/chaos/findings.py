"""What came of a run: the promises in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass


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


def table(runs: Mapping[str, Findings]) -> str:
    """One line a figure, one column a set-up."""
    lines = [("", *runs)]
    columns = [asdict(findings) for findings in runs.values()]
    lines += [(name, *(_text(column[name]) for column in columns)) for name in columns[0]]
    return "\n".join(f"{name:20}" + "".join(f"{value:>12}" for value in values) for name, *values in lines)


def _text(value: float) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
