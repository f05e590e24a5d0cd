"""The threads that every worker process has besides those that draw."""

from __future__ import annotations

import threading

from solo_export.exports.webhooks.delivery import keep_delivering
from solo_export.exports.workers.housekeeping import Housekeeper
from solo_export.exports.workers.sweeping import keep_swept


def chores(stop: threading.Event) -> list[threading.Thread]:
    """Threads, not started yet, that end once `stop` is set."""
    duties = {
        "housekeeping": Housekeeper().keep_house,
        "webhooks": keep_delivering,
        "sweep": keep_swept,
    }
    return [
        threading.Thread(target=duty, args=(stop,), name=name, daemon=True) for name, duty in duties.items()
    ]
