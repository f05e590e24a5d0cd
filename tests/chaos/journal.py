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
    """Processes that were killed, and when; for all of them at once, when the service ran again."""

    time: float
    target: str
    processes: frozenset[int]


def steps(log: str) -> list[Step]:
    """All that the log tells, in the order of time. A line that a kill cut short is left out."""
    return sorted(_steps(log), key=lambda step: step.time)


def completions(told: Sequence[Step]) -> Counter[str]:
    """How often each export was completed."""
    return Counter(step.export for step in told if step.name == "completed")


def recoveries(told: Sequence[Step], deaths: Sequence[Death]) -> list[float]:
    """For each export whose worker was killed, the seconds until another took it, without a further kill.

    Each kill of any worker in between starts the time anew: nobody can hurry while workers keep dying.
    """
    found = []
    for place, step in enumerate(told):
        later = next((other for other in told[place + 1 :] if other.export == step.export), None)
        if later is None or (step.name, later.name) != ("taken for", "taken for"):
            continue  # the attempt came to an end, well or not
        between = [death for death in deaths if step.time < death.time < later.time]
        if any(step.process in death.processes for death in between):
            found.append(later.time - max(death.time for death in between if death.target != "renderer"))
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
