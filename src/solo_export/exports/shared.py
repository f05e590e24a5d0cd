"""What all threads of a process share: made when the first asks for it, and only once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_Made = TypeVar("_Made")


def shared(make: Callable[[], _Made]) -> Callable[[], _Made]:
    """`make`, called once however many threads ask at the same time; `functools.cache` may call it for each.

    Safe within a signal's handler, which may have interrupted the very thread that makes it.
    """
    lock = threading.RLock()
    made: list[_Made] = []

    @wraps(make)
    def get() -> _Made:
        if not made:
            with lock:
                if not made:
                    made.append(make())
        return made[0]

    return get
