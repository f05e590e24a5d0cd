"""What is Anna's doesn't exist for Boris: every call, every id, every place."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from tests.service.api.conftest import Finish, client_of

pytestmark = pytest.mark.django_db

SESSION_CALLS = [
    ("get", ""),
    ("put", ""),
    ("patch", ""),
    ("delete", ""),
    ("post", "export/"),
    ("get", "exports/"),
]


@pytest.mark.parametrize(("method", "rest"), SESSION_CALLS)
def test_a_strangers_session_is_not_found(
    session: SoloSession, export: ExportRequest, boris: User, method: str, rest: str
) -> None:
    answer = getattr(client_of(boris), method)(f"/api/v1/solo/sessions/{session.id}/{rest}", {"name": "mine"})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Session not found"})
    assert SoloSession.objects.get().name == session.name
    assert ExportRequest.objects.count() == 1


def test_a_strangers_export_is_not_found(export: ExportRequest, finish: Finish, boris: User) -> None:
    finish(export)
    answer = client_of(boris).get(f"/api/v1/exports/{export.id}/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Export not found"})


def test_lists_hold_only_ones_own(export: ExportRequest, boris: User) -> None:
    for path in ("/api/v1/exports/", "/api/v1/solo/sessions/"):
        assert client_of(boris).get(path).json() == {"count": 0, "results": []}


def test_the_ids_of_sessions_and_exports_do_not_stand_for_one_another(
    client: APIClient, session: SoloSession, export: ExportRequest
) -> None:
    assert client.get(f"/api/v1/exports/{session.id}/").status_code == 404
    assert client.get(f"/api/v1/solo/sessions/{export.id}/").status_code == 404


def test_an_id_in_the_body_or_the_query_leads_nowhere_else(session: SoloSession, boris: User) -> None:
    own = SoloSession.objects.create(user=boris)
    body = {
        "format": "json",
        "session": str(session.id),
        "session_id": str(session.id),
        "user": session.user_id,
    }
    answer = client_of(boris).post(f"/api/v1/solo/sessions/{own.id}/export/?session_id={session.id}", body)
    assert answer.json()["session_id"] == str(own.id)
    assert ExportRequest.objects.get().user == boris


def test_a_session_made_for_somebody_else_is_still_ones_own(anna: User, boris: User) -> None:
    client_of(boris).post("/api/v1/solo/sessions/", {"user": anna.pk, "user_id": anna.pk})
    assert SoloSession.objects.get().user == boris
