"""What the service needs, each tried for real. What is said of a failure holds no address and no secret."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from solo_export.exports import conf
from solo_export.exports.models import ExportRequest
from solo_export.exports.renderer.cancellation import Cancellation
from solo_export.exports.renderer.jobs import RenderJob
from solo_export.exports.renderer.pool import RendererPool
from solo_export.exports.shared import shared

RENDER_SECONDS = 5.0

_BOARD = b'{"pages":[{"strokes":[{"tool":"pen","size":4,"points":[{"x":9,"y":9},{"x":90,"y":40}]}]}]}'


class ProbeError(Exception):
    """Something does not do its work; the text says what, for anybody to read."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing to try: `run` returns if it works, and raises otherwise, at the latest after `seconds`.

    `trouble` is what to say when it raises anything but a `ProbeError`, or does not return. Without what
    `is_vital`, requests can't be answered as they should be.
    """

    name: str
    run: Callable[[], None]
    trouble: str
    seconds: float = 3.0
    is_vital: bool = True


def needed() -> tuple[Probe, ...]:
    """What this installation needs to take a request and to draw it."""
    # While it is away exports are accepted all the same, and drawn once it is back.
    broker = (Probe("broker", try_broker, "The broker does not answer.", is_vital=False),)
    return (
        Probe("database", try_database, "The database does not answer."),
        Probe("storage", try_storage, "The storage does not take files."),
        *(broker if conf.get("SOLO_BROKER_URL") else ()),
        Probe("renderer", try_renderer, "The renderer does not draw.", RENDER_SECONDS),
    )


def try_database() -> None:
    """Look for the table of exports."""
    try:
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
    finally:
        connection.close()
    if ExportRequest._meta.db_table not in tables:
        raise ProbeError("The database lacks tables; solo-export migrate makes them.")


def try_storage() -> None:
    """Store a file, read it, delete it. A process always uses one name, so it leaves little if it dies."""
    storage = storages[conf.get("SOLO_EXPORT_STORAGE")]
    name, content = f"health/{socket.gethostname()}-{os.getpid()}", os.urandom(16)
    storage.delete(name)
    key = storage.save(name, ContentFile(content))
    try:
        with storage.open(key) as file:
            if file.read() != content:
                raise ProbeError("The storage gives back other files than it was given.")
    finally:
        storage.delete(key)


def try_broker() -> None:
    """Connect to the broker as a hint would."""
    from celery import current_app  # slow to import, and most installations have no broker

    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        _ = broker.default_channel  # Redis connects when a channel is made, and no sooner


def try_renderer() -> None:
    """Draw a stroke in a child process of its own, so that a busy one is not taken for a broken one."""
    job = RenderJob(_BOARD, "png", {"scale": 0.1}, "", datetime.now(UTC), conf.limits())
    drawn = _pool().render(job, cancellation=Cancellation())
    if not drawn.data.startswith(b"\x89PNG"):
        raise ProbeError("The renderer draws what is no picture.")


@shared
def _pool() -> RendererPool:
    return RendererPool(size=1, memory_mb=conf.get("SOLO_EXPORT_RENDER_MEMORY_MB"), seconds=RENDER_SECONDS)
