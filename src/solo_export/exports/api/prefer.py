"""The `Prefer: wait=SECONDS` header of RFC 7240: how long a caller would rather wait than poll."""

from __future__ import annotations

import re

_SECONDS = re.compile(r"[0-9]{1,9}")


def wait_seconds(header: str) -> int | None:
    """The seconds that a Prefer header asks to wait; None where it doesn't, or not in a way to be understood.

    The first `wait` counts; what can't be understood is ignored, as the RFC asks.
    """
    for preference in header.split(","):
        name, _, value = preference.partition(";")[0].partition("=")
        if name.strip().lower() == "wait":
            seconds = value.strip().strip('"')
            return int(seconds) if _SECONDS.fullmatch(seconds) else None
    return None
