"""The short way of a poll answers as the long one does, and refuses nothing by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate
from rest_framework_simplejwt.state import token_backend
from rest_framework_simplejwt.tokens import AccessToken

from solo_export.exports.api import short_way
from solo_export.exports.api.views import Export
from solo_export.exports.clock import in_seconds
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status
from tests.service.api.conftest import Finish, client_of

pytestmark = pytest.mark.django_db


def both_ways(export: ExportRequest, user: User) -> list[Any]:
    """The answers by the short way and by the long one, which whoever signs in otherwise goes."""
    path = f"/api/v1/exports/{export.pk}/"
    request = APIRequestFactory().get(path)
    force_authenticate(request, user)
    long = Export.as_view()(request, export_id=str(export.pk)).render()
    short = client_of(user).get(path)
    return [
        (
            answer.status_code,
            answer["ETag"],
            answer.get("Retry-After"),
            answer["Content-Type"],
            answer.content,
        )
        for answer in (short, long)
    ]


def test_what_waits_is_told_alike(export: ExportRequest, anna: User, boris: User) -> None:
    for owner, age in ((boris, 0), (boris, 9), (anna, -60)):
        ExportRequest.objects.create(
            session=export.session, user=owner, format="png", available_at=in_seconds(-age)
        )
    for each in ExportRequest.objects.select_related("user"):
        short, long = both_ways(each, each.user)
        assert short == long


@pytest.mark.parametrize("status", [Status.PROCESSING, Status.FAILED])
def test_what_is_under_way_or_failed_is_told_alike(export: ExportRequest, anna: User, status: Status) -> None:
    ExportRequest.objects.update(status=status, error="half a pair: \\ud800", pages_done=1, pages_total=3)
    short, long = both_ways(export, anna)
    assert short == long
    assert short[0] == 200


def test_what_is_completed_is_told_alike(
    export: ExportRequest, anna: User, finish: Finish, settings: Settings
) -> None:
    finish(export, warnings=[{"code": "image_missing", "message": "Немає"}])
    ExportRequest.objects.update(file_url="https://storage.example.com/a.pdf")
    short, long = both_ways(export, anna)
    assert short == long


def test_it_is_gone_by_whoever_signs_in_by_token(export: ExportRequest, client: APIClient) -> None:
    request = client.get(f"/api/v1/exports/{export.pk}/").wsgi_request
    assert short_way.poll(request, str(export.pk)) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"]},
        {"DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"]},
    ],
)
def test_a_project_with_other_rules_goes_the_long_way(
    export: ExportRequest, client: APIClient, settings: Settings, change: dict[str, Any]
) -> None:
    request = client.get(f"/api/v1/exports/{export.pk}/").wsgi_request
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, **change}
    assert short_way.poll(request, str(export.pk)) is None


def test_who_may_be_refused_is_left_to_the_long_way(
    export: ExportRequest, anna: User, boris: User, client: APIClient
) -> None:
    own = client.get(f"/api/v1/exports/{export.pk}/").wsgi_request
    others = client_of(boris).get("/").wsgi_request
    assert short_way.poll(others, str(export.pk)) is None
    assert short_way.poll(own, "no-id") is None
    User.objects.update(is_active=False)
    assert short_way.poll(own, str(export.pk)) is None


def test_a_token_that_held_is_refused_once_it_has_expired(
    export: ExportRequest, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = AccessToken.for_user(anna)
    token.set_exp(lifetime=-timedelta(seconds=1))
    client = APIClient(headers={"authorization": f"Bearer {token}"})
    path = f"/api/v1/exports/{export.pk}/"
    with monkeypatch.context() as indulgent:
        indulgent.setattr(token_backend, "leeway", 60)
        assert client.get(path).status_code == 200
    assert client.get(path).status_code == 401


@pytest.mark.parametrize(("status", "queries"), [(Status.PENDING, 2), (Status.COMPLETED, 1)])
def test_a_poll_asks_the_database_once_and_of_the_line_only_who_stands_in_it(
    export: ExportRequest,
    client: APIClient,
    status: Status,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ExportRequest.objects.update(status=status)
    with django_assert_num_queries(queries):
        assert client.get(f"/api/v1/exports/{export.pk}/").data["status"] == status


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_is_replaced_within_the_same_poll(
    export: ExportRequest, client: APIClient
) -> None:
    client.get(f"/api/v1/exports/{export.pk}/")
    connection.ensure_connection()
    connection.connection.close()
    assert client.get(f"/api/v1/exports/{export.pk}/").status_code == 200
