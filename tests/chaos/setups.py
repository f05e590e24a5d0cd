"""The four ways in which the service is set up, with servers of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.support.postgres import postgres
from tests.support.rabbitmq import rabbitmq
from tests.support.redis import redis

Settings = dict[str, str]


@contextmanager
def _sqlite(_directory: Path) -> Iterator[Settings]:
    yield {}


@contextmanager
def _postgresql(_directory: Path) -> Iterator[Settings]:
    with postgres() as server:
        yield {"DATABASE_URL": f"{server}/postgres"}


@contextmanager
def _redis(directory: Path) -> Iterator[Settings]:
    with _postgresql(directory) as settings, redis(directory) as address:
        yield {**settings, "SOLO_BROKER_URL": address}


@contextmanager
def _rabbitmq(directory: Path) -> Iterator[Settings]:
    with _postgresql(directory) as settings, rabbitmq(directory) as address:
        yield {**settings, "SOLO_BROKER_URL": address}


SETUPS: dict[str, Callable[[Path], AbstractContextManager[Settings]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
    "redis": _redis,
    "rabbitmq": _rabbitmq,
}
"""Each starts its servers, with what they write below a directory, and gives the settings for them."""
