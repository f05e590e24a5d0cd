"""When SQLite flushes what a worker writes: not at once, since after a power cut it would be done again.

What the server writes is flushed before it is answered. Each flush keeps all other writers waiting.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def flush_later() -> None:
    """Have it so on all connections that this process opens from now on."""
    connection_created.connect(_relax, dispatch_uid="flush_later")


def _relax(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
