"""What a service's JSON log tells of attempts: who took which export, and how that ended."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

_STEP = re.compile(
    r"Export (?P<export>[0-9a-f-]{36})"
    r"(?: is |: |)(?P<step>taken for|completed|attempt failed|handed back|no longer)"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line about an attempt: when, in which process, of which export, and what."""

    time: float
    process: int
    export: str
    name: str


@dataclass(frozen=True, slots=True)
class Death:
    """Processes that were killed, and when."""

    time: float
    processes: frozenset[int]


def steps(log: str) -> list[Step]:
    """All that the log tells, in the order of time. A line that a kill cut short is left out."""
    return sorted(_steps(log), key=lambda step: step.time)


def completions(told: Sequence[Step]) -> Counter[str]:
    """How often each export was completed."""
    return Counter(step.export for step in told if step.name == "completed")


def recoveries(told: Sequence[Step], deaths: Sequence[Death]) -> list[float]:
    """How long each export that lost its worker was without one, in seconds since the last kill meanwhile.

    A kill that falls into the time of a rescue may hit the rescuer, so that time begins anew with it.
    """
    found = []
    for place, step in enumerate(told):
        if step.name != "taken for":
            continue
        later = next((other for other in told[place + 1 :] if other.export == step.export), None)
        if later is None or later.name != "taken for":
            continue  # it came to an end by itself, or died after its last step
        meanwhile = [death.time for death in deaths if step.time < death.time < later.time]
        if any(step.process in death.processes for death in deaths) and meanwhile:
            found.append(later.time - meanwhile[-1])
    return found


def _steps(log: str) -> Iterator[Step]:
    for line in log.splitlines():
        try:
            entry = json.loads(line)
            match = _STEP.match(entry["message"])
            if match:
                time = datetime.fromisoformat(entry["time"]).timestamp()
                yield Step(time, entry["process"], match["export"], match["step"])
        except (ValueError, TypeError, KeyError):
            continue
