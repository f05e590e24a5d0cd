"""Tells the broker that an export waits. Only a hint: the row is the truth, and the relay repeats it.

Publishing happens on a thread of its own, so that a broker that is gone, or worse, one that swallows
packets, never holds up a request. What the queue can't take, or a dying process leaves in it, the relay
finds in the database.

Hints go to the Celery app that is the default of all threads: a host project whose app is not says so with
`app.set_default()`, as `solo_export.celery` does.
"""

from __future__ import annotations

import logging
import queue
import threading
from uuid import UUID

from celery import current_app

from solo_export.exports import conf
from solo_export.exports.shared import shared

TASK = "solo_export.run_export"
"""The name of the Celery task that runs one export."""

_QUEUE_LENGTH = 1000

log = logging.getLogger(__name__)


def hint(export_id: UUID) -> None:
    """Have workers told of a waiting export, soon and without waiting for it; nothing without a broker."""
    if conf.get("SOLO_BROKER_URL"):
        _publisher().offer(export_id)


def publish(export_id: UUID) -> None:
    """Tell workers of a waiting export now. Raises what kombu raises, within a few seconds."""
    current_app.send_task(TASK, args=(str(export_id),), retry=False, ignore_result=True)


class Publisher:
    """One thread that publishes, and a bounded queue in front of it."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[UUID] = queue.Queue(_QUEUE_LENGTH)
        threading.Thread(target=self._publish_all, name="hints", daemon=True).start()

    def offer(self, export_id: UUID) -> None:
        """Put a hint in line, unless the line is full."""
        try:
            self._waiting.put_nowait(export_id)
        except queue.Full:
            log.warning("Too many hints wait for the broker; the relay will send the one for %s.", export_id)

    def _publish_all(self) -> None:
        while True:
            export_id = self._waiting.get()
            try:
                publish(export_id)
            except Exception as error:  # noqa: BLE001 - kombu's transports raise errors of many libraries
                log.warning("The broker did not take the hint for %s: %s", export_id, type(error).__name__)


@shared
def _publisher() -> Publisher:
    return Publisher()
