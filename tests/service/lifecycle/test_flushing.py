"""What a worker writes is flushed later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.backends.signals import connection_created

from solo_export.exports.workers.flushing import flush_later

pytestmark = pytest.mark.django_db

NORMAL, FULL = 1, 2
"""As SQLite numbers them."""


@pytest.fixture
def _of_a_worker() -> Iterator[None]:
    flush_later()
    yield
    assert connection_created.disconnect(dispatch_uid="flush_later")


def pace() -> int:
    """When a connection that is opened now has its writes flushed."""
    connection = connections.create_connection("default")
    with connection.cursor() as cursor:
        [pace] = cursor.execute("PRAGMA synchronous").fetchone()
    connection.close()
    return int(pace)


def test_a_server_flushes_before_it_answers() -> None:
    assert pace() == FULL


@pytest.mark.usefixtures("_of_a_worker")
def test_a_worker_flushes_later() -> None:
    assert pace() == NORMAL
