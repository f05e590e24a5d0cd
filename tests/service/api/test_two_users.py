"""What is Anna's doesn't exist for Boris: every call, every id, every place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.urls import URLResolver, get_resolver
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from tests.service.api.conftest import client_of

pytestmark = pytest.mark.django_db

VERBS = ("get", "head", "post", "put", "patch", "delete", "options")

OWNED = {
    "api/v1/solo/sessions/<str:session_id>/": {"get", "head", "put", "patch", "delete"},
    "api/v1/solo/sessions/<str:session_id>/export/": {"post"},
    "api/v1/solo/sessions/<str:session_id>/exports/": {"get"},
    "api/v1/solo/sessions/<str:session_id>/thumbnail/": {"post"},
    "api/v1/exports/<str:export_id>/": {"get", "delete"},
    "api/v1/exports/<str:export_id>/events/": {"get"},
}
"""What belongs to somebody, and how it may be called."""

LISTS = {"api/v1/solo/sessions/", "api/v1/exports/"}
"""What holds the caller's own things only."""

SIGNED = {"files/<str:token>/<str:name>"}
"""What works for whoever holds the address; `test_files.py` has the tests."""

OPEN = {
    *("", "api/", "api/v1/", "api/schema/", "api/docs/"),
    *("api/v1/auth/token/", "api/v1/auth/token/refresh/", "api/v1/auth/refresh/"),
    *("health/live", "health/ready", "metrics"),
}
"""What holds nothing of anybody's."""


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every address that the service answers to, as the URLconf writes it."""
    for entry in (resolver or get_resolver()).url_patterns:
        written = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, written)
        else:
            yield written


def call(client: APIClient, method: str, path: str) -> tuple[int, bytes]:
    """Status and body of the answer."""
    answer = getattr(client, method)(path, {"name": "mine", "format": "png"})
    return answer.status_code, answer.content


def test_every_address_is_in_these_tables() -> None:
    """A new one belongs into the table that says who may call it."""
    found = {route for route in routes() if not route.startswith("admin/")}
    assert found - OWNED.keys() - LISTS - SIGNED - OPEN == set()
    assert OWNED.keys() | LISTS | SIGNED <= found


@pytest.mark.parametrize("method", VERBS)
@pytest.mark.parametrize("route", OWNED)
def test_what_is_somebody_elses_is_as_what_does_not_exist(
    session: SoloSession, export: ExportRequest, boris: User, route: str, method: str
) -> None:
    path = "/" + route.replace("<str:session_id>", str(session.id)).replace("<str:export_id>", str(export.id))
    unknown = "/" + re.sub("<str:[a-z_]+>", str(uuid4()), route)
    status, body = call(client_of(boris), method, path)
    assert (status, body) == call(client_of(boris), method, unknown)
    assert status == 404 if method in OWNED[route] else status in {404, 405, 200}
    assert method == "options" or status != 200
    assert call(APIClient(), method, path)[0] == 401
    assert SoloSession.objects.get() == session
    assert SoloSession.objects.get().name == session.name
    assert ExportRequest.objects.get().status == "pending"


@pytest.mark.parametrize("route", sorted(route for route in routes() if route.startswith("admin/")))
def test_the_admin_site_is_for_staff(client: APIClient, anna: User, route: str) -> None:
    if "login" in route or "jsi18n" in route:
        return
    client.credentials()
    client.force_login(anna)
    path = "/" + re.sub(r"<[a-z_]+:[a-z_]+>", "1", route).replace(
        "(?P<app_label>auth|boards|exports)", "auth"
    )
    assert client.get(path).status_code in {302, 403, 404}


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


@pytest.mark.parametrize("place", ["query", "body", "header"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/api/v1/exports/"),
        ("get", "/api/v1/solo/sessions/"),
        ("get", "/api/v1/solo/sessions/{own}/"),
        ("get", "/api/v1/solo/sessions/{own}/exports/"),
        ("patch", "/api/v1/solo/sessions/{own}/"),
        ("put", "/api/v1/solo/sessions/{own}/"),
        ("post", "/api/v1/solo/sessions/"),
        ("post", "/api/v1/solo/sessions/{own}/export/"),
    ],
)
def test_a_strangers_ids_beside_the_path_lead_nowhere(
    session: SoloSession, export: ExportRequest, boris: User, method: str, path: str, place: str
) -> None:
    own = SoloSession.objects.create(user=boris)
    names = ("id", "pk", "session", "session_id", "export", "export_id", "user", "user_id", "owner")
    ids = {
        name: str(session.user_id if name in {"user", "user_id", "owner"} else session.id) for name in names
    } | {"export": str(export.id), "export_id": str(export.id)}
    target = path.format(own=own.id) + (f"?{urlencode(ids)}" if place == "query" else "")
    headers = {f"X-{name.replace('_', '-')}": value for name, value in ids.items()}
    answer = getattr(client_of(boris), method)(
        target, ids if place == "body" else {}, headers=headers if place == "header" else None
    )
    assert answer.status_code in {200, 201}
    assert not {str(session.id), str(export.id)} & set(re.findall(r"[0-9a-f-]{36}", answer.content.decode()))
    assert SoloSession.objects.get(user=session.user).name == session.name
    assert ExportRequest.objects.get(user=session.user).status == "pending"
