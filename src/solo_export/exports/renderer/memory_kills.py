"""Tells a process that the kernel killed for want of memory from one that somebody killed."""

from __future__ import annotations

import re
from pathlib import Path

_COUNTS = Path("/proc/vmstat")
_OWN_COUNT = re.compile(rb"^oom_kill (\d+)$", re.MULTILINE)


def kills_for_memory() -> int | None:
    """How many processes the kernel has killed for want of memory; None if it does not say."""
    try:
        found = _OWN_COUNT.search(_COUNTS.read_bytes())
    except OSError:
        return None
    return int(found[1]) if found else None
