"""Tokens: who gets one, and what happens without."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from solo_export.boards.models import SoloSession
from tests.service.api.conftest import PASSWORD

pytestmark = pytest.mark.django_db

TOKEN = "/api/v1/auth/token/"
REFRESH = ("/api/v1/auth/token/refresh/", "/api/v1/auth/refresh/")
CREDENTIALS = {"username": "anna", "password": PASSWORD}


def sessions_with(authorization: str) -> Any:
    return APIClient().get("/api/v1/solo/sessions/", headers={"Authorization": authorization})


@pytest.mark.parametrize("kind", ["json", "multipart"])
def test_a_name_and_a_password_give_a_token_that_opens_the_api(anna: User, kind: str) -> None:
    tokens = APIClient().post(TOKEN, CREDENTIALS, format=kind)
    assert tokens.status_code == 200
    assert sorted(tokens.json()) == ["access", "refresh"]
    assert sessions_with(f"Bearer {tokens.json()['access']}").status_code == 200


@pytest.mark.parametrize("address", REFRESH)
def test_a_refresh_token_gives_a_new_access_token(anna: User, address: str) -> None:
    answer = APIClient().post(address, {"refresh": str(RefreshToken.for_user(anna))})
    assert answer.status_code == 200
    assert sessions_with(f"Bearer {answer.json()['access']}").status_code == 200


@pytest.mark.parametrize(
    "credentials", [{"username": "anna", "password": "wrong"}, {"username": "x", "password": "y"}]
)
def test_a_wrong_password_is_unauthorized(anna: User, credentials: dict[str, str]) -> None:
    answer = APIClient().post(TOKEN, credentials)
    assert answer.status_code == 401
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "username"),
        ({"username": "anna"}, "password"),
        ({"username": ["anna"], "password": "x"}, "username"),
        ({"username": {}, "password": "x"}, "username"),
        ({"username": None, "password": "x"}, "username"),
    ],
)
def test_malformed_credentials_are_named(body: dict[str, Any], field: str) -> None:
    answer = APIClient().post(TOKEN, body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize("body", [b"[]", b"{", rb'{"username": "\u0000", "password": "x"}', b"null"])
def test_a_malformed_body_is_refused(body: bytes) -> None:
    for address in (TOKEN, *REFRESH):
        assert APIClient().post(address, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\N{SNOWMAN}"])
def test_a_made_up_refresh_token_is_refused(token: str) -> None:
    for address in REFRESH:
        assert APIClient().post(address, {"refresh": token}).status_code in {400, 401}


def test_an_access_token_refreshes_nothing(anna: User) -> None:
    assert APIClient().post(REFRESH[0], {"refresh": str(AccessToken.for_user(anna))}).status_code == 401


def test_the_tokens_of_somebody_who_is_gone_open_nothing(anna: User) -> None:
    refresh = RefreshToken.for_user(anna)
    anna.delete()
    assert APIClient().post(REFRESH[0], {"refresh": str(refresh)}).status_code == 401
    assert sessions_with(f"Bearer {refresh.access_token}").status_code == 401


def test_the_tokens_of_somebody_who_was_shut_out_open_nothing(anna: User) -> None:
    refresh = RefreshToken.for_user(anna)
    User.objects.update(is_active=False)
    assert APIClient().post(REFRESH[0], {"refresh": str(refresh)}).status_code == 401
    assert sessions_with(f"Bearer {refresh.access_token}").status_code == 401


def test_an_expired_or_tampered_token_opens_nothing(anna: User) -> None:
    token = AccessToken.for_user(anna)
    header, payload, signature = str(token).split(".")
    forged = f"{header}.{payload}.{signature[::-1]}"
    token.set_exp(lifetime=-timedelta(seconds=1))
    for bearer in (str(token), forged, "x", "x y", str(RefreshToken.for_user(anna))):
        answer = sessions_with(f"Bearer {bearer}")
        assert answer.status_code == 401
        assert answer.json()["detail"]
        assert "messages" not in answer.json()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/api/v1/solo/sessions/"),
        ("post", "/api/v1/solo/sessions/"),
        ("get", "/api/v1/solo/sessions/{session}/"),
        ("put", "/api/v1/solo/sessions/{session}/"),
        ("patch", "/api/v1/solo/sessions/{session}/"),
        ("delete", "/api/v1/solo/sessions/{session}/"),
        ("post", "/api/v1/solo/sessions/{session}/export/"),
        ("get", "/api/v1/solo/sessions/{session}/exports/"),
        ("get", "/api/v1/exports/"),
        ("get", "/api/v1/exports/{session}/"),
    ],
)
def test_without_a_token_every_call_asks_for_one(session: SoloSession, method: str, path: str) -> None:
    answer = getattr(APIClient(), method)(path.format(session=session.id))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert SoloSession.objects.count() == 1


def test_a_session_of_the_admin_site_opens_no_api(anna: User) -> None:
    client = APIClient()
    client.login(username="anna", password=PASSWORD)
    assert client.get("/api/v1/solo/sessions/").status_code == 401
