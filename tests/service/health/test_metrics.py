"""`/metrics`: what Prometheus is told, and who may ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from solo_export.boards.models import SoloSession
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.fail_or_retry import fail_or_retry
from solo_export.exports.clock import in_seconds
from solo_export.exports.failures import SnapshotMissing, failure_of
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status

pytestmark = pytest.mark.django_db

TOKEN = "0123456789" * 4


def scraped() -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    text = Client().get("/metrics").content.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def exports() -> list[ExportRequest]:
    """Three that wait, of which one has waited for a minute, and one in a pause."""
    anna = User.objects.create_user("anna")
    session = SoloSession.objects.create(user=anna, state={})
    return [
        ExportRequest.objects.create(session=session, user=anna, format="png", available_at=in_seconds(age))
        for age in (-60, 0, 0, 50)
    ]


def test_the_queue_is_told_by_depth_and_age(exports: list[ExportRequest]) -> None:
    ExportRequest.objects.filter(pk=exports[1].pk).update(status=Status.PROCESSING)
    ExportRequest.objects.create(
        session=exports[0].session, user=exports[0].user, format="png", status=Status.COMPLETED
    )
    samples = scraped()
    assert samples["solo_export_queue_depth", "waiting"] == 2
    assert samples["solo_export_queue_depth", "paused"] == 1
    assert samples["solo_export_queue_depth", "processing"] == 1
    assert 60 <= samples["solo_export_queue_age_seconds",] < 600


def test_an_empty_queue_has_no_age() -> None:
    assert scraped()["solo_export_queue_age_seconds",] == 0


def test_attempts_and_failures_are_counted_by_what_came_of_them(exports: list[ExportRequest]) -> None:
    before = scraped()
    export = claim()
    assert export is not None
    fail_or_retry(export.lease, failure_of(SnapshotMissing()))
    fail_or_retry(export.lease, failure_of(SnapshotMissing()))
    after = scraped()

    def more(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("solo_export_attempts_total", "failed") == 1
    assert more("solo_export_failures_total", "board_gone") == 1


@pytest.mark.parametrize(
    ("caller", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 403),
        ({"REMOTE_ADDR": ""}, 403),
        ({"HTTP_X_FORWARDED_FOR": "10.0.0.7"}, 403),
        ({"HTTP_FORWARDED": "for=10.0.0.7"}, 403),
    ],
)
def test_without_a_token_only_this_machine_may_read_them(caller: dict[str, Any], status: int) -> None:
    assert Client().get("/metrics", **caller).status_code == status


@pytest.mark.parametrize(
    ("sent", "status"), [(f"Bearer {TOKEN}", 200), (TOKEN, 403), ("Bearer ", 403), ("", 403)]
)
def test_with_a_token_whoever_sends_it_may(settings: Settings, sent: str, status: int) -> None:
    settings.SOLO_METRICS_TOKEN = TOKEN
    answer = Client(REMOTE_ADDR="10.0.0.7", headers={"Authorization": sent}).get("/metrics")
    assert answer.status_code == status
    assert TOKEN not in answer.content.decode()
