"""What a Celery worker process does besides its tasks: it keeps house, and ends cleanly.

Importing this module connects it to Celery's signals; `tasks`, which every worker imports, does so.
"""

from __future__ import annotations

import threading
from typing import Any

from celery.signals import worker_ready, worker_shutdown, worker_shutting_down

from solo_export.exports.housekeeping import Housekeeper
from solo_export.exports.renderer.pool import shared_pool
from solo_export.exports.runner import shared_runner
from solo_export.exports.worker import GRACE_SECONDS

_stop = threading.Event()


@worker_ready.connect
def begin(**_: Any) -> None:
    """Keep house beside the tasks, and have a renderer warm for the first of them."""
    threading.Thread(target=Housekeeper().keep_house, args=(_stop,), name="housekeeping", daemon=True).start()
    threading.Thread(target=shared_pool().warm_up, name="warm-up", daemon=True).start()


@worker_shutting_down.connect
def end(**_: Any) -> None:
    """Celery waits for the tasks under way; see that it need not wait long."""
    shared_runner().stop(GRACE_SECONDS)


@worker_shutdown.connect
def leave(**_: Any) -> None:
    """Stop keeping house."""
    _stop.set()
