"""Answers that come when the work is done: `SOLO_EXPORT_SYNC`, and `Prefer: wait`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.signals import post_save
from pytest_django import Settings
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from solo_export.exports.runner import shared_runner
from tests.service.api.conftest import STATE

pytestmark = pytest.mark.django_db(transaction=True)


def ask(client: APIClient, session: SoloSession, body: Any, **headers: str) -> Any:
    return client.post(f"/api/v1/solo/sessions/{session.id}/export/", body, headers=headers)


class TestSync:
    @pytest.fixture(autouse=True)
    def _sync(self, settings: Settings) -> None:
        settings.SOLO_EXPORT_SYNC = True

    @pytest.mark.parametrize(
        ("wanted", "start"),
        [
            ("png", b"\x89PNG"),
            ("pdf", b"%PDF-"),
            ("json", b"{"),
            ("svg", b"<?xml"),
            ("jpg", b"\xff\xd8\xff"),
            ("webp", b"RIFF"),
        ],
    )
    def test_the_answer_is_the_completed_export(
        self, client: APIClient, session: SoloSession, wanted: str, start: bytes
    ) -> None:
        answer = ask(client, session, {"format": wanted})
        assert answer.status_code == 201
        body = answer.json()
        assert (body["status"], body["page_count"]) == ("completed", 1)
        data = b"".join(APIClient().get(urlsplit(body["file_url"]).path))
        assert data.startswith(start)
        assert len(data) == body["file_size"]

    @pytest.mark.parametrize("state", [STATE, {}, [], None, "text", {"a": {"б": [1.5, True, None]}}])
    def test_json_holds_the_state_itself(self, client: APIClient, anna: User, state: Any) -> None:
        session = SoloSession.objects.create(user=anna, state=state)
        body = ask(client, session, {"format": "json"}).json()
        assert body["data"] == state

    def test_only_json_holds_data(self, client: APIClient, session: SoloSession) -> None:
        assert "data" not in ask(client, session, {"format": "png"}).json()

    def test_data_is_only_in_the_answer_to_the_post(self, client: APIClient, session: SoloSession) -> None:
        export_id = ask(client, session, {"format": "json"}).json()["id"]
        assert "data" not in client.get(f"/api/v1/exports/{export_id}/").json()

    def test_an_export_that_fails_says_so(
        self, client: APIClient, session: SoloSession, settings: Settings
    ) -> None:
        settings.SOLO_MAX_ELEMENTS = 1
        session.state = {"pages": [{"strokes": [{}] * 5}]}
        session.save()
        body = ask(client, session, {"format": "png"}).json()
        assert body["status"] == "failed"
        assert body["error"].endswith(".")
        assert body["file_url"] is None

    def test_a_page_that_the_board_lacks_fails_in_words(
        self, client: APIClient, session: SoloSession
    ) -> None:
        body = ask(client, session, {"format": "pdf", "options": {"pages": ["p9"]}}).json()
        assert body["status"] == "failed"
        assert "p9" in body["error"]


@pytest.fixture
def quick_worker() -> Iterator[None]:
    """A worker that takes every export the moment it is accepted."""

    def run(instance: ExportRequest, created: bool, **_: Any) -> None:
        if created:
            transaction.on_commit(partial(shared_runner().run, instance.pk))

    post_save.connect(run, sender=ExportRequest)
    yield
    post_save.disconnect(run, sender=ExportRequest)


class TestPrefer:
    @pytest.mark.usefixtures("quick_worker")
    def test_what_ends_in_time_is_answered_whole(self, client: APIClient, session: SoloSession) -> None:
        answer = ask(client, session, {"format": "json"}, Prefer="respond-async, wait=10")
        assert answer.status_code == 201
        assert answer.headers["Preference-Applied"] == "wait=10"
        assert (answer.json()["status"], answer.json()["data"]) == ("completed", STATE)

    def test_who_does_not_ask_is_answered_at_once(self, client: APIClient, session: SoloSession) -> None:
        answer = ask(client, session, {"format": "json"})
        assert answer.json()["status"] == "pending"
        assert "Preference-Applied" not in answer.headers

    def test_what_does_not_end_in_time_is_pending(self, client: APIClient, session: SoloSession) -> None:
        answer = ask(client, session, {"format": "json"}, Prefer="wait=0")
        assert (answer.status_code, answer.json()["status"]) == (201, "pending")
        assert answer.headers["Preference-Applied"] == "wait=0"
        assert "data" not in answer.json()

    def test_nobody_waits_longer_than_the_service_allows(
        self, client: APIClient, session: SoloSession, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_MAX_WAIT_SECONDS = 0
        assert ask(client, session, {}, Prefer="wait=600").headers["Preference-Applied"] == "wait=0"

    def test_a_preference_that_is_no_number_is_ignored(self, client: APIClient, session: SoloSession) -> None:
        answer = ask(client, session, {}, Prefer="wait=soon")
        assert answer.status_code == 201
        assert "Preference-Applied" not in answer.headers


class TestTooManyWait:
    @pytest.fixture(autouse=True)
    def _no_seat_is_free(self, settings: Settings) -> None:
        settings.SOLO_EXPORT_WAITING_CALLS = 0

    def test_who_would_rather_wait_gets_the_answer_at_once(
        self, client: APIClient, session: SoloSession
    ) -> None:
        answer = ask(client, session, {"format": "json"}, Prefer="wait=30")
        assert (answer.status_code, answer.json()["status"]) == (201, "pending")
        assert "Preference-Applied" not in answer

    def test_who_cannot_but_wait_is_told_to_come_again(
        self, client: APIClient, session: SoloSession, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_SYNC = True
        answer = ask(client, session, {"format": "json"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert not ExportRequest.objects.exists()

    def test_a_seat_is_free_again_once_somebody_has_left(
        self, client: APIClient, session: SoloSession, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_WAITING_CALLS = 1
        settings.SOLO_EXPORT_SYNC = True
        for _ in range(3):
            assert ask(client, session, {"format": "json"}).status_code == 201
