"""What a service may lose for a while, and with which settings it stands on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis as redis_client
from kombu import Connection

from tests.chaos.setups import Settings
from tests.support.faulty_s3 import BUCKET, KEYS, faulty_s3
from tests.support.postgres import postgres, stoppable_postgres
from tests.support.rabbitmq import stoppable_rabbitmq
from tests.support.redis import stoppable_redis
from tests.support.servers import Server

LEASE_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something is wrong while the body of `during()` runs, or was in between, where it returns at once.

    `needs_rest`: it comes while there is nothing to do. `is_of_broker`: no caller may notice it at all.
    """

    name: str
    during: Callable[[], AbstractContextManager[object]]
    needs_rest: bool = False
    is_of_broker: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What a service stands on: its settings, and what may become of it."""

    settings: Settings
    troubles: tuple[Trouble, ...]
    keys: Callable[[], list[str]] | None = None
    """The files in its storage, where that is not the service's own disk."""


@contextmanager
def storage(_directory: Path) -> Iterator[Ground]:
    """Files in a bucket."""
    with faulty_s3() as bucket:
        settings = {"SOLO_S3_BUCKET": BUCKET, "SOLO_S3_ENDPOINT_URL": bucket.address, **KEYS}
        slow = Trouble("storage slow", lambda: bucket.slow(2 * LEASE_SECONDS))
        failing = Trouble("storage failing", bucket.failing)
        yield Ground(settings, (failing, slow, Trouble("storage full", bucket.full)), bucket.keys)


@contextmanager
def database(_directory: Path) -> Iterator[Ground]:
    """Rows in PostgreSQL."""
    with stoppable_postgres() as server:
        settings = {"DATABASE_URL": f"{server.address}/postgres"}
        yield Ground(settings, (Trouble("database away", server.away),))


@contextmanager
def redis(directory: Path) -> Iterator[Ground]:
    """Hints through Redis."""
    with postgres() as address, stoppable_redis(directory) as server:
        yield _with_broker(address, server, redis_client.Redis.from_url(server.address).flushall)


@contextmanager
def rabbitmq(directory: Path) -> Iterator[Ground]:
    """Hints through RabbitMQ."""
    with postgres() as address, stoppable_rabbitmq(directory) as server:

        def purge() -> None:
            with Connection(server.address) as connection, connection.SimpleQueue("celery") as queue:
                queue.clear()

        yield _with_broker(address, server, purge)


GROUNDS: dict[str, Callable[[Path], AbstractContextManager[Ground]]] = {
    "storage": storage,
    "database": database,
    "redis": redis,
    "rabbitmq": rabbitmq,
}
"""Each starts its servers, with what they write below a directory."""


def _with_broker(database: str, server: Server, empty: Callable[[], object]) -> Ground:
    @contextmanager
    def restarted() -> Iterator[None]:
        with server.away():
            pass
        yield

    @contextmanager
    def emptied() -> Iterator[None]:
        empty()
        yield
        empty()

    troubles = (
        Trouble("refuses", server.away, is_of_broker=True),
        Trouble("hangs", server.hanging, is_of_broker=True),
        Trouble("forgets", emptied, is_of_broker=True),
        Trouble("restarted idle", restarted, is_of_broker=True, needs_rest=True),
        Trouble("restarted busy", restarted, is_of_broker=True),
    )
    return Ground({"DATABASE_URL": f"{database}/postgres", "SOLO_BROKER_URL": server.address}, troubles)
