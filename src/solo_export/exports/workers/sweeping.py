"""Sweeps now and then, on a thread of its own: a listing of many files takes its time."""

from __future__ import annotations

import logging
import threading

from django.db import connection

from solo_export.exports.actions.sweep import sweep

_FIRST_SECONDS = 60.0
_SECONDS_BETWEEN = 24 * 3600.0

log = logging.getLogger(__name__)


def keep_swept(stop: threading.Event) -> None:
    """Sweep soon after the start and then once a day, until `stop` is set. Several may, at the same time."""
    pause = _FIRST_SECONDS
    while not stop.wait(pause):
        pause = _SECONDS_BETWEEN
        try:
            sweep()
        except Exception:
            log.exception("The storage could not be swept; it is tried again soon.")
            pause = _FIRST_SECONDS
        connection.close()
