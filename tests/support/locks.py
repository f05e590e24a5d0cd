"""Who waits for whom in the tests' own database."""

from __future__ import annotations

from django.db import connection

_QUERY = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"


def are_waiting(number: int) -> bool:
    """Whether so many others wait for locks. Of SQLite, where all wait for one, it is taken for granted."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees what it saw before
        cursor.execute(_QUERY, [connection.settings_dict["NAME"]])
        return bool(cursor.fetchone()[0] >= number)
