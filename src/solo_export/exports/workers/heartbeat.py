"""Renews a lease while the work goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial

from django.db import DatabaseError, connection

from solo_export.exports.actions.extend import extend
from solo_export.exports.clock import heartbeat_seconds
from solo_export.exports.lease import Lease

log = logging.getLogger(__name__)


@contextmanager
def heartbeat(lease: Lease, on_loss: Callable[[], None]) -> Iterator[None]:
    """Keep `lease` while the body runs; call `on_loss`, on another thread, once somebody else has it.

    The thread connects to the database when the first renewal is due; most exports are done before.
    """
    done = threading.Event()
    beat = partial(copy_context().run, _beat, lease, done, on_loss)
    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(lease: Lease, done: threading.Event, on_loss: Callable[[], None]) -> None:
    try:
        while not done.wait(heartbeat_seconds()):
            if not _is_renewed(lease):
                on_loss()
                return
    finally:
        connection.close()


def _is_renewed(lease: Lease) -> bool:
    try:
        return extend(lease)
    except DatabaseError as error:
        log.warning("The lease of export %s could not be renewed: %s", lease.export_id, error)
        connection.close()
        return True
