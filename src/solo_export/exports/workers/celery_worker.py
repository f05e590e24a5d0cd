"""What a Celery worker process does besides its tasks: its chores, and a clean end.

Importing this module connects it to Celery's signals; `tasks`, which every worker imports, does so.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from celery.signals import worker_ready, worker_shutdown, worker_shutting_down

from solo_export.exports import conf
from solo_export.exports.renderer.errors import RendererError
from solo_export.exports.renderer.pool import shared_pool
from solo_export.exports.runner import shared_runner
from solo_export.exports.workers.chores import chores
from solo_export.exports.workers.worker import GRACE_SECONDS
from solo_export.telemetry.metrics import serve

_stop = threading.Event()

log = logging.getLogger(__name__)


@worker_ready.connect
def begin(**_: Any) -> None:
    """Do the chores beside the tasks, and have a renderer warm for the first of them."""
    for thread in chores(_stop):
        thread.start()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    serve(conf.get("SOLO_METRICS_PORT"))


def _warm_up() -> None:
    try:
        shared_pool().warm_up()
    except RendererError as error:
        log.warning(
            "The renderer did not warm up (%s); the first export starts another.", type(error).__name__
        )


@worker_shutting_down.connect
def end(**_: Any) -> None:
    """Celery waits for the tasks under way; see that it need not wait long."""
    shared_runner().stop(GRACE_SECONDS)


@worker_shutdown.connect
def leave(**_: Any) -> None:
    """End the chores."""
    _stop.set()
