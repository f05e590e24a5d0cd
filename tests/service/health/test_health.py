"""`/health/live` and `/health/ready`: what a machine beside the service asks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from solo_export.health import middleware, probes
from tests.support.processes import free_port, wait_until

PATHS = ("/health/live", "/health/ready")


@pytest.fixture(scope="module", autouse=True)
def _warm_renderer() -> Iterator[None]:
    """A child that is there from the first test to the last, and no longer."""
    probes._pool().warm_up()
    yield
    probes._pool().close()


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The directory that has the stored files; nothing is remembered of the test before."""
    directory = tmp_path / "files"
    local = {"BACKEND": "solo_export.exports.local_files.LocalFiles", "OPTIONS": {"location": directory}}
    settings.STORAGES = {**settings.STORAGES, "default": local}
    middleware._checkup.cache_clear()
    yield directory
    middleware._checkup.cache_clear()


def told(client: Client, checks: dict[str, str]) -> Any:
    """The answer that tells so of each part. A machine with much to do may take longer than a probe waits."""
    answers: list[Any] = []

    def is_told() -> bool:
        answers.append(client.get("/health/ready"))
        return bool(answers[-1].json()["checks"] == checks)

    wait_until(is_told, f"the parts are {checks}")
    return answers[-1]


def test_a_process_that_answers_lives_whatever_it_is_called_by() -> None:
    answer = Client(headers={"Host": "10.1.2.3:8000"}).get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


@pytest.mark.django_db(transaction=True)
def test_it_is_ready_when_all_that_it_needs_works(files: Path) -> None:
    client = Client(headers={"Host": "10.1.2.3"})
    answer = told(client, {"database": "ok", "storage": "ok", "renderer": "ok"})
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert not [path for path in files.rglob("*") if path.is_file()]


@pytest.fixture
def _no_broker(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that is set, and does not run."""
    settings.SOLO_BROKER_URL = settings.CELERY_BROKER_URL = f"redis://:s3cret@127.0.0.1:{free_port()}/0"
    monkeypatch.setattr("celery.current_app.conf.broker_url", settings.SOLO_BROKER_URL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_broker")
def test_what_is_wrong_is_named_without_saying_where_it_is(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "no-directory").touch()
    settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path / "no-directory"
    settings.STORAGES = {**settings.STORAGES}
    expected = {
        "database": "ok",
        "storage": "The storage does not take files.",
        "broker": "The broker does not answer.",
        "renderer": "ok",
    }
    answer = told(Client(), expected)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["status"] == "unavailable"
    text = json.dumps(answer.json())
    assert not any(secret in text for secret in ("s3cret", "127.0.0.1", str(tmp_path)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_broker")
def test_it_stays_in_service_without_its_broker_since_exports_are_accepted() -> None:
    expected = {
        "database": "ok",
        "storage": "ok",
        "broker": "The broker does not answer.",
        "renderer": "ok",
    }
    answer = told(Client(), expected)
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_is_told_how_to_get_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE exports_exportrequest RENAME TO hidden")
    try:
        with pytest.raises(probes.ProbeError, match="solo-export migrate"):
            probes.try_database()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE hidden RENAME TO exports_exportrequest")


@pytest.mark.parametrize("path", PATHS)
def test_health_is_only_asked_for(path: str) -> None:
    answer = Client().post(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
