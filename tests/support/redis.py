"""A Redis server of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes import free_port, listens, started, wait_until
from tests.support.required import program


def redis_command(port: int) -> list[str]:
    """What starts a server that keeps nothing on disk."""
    return [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]


@contextmanager
def redis(directory: Path) -> Iterator[str]:
    """An empty server; its address."""
    port = free_port()
    with started(redis_command(port), directory / "redis.log"):
        wait_until(lambda: listens(port), "Redis listens")
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The address of an empty server."""
    with redis(tmp_path) as address:
        yield address
