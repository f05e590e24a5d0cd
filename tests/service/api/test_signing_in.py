"""Tokens: who gets one, and what happens without."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
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


class TestGuessing:
    """Who has guessed too often is refused, right or wrong."""

    @pytest.fixture(autouse=True)
    def few(self, settings: Settings) -> None:
        settings.SOLO_FAILED_SIGN_INS_PER_HOUR = 3

    def sign_in(self, password: str = PASSWORD, name: str = "anna", **environment: Any) -> Any:
        return APIClient().post(TOKEN, {"username": name, "password": password}, **environment)

    def test_one_name_takes_only_so_many(self, anna: User, boris: User) -> None:
        assert [self.sign_in("wrong").status_code for _ in range(4)] == [401, 401, 401, 429]
        refused = self.sign_in()
        assert refused.status_code == 429
        assert 1000 < int(refused["Retry-After"]) <= 1200
        assert refused.json()["detail"].startswith("Too many sign-ins have failed.")
        assert self.sign_in(name="boris").status_code == 200

    def test_one_address_takes_only_so_many_whatever_the_names(self, anna: User) -> None:
        guesses = [self.sign_in(name=f"guess {number}").status_code for number in range(31)]
        assert guesses == [401] * 30 + [429]
        assert self.sign_in().status_code == 429
        assert self.sign_in(REMOTE_ADDR="10.0.0.9").status_code == 200

    def test_a_household_is_one_address_of_version_6(self, anna: User) -> None:
        for number in range(30):
            self.sign_in(name=f"guess {number}", REMOTE_ADDR=f"2001:db8::{number:x}")
        assert self.sign_in(REMOTE_ADDR="2001:db8::ffff").status_code == 429
        assert self.sign_in(REMOTE_ADDR="2001:db8:0:1::1").status_code == 200

    @pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 200)])
    def test_behind_proxies_the_address_is_the_one_that_they_saw(
        self, anna: User, settings: Settings, proxies: int, status: int
    ) -> None:
        settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
        for number in range(30):
            self.sign_in(name=f"guess {number}", HTTP_X_FORWARDED_FOR=f"9.9.9.{number}, 203.0.113.7")
        assert self.sign_in(HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == status

    def test_those_that_succeed_are_not_counted(self, anna: User) -> None:
        assert {self.sign_in().status_code for _ in range(10)} == {200}

    def test_the_admin_site_says_so_in_its_form(self, anna: User) -> None:
        guess = {"username": "anna", "password": "wrong"}
        pages = [Client().post("/admin/login/", guess).content.decode() for _ in range(4)]
        assert ["Too many sign-ins have failed." in page for page in pages] == [False, False, False, True]


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
