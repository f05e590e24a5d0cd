"""Tells a process that the kernel killed for want of memory from one that somebody killed."""

from __future__ import annotations

from pathlib import Path

_COUNTS = Path("/proc/vmstat")


def kills_for_memory() -> int | None:
    """How many processes the kernel has killed for want of memory; None if it does not say."""
    try:
        counts = dict(line.split() for line in _COUNTS.read_text().splitlines())
        return int(counts["oom_kill"])
    except (OSError, ValueError, KeyError):
        return None
