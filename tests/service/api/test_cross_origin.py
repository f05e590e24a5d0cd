"""A front end on another origin: what its browser is told."""

from __future__ import annotations

import pytest
from django.http.response import ResponseHeaders
from django.test import Client
from pytest_django import Settings

FRONT_END = "https://boards.example.org"


def preflight(origin: str) -> ResponseHeaders:
    """What a browser is told before it posts with the headers that the API knows."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,prefer",
    }
    return Client().options("/api/v1/solo/sessions/x/export/", headers=headers).headers


def test_an_origin_that_is_named_may_call_with_every_header_of_the_api(settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [FRONT_END]
    told = preflight(FRONT_END)
    assert told["Access-Control-Allow-Origin"] == FRONT_END
    allowed = told["Access-Control-Allow-Headers"].split(", ")
    assert {"authorization", "content-type", "prefer", "range"} <= set(allowed)
    assert {"idempotency-key", "if-none-match", "last-event-id"} <= set(allowed)


def test_other_origins_may_not(settings: Settings) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(FRONT_END)
    settings.CORS_ALLOWED_ORIGINS = [FRONT_END]
    assert "Access-Control-Allow-Origin" not in preflight("https://elsewhere.example.org")


@pytest.mark.django_db
def test_the_front_end_may_read_what_the_api_says_in_headers(settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [FRONT_END]
    answer = Client().get("/api/v1/exports/", headers={"Origin": FRONT_END})
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "Preference-Applied", "Retry-After"} <= set(exposed)
