"""A Redis server of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes import free_port, listens
from tests.support.required import program
from tests.support.servers import Server


@contextmanager
def stoppable_redis(directory: Path) -> Iterator[Server]:
    """An empty server that keeps nothing on disk."""
    port = free_port()
    command = [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    log = directory / "Redis.log"
    with Server(
        f"redis://127.0.0.1:{port}/0", command, log, answers=lambda: listens(port)
    ).running() as server:
        yield server


@contextmanager
def redis(directory: Path) -> Iterator[str]:
    """The address of such a server."""
    with stoppable_redis(directory) as server:
        yield server.address


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The address of an empty server."""
    with redis(tmp_path) as address:
        yield address
