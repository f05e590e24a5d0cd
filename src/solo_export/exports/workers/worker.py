"""A worker without a broker: takes exports straight from the database."""

from __future__ import annotations

import logging
import threading

from django.db import connection

from solo_export.exports.runner import Runner
from solo_export.exports.workers.chores import chores

IDLE_SECONDS = 0.05
"""Between two looks for work; a look at an index costs a fraction of a millisecond."""

GRACE_SECONDS = 5.0
"""So long may work go on after the worker was told to stop; what is left is handed back."""

_OUTAGE_SECONDS = 1.0

log = logging.getLogger(__name__)


class Worker:
    """Some threads that run exports, and some for the chores."""

    def __init__(self, runner: Runner, threads: int) -> None:
        self._runner = runner
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"worker-{number}", daemon=True)
            for number in range(threads)
        ]
        self._chores = chores(self._stop)

    def start_chores(self) -> None:
        """Do the chores, on threads of their own: what others have left need not wait for a renderer."""
        for thread in self._chores:
            thread.start()

    def start(self) -> None:
        """Begin to work, on threads of its own."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing more, finish or hand back what is under way, and return when that is done."""
        self._stop.set()
        self._runner.stop(GRACE_SECONDS)
        for thread in (*self._threads, *self._chores):
            thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                found_work = self._runner.run()
            except Exception:
                log.exception("The worker could not do its work; it tries again.")
                connection.close()
                self._stop.wait(_OUTAGE_SECONDS)
            else:
                if not found_work:
                    self._stop.wait(IDLE_SECONDS)
        connection.close()
