"""What a Celery worker process does besides its tasks: its chores, and a clean end.

Importing this module connects it to Celery's signals; `tasks`, which every worker imports, does so.
"""

from __future__ import annotations

import threading
from typing import Any

from celery.signals import worker_ready, worker_shutdown, worker_shutting_down

from solo_export.exports import conf
from solo_export.exports.renderer.pool import shared_pool
from solo_export.exports.runner import shared_runner
from solo_export.exports.workers.chores import chores
from solo_export.exports.workers.worker import GRACE_SECONDS
from solo_export.telemetry.metrics import serve

_stop = threading.Event()


@worker_ready.connect
def begin(**_: Any) -> None:
    """Do the chores beside the tasks, and have a renderer warm for the first of them."""
    for thread in chores(_stop):
        thread.start()
    threading.Thread(target=shared_pool().warm_up, name="warm-up", daemon=True).start()
    serve(conf.get("SOLO_METRICS_PORT"))


@worker_shutting_down.connect
def end(**_: Any) -> None:
    """Celery waits for the tasks under way; see that it need not wait long."""
    shared_runner().stop(GRACE_SECONDS)


@worker_shutdown.connect
def leave(**_: Any) -> None:
    """End the chores."""
    _stop.set()
