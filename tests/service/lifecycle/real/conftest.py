"""Servers of the tests' own, and the service as a person starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.postgres import postgres_server, postgres_url
from tests.support.rabbitmq import rabbitmq_url
from tests.support.redis import redis_url
from tests.support.service import Service

Start = Callable[..., Service]

__all__ = ["Start", "postgres_server", "postgres_url", "rabbitmq_url", "redis_url"]


@pytest.fixture(params=["SQLite", "PostgreSQL and Celery"])
def settings_of_service(request: pytest.FixtureRequest) -> dict[str, str]:
    """A service on one machine, and one as it would be on several."""
    if request.param == "SQLite":
        return {}
    url = request.getfixturevalue
    return {"DATABASE_URL": url("postgres_url"), "SOLO_BROKER_URL": url("redis_url")}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the whole service with some settings; it ends with the test."""
    services: list[Service] = []

    def start(workers: int = 2, **settings: str) -> Service:
        service = Service(tmp_path, workers, **settings)
        services.append(service)
        service.start()
        return service

    yield start
    for service in services:
        service.end()
