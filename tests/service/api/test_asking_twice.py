"""`Idempotency-Key`: asking twice is asking once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import storages
from django.db import connection
from pytest_django import Settings
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.admission import once
from solo_export.exports.clock import in_seconds
from solo_export.exports.models import ExportRequest, IdempotencyKey
from tests.service.api.conftest import client_of
from tests.service.api.test_own_picture import data_url, png

pytestmark = pytest.mark.django_db(transaction=True)

KEY = str(uuid.uuid4())


def ask(client: APIClient, session: SoloSession, body: Any = None, key: str = KEY, **headers: str) -> Any:
    path = f"/api/v1/solo/sessions/{session.id}/export/"
    return client.post(path, {} if body is None else body, headers={"Idempotency-Key": key, **headers})


def test_the_same_key_gets_the_same_answer_and_makes_one_export(
    client: APIClient, session: SoloSession
) -> None:
    answers = [ask(client, session, {"format": "pdf"}) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert ExportRequest.objects.count() == 1


def test_a_hundred_at_once_make_one_export(session: SoloSession) -> None:
    def one(_: int) -> tuple[int, str]:
        client = client_of(session.user)
        try:
            while (answer := ask(client, session, {"format": "pdf"})).status_code == 503:
                pass  # a busy database, on SQLite: the key is there to ask again
            return answer.status_code, answer.json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        answers = set(threads.map(one, range(100)))
    assert answers == {(201, str(ExportRequest.objects.get().pk))}


def test_the_answer_tells_how_the_export_stands_by_now(client: APIClient, session: SoloSession) -> None:
    ask(client, session)
    ExportRequest.objects.update(status="failed", error="Drawing this board takes too long.")
    assert ask(client, session).json()["status"] == "failed"


def test_a_board_that_has_changed_since_is_not_exported_again(
    client: APIClient, session: SoloSession
) -> None:
    first = ask(client, session).json()["id"]
    client.patch(f"/api/v1/solo/sessions/{session.id}/", {"state": {"pages": []}})
    assert ask(client, session).json()["id"] == first


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"format": "png", "options": {}}),
        (
            {"format": "pdf", "options": {"scale": 2, "paper": "a4"}},
            {"options": {"paper": "a4", "scale": 2}, "format": "pdf"},
        ),
    ],
)
def test_the_same_request_in_other_words_is_the_same(
    client: APIClient, session: SoloSession, first: Any, second: Any
) -> None:
    assert ask(client, session, first).json()["id"] == ask(client, session, second).json()["id"]


@pytest.mark.parametrize(
    "other", [{"format": "pdf"}, {"options": {"scale": 3}}, {"data_url": data_url(png())}]
)
def test_another_request_by_the_same_key_is_refused(
    client: APIClient, session: SoloSession, other: Any
) -> None:
    ask(client, session, {"format": "png"})
    answer = ask(client, session, other)
    assert answer.status_code == 422
    assert answer.json() == {
        "detail": "This Idempotency-Key came with another request before. Send a new key."
    }
    assert ExportRequest.objects.count() == 1


def test_a_key_holds_for_one_session(client: APIClient, session: SoloSession, anna: User) -> None:
    other = SoloSession.objects.create(user=anna)
    assert ask(client, session).json()["id"] != ask(client, other).json()["id"]


def test_a_key_is_ones_own(client: APIClient, session: SoloSession, boris: User) -> None:
    ask(client, session)
    SoloSession.objects.update(user=boris)
    assert ask(client_of(boris), session).status_code == 201
    assert ExportRequest.objects.count() == 2


def test_without_a_key_every_request_is_a_new_one(client: APIClient, session: SoloSession) -> None:
    path = f"/api/v1/solo/sessions/{session.id}/export/"
    assert client.post(path).json()["id"] != client.post(path).json()["id"]


def test_a_refused_request_uses_up_no_key(client: APIClient, session: SoloSession) -> None:
    assert ask(client, session, {"format": "bmp"}).status_code == 400
    assert ask(client, session, {"format": "pdf"}).status_code == 201


def test_limits_hold_for_new_exports_only(
    client: APIClient, session: SoloSession, settings: Settings
) -> None:
    first = ask(client, session).json()["id"]
    settings.SOLO_EXPORT_UNDER_WAY_PER_USER = 1
    assert ask(client, session).json()["id"] == first
    assert ask(client, session, key="another").status_code == 429


class TestTime:
    def test_a_key_lives_a_day(self, client: APIClient, session: SoloSession) -> None:
        first = ask(client, session).json()["id"]
        IdempotencyKey.objects.update(created_at=in_seconds(-23 * 3600))
        assert ask(client, session).json()["id"] == first
        IdempotencyKey.objects.update(created_at=in_seconds(-25 * 3600))
        second = ask(client, session, {"format": "pdf"}).json()["id"]
        assert second != first
        assert ask(client, session, {"format": "pdf"}).json()["id"] == second

    def test_old_keys_are_dropped_and_their_exports_stay(
        self, client: APIClient, session: SoloSession
    ) -> None:
        ask(client, session, key="old")
        IdempotencyKey.objects.update(created_at=in_seconds(-25 * 3600))
        ask(client, session, key="young")
        once.forget_old()
        assert IdempotencyKey.objects.get().key == "young"
        assert ExportRequest.objects.count() == 2

    def test_an_export_that_is_deleted_takes_its_key_along(
        self, client: APIClient, session: SoloSession
    ) -> None:
        first = ask(client, session).json()["id"]
        client.delete(f"/api/v1/exports/{first}/")
        assert ask(client, session).json()["id"] != first


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "a\x00b", "a\x7fb", "ключ", "a\u2028b"])
def test_what_is_no_key_is_refused(client: APIClient, session: SoloSession, key: str) -> None:
    answer = ask(client, session, key=key)
    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")
    assert not ExportRequest.objects.exists()


@pytest.mark.parametrize("key", ["x" * 255, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "a b"])
def test_any_other_text_is_one(client: APIClient, session: SoloSession, key: str) -> None:
    assert ask(client, session, key=key).json()["id"] == ask(client, session, key=key).json()["id"]


class TestAPicture:
    def test_it_is_stored_once(self, client: APIClient, session: SoloSession) -> None:
        body = {"data_url": data_url(png())}
        answers = [ask(client, session, body).json() for _ in range(2)]
        assert answers[0]["id"] == answers[1]["id"]
        assert ExportRequest.objects.count() == 1
        assert len(storages["default"].listdir("exports")[0]) == 1

    def test_of_two_at_once_one_is_kept(self, client: APIClient, session: SoloSession) -> None:
        def one(_: int) -> str:
            try:
                return str(ask(client_of(session.user), session, {"data_url": data_url(png())}).json()["id"])
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            assert len(set(threads.map(one, range(2)))) == 1
        assert len(storages["default"].listdir("exports")[0]) == 1

    def test_another_picture_is_another_request(self, client: APIClient, session: SoloSession) -> None:
        ask(client, session, {"data_url": data_url(png())})
        assert ask(client, session, {"data_url": data_url(png(5, 5))}).status_code == 422


def test_who_repeats_may_wait_too(client: APIClient, session: SoloSession, settings: Settings) -> None:
    first = ask(client, session, {"format": "json"}).json()
    settings.SOLO_EXPORT_SYNC = True
    again = ask(client, session, {"format": "json"}).json()
    assert (again["id"], again["status"]) == (first["id"], "completed")
    assert again["data"] == session.state
