"""Too much: what one person may ask for, what the service takes on, and what whoever is refused reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.admission import rates
from solo_export.exports.admission.rates import per_hour, per_minute
from solo_export.exports.clock import in_seconds
from solo_export.exports.models import ExportRequest, Rate
from tests.service.api.conftest import Finish, client_of
from tests.service.api.test_own_picture import data_url, png

pytestmark = pytest.mark.django_db


def ask(client: APIClient, session: SoloSession, **body: object) -> Any:
    return client.post(f"/api/v1/solo/sessions/{session.id}/export/", {"format": "json", **body})


def is_refused(answer: Any, status: int) -> bool:
    """Whether the answer is of that status and says, in words and in seconds, what to do."""
    detail = answer.json().get("detail", "")
    return answer.status_code == status and int(answer["Retry-After"]) >= 1 and detail.endswith(".")


class TestUnderWay:
    def test_one_more_than_a_person_may_have_is_refused(
        self, client: APIClient, session: SoloSession, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_UNDER_WAY_PER_USER = 2
        assert [ask(client, session).status_code for _ in range(2)] == [201, 201]
        assert is_refused(ask(client, session), 429)
        assert ExportRequest.objects.count() == 2

    def test_what_has_ended_no_longer_counts(
        self,
        client: APIClient,
        session: SoloSession,
        export: ExportRequest,
        finish: Finish,
        settings: Settings,
    ) -> None:
        settings.SOLO_EXPORT_UNDER_WAY_PER_USER = 1
        assert ask(client, session).status_code == 429
        finish(export)
        assert ask(client, session).status_code == 201

    def test_nobody_else_is_refused_for_it(
        self, client: APIClient, export: ExportRequest, boris: User, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_UNDER_WAY_PER_USER = 1
        own = SoloSession.objects.create(user=boris)
        assert ask(client_of(boris), own).status_code == 201


class TestLine:
    def test_a_full_line_is_unavailable_to_everybody(
        self, export: ExportRequest, boris: User, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_LINE_LENGTH = 1
        own = SoloSession.objects.create(user=boris)
        assert is_refused(ask(client_of(boris), own), 503)


class TestStorage:
    def test_a_person_with_too_much_stored_waits_for_the_oldest_to_expire(
        self,
        client: APIClient,
        session: SoloSession,
        export: ExportRequest,
        finish: Finish,
        settings: Settings,
    ) -> None:
        settings.SOLO_EXPORT_STORED_MB_PER_USER = 1
        finish(export, data=b"%PDF" + bytes(1_000_000))
        ExportRequest.objects.update(expires_at=in_seconds(3600))
        refused = ask(client, session)
        assert is_refused(refused, 429)
        assert 3500 < int(refused["Retry-After"]) <= 3600
        assert is_refused(ask(client, session, format="png", data_url=data_url(png())), 429)
        ExportRequest.objects.all().delete()
        assert ask(client, session).status_code == 201

    def test_the_snapshots_of_waiting_exports_count(
        self, client: APIClient, session: SoloSession, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_STORED_MB_PER_USER = 1
        session.state = {"note": "x" * 1_000_000}
        session.save()
        assert ask(client, session).status_code == 201
        assert ask(client, session).status_code == 429


class TestRate:
    def test_calls_that_change_something_are_counted_together(
        self, client: APIClient, session: SoloSession, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_CALLS_PER_MINUTE = 3
        path = f"/api/v1/solo/sessions/{session.id}/"
        assert client.patch(path, {"name": "a"}).status_code == 200
        assert client.post("/api/v1/solo/sessions/", {}).status_code == 201
        assert ask(client, session).status_code == 201
        refused = client.delete(path)
        assert is_refused(refused, 429)
        assert 1 <= int(refused["Retry-After"]) <= 20
        assert client.get(path).status_code == 200

    def test_nobody_else_is_refused_for_it(
        self, client: APIClient, session: SoloSession, boris: User, settings: Settings
    ) -> None:
        settings.SOLO_EXPORT_CALLS_PER_MINUTE = 1
        own = SoloSession.objects.create(user=boris)
        answers = [ask(client, session), ask(client, session), ask(client_of(boris), own)]
        assert [answer.status_code for answer in answers] == [201, 429, 201]

    def test_an_allowance_comes_back_bit_by_bit(self) -> None:
        assert [rates.use("k", per_hour(4)) for _ in range(4)] == [0, 0, 0, 0]
        assert 800 < rates.use("k", per_hour(4)) <= 900
        Rate.objects.update(unused_at=in_seconds(2700))
        assert rates.use("k", per_hour(4)) == 0
        assert rates.use("k", per_hour(4)) > 0

    def test_an_allowance_that_is_whole_again_is_forgotten(self) -> None:
        rates.use("old", per_minute(1))
        Rate.objects.update(unused_at=in_seconds(-1))
        rates.use("new", per_minute(1))
        rates.forget_unused()
        assert [rate.key for rate in Rate.objects.all()] == ["new"]


def test_a_full_line_costs_an_order_no_more_queries(
    client: APIClient, session: SoloSession, settings: Settings
) -> None:
    """Nothing on the way walks over the exports one by one."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, session).status_code == 201
        return len(captured)

    queries()
    few = queries()
    for _ in range(20):
        ask(client, session)
    assert queries() == few
