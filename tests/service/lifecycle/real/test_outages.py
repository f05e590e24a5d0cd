"""What the service stands on goes away and comes back."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import psycopg

from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import free_port, listens, started, wait_until
from tests.support.redis import redis_command
from tests.support.service import Client


def test_a_broker_that_swallows_everything_holds_up_no_request(start: Start, tmp_path: Path) -> None:
    port = free_port()
    with started(redis_command(port), tmp_path / "redis.log") as redis:
        wait_until(lambda: listens(port), "Redis listens")
        service = start(SOLO_BROKER_URL=f"redis://127.0.0.1:{port}/0", SOLO_EXPORT_LEASE_SECONDS="3")
        client = Client(service.address)
        first = client.ask("json")
        wait_until(lambda: client.is_done(first), "everything is connected")
        os.kill(redis.pid, signal.SIGSTOP)
        exports = [client.ask("json") for _ in range(20)]
        assert {client.status(export) for export in exports} == {"pending"}
        os.kill(redis.pid, signal.SIGCONT)
        wait_until(lambda: client.is_done(*exports), "all are done")
        service.end()


def test_a_database_that_cuts_every_connection_loses_nothing(
    start: Start, postgres_url: str, postgres_server: str
) -> None:
    service = start(DATABASE_URL=postgres_url, SOLO_EXPORT_LEASE_SECONDS="3")
    client = Client(service.address)
    exports = [client.ask("png") for _ in range(12)]
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as operator:
        for export in exports[:3]:
            wait_until(partial(client.is_done, export), "one more is done")
            operator.execute(f"{others} AND backend_type = 'client backend'")
    wait_until(lambda: client.is_done(*exports), "all are done")
