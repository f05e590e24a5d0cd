"""Whatever a body holds, the answer is no server error, and nothing is half done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest, Snapshot

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters()), inner, max_size=4),
    max_leaves=20,
)
OPTION = st.sampled_from(
    ["pages", "scale", "background", "crop", "paper", "orientation", "pretty", "filename", "title", "dpi"]
)
LIKELY = ANY_JSON | st.sampled_from(["current", "all", "page", "a4", "auto", 1, 2, True, [1], ["p1"]])
ORDERS = st.fixed_dictionaries(
    {},
    optional={
        "format": st.sampled_from(["png", "pdf", "json", "svg", "jpg", "webp"]) | ANY_JSON,
        "options": st.dictionaries(OPTION, LIKELY, max_size=3) | ANY_JSON,
        "data_url": ANY_JSON | st.text().map(lambda text: f"data:image/png;base64,{text}"),
        "file": ANY_JSON,
    },
)
SESSIONS = st.fixed_dictionaries({}, optional={"name": ANY_JSON, "state": ANY_JSON, "page_count": ANY_JSON})
"""Half of the bodies look like what is expected, so that the checks behind the first are reached too."""


pytestmark = pytest.mark.django_db

one_board = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
"""Everything that an example does is undone, so they may all share one board. No time is judged."""


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def post(client: APIClient, path: str, body: Any) -> Any:
    """Send JSON as a careless client writes it: NaN, lone surrogates and all."""
    answer = client.post(path, json.dumps(body), content_type="application/json")
    assert answer.status_code < 500
    assert isinstance(json.loads(answer.content), dict)
    return answer


@one_board
@given(body=ORDERS | ANY_JSON)
def test_asking_for_an_export(client: APIClient, session: SoloSession, body: Any) -> None:
    with undone():
        answer = post(client, f"/api/v1/solo/sessions/{session.id}/export/", body)
        accepted = answer.status_code == 201
        assert ExportRequest.objects.count() == Snapshot.objects.count() == accepted
        if accepted:
            assert answer.json()["options"] == body.get("options", {})
        else:
            assert answer.status_code == 400
            assert answer.json()["error"]


@one_board
@given(body=SESSIONS | ANY_JSON)
def test_saving_a_session(client: APIClient, body: Any) -> None:
    with undone():
        answer = post(client, "/api/v1/solo/sessions/", body)
        saved = answer.status_code == 201
        assert SoloSession.objects.count() == saved
        if saved:
            assert answer.json()["state"] == body.get("state", {})
        else:
            assert answer.status_code == 400
            assert answer.json()["error"]


@one_board
@given(body=st.fixed_dictionaries({}, optional={"username": ANY_JSON, "password": ANY_JSON}) | ANY_JSON)
def test_signing_in(db: None, body: Any) -> None:
    with undone():
        assert post(APIClient(), "/api/v1/auth/token/", body).status_code in {400, 401}


@one_board
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        ["application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
    ),
)
def test_bytes_of_any_kind(client: APIClient, session: SoloSession, body: bytes, kind: str) -> None:
    with undone():
        answer = client.post(f"/api/v1/solo/sessions/{session.id}/export/", body, content_type=kind)
        assert answer.status_code in {201, 400}


@one_board
@given(name=st.text(st.characters(exclude_characters="/"), min_size=1))
def test_ids_of_any_kind(client: APIClient, session: SoloSession, name: str) -> None:
    written = quote(name.encode("utf-8", "surrogatepass"), safe="")
    for path in ("exports/{}/", "solo/sessions/{}/", "solo/sessions/{}/exports/"):
        answer = client.get(f"/api/v1/{path.format(written)}")
        assert answer.status_code == 404
        assert answer.json()["detail"]
