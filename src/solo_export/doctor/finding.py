"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something stands."""

    WELL = "ok"
    WARNING = "warning"
    """It works, and could do better."""
    FAULT = "fault"
    """Exports fail, or will."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it stands, and `advice`, what to do where it is not well."""

    name: str
    state: State
    text: str
    advice: str = ""


def well(name: str, text: str) -> Finding:
    """Nothing to do."""
    return Finding(name, State.WELL, text)


def warning(name: str, text: str, advice: str) -> Finding:
    """Something could do better."""
    return Finding(name, State.WARNING, text, advice)


def fault(name: str, text: str, advice: str) -> Finding:
    """Something must be done."""
    return Finding(name, State.FAULT, text, advice)
