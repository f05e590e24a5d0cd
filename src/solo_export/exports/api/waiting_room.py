"""How many calls of one server process may wait at once, for their export or for a picture to be looked at.

Each of them keeps a thread of the server, and the others need threads for their polls.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from solo_export.exports import conf
from solo_export.exports.api.errors import Unavailable

_lock = threading.Lock()
_taken = 0


@contextmanager
def seat() -> Iterator[bool]:
    """Whether there is a seat. It is kept while the body runs; without one, the body must not wait."""
    global _taken
    with _lock:
        is_seated = _taken < conf.get("SOLO_EXPORT_WAITING_CALLS")
        _taken += is_seated
    try:
        yield is_seated
    finally:
        with _lock:
            _taken -= is_seated


@contextmanager
def needed_seat() -> Iterator[None]:
    """A seat for a body that can't but wait. Raises `Unavailable` if there is none."""
    with seat() as is_seated:
        if not is_seated:
            raise Unavailable
        yield
