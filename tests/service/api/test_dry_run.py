"""`?dry_run=1`: what would come of an export, and nothing comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from tests.fonts import BOARD_IN_OWN_FAMILY, OWN_FAMILY

pytestmark = pytest.mark.django_db(transaction=True)


def dry_run(client: APIClient, session: SoloSession, body: Any = None, value: str = "1") -> Any:
    return client.post(f"/api/v1/solo/sessions/{session.id}/export/?dry_run={value}", body or {})


def test_it_says_what_the_file_would_be_and_accepts_nothing(client: APIClient, session: SoloSession) -> None:
    answer = dry_run(client, session, {"format": "pdf", "options": {"paper": "a4"}})
    assert answer.status_code == 200
    prospect = answer.json()
    assert prospect.pop("file_size") > 500
    assert prospect == {
        "format": "pdf",
        "options": {"paper": "a4"},
        "page_count": 1,
        "warnings": [],
        "error": None,
    }
    assert not ExportRequest.objects.exists()


def test_it_names_fonts_and_images_that_are_missing(client: APIClient, session: SoloSession) -> None:
    asset = {
        "id": "a1",
        "type": "image",
        "src": "https://images.example/a.png",
        "x": 0,
        "y": 0,
        "w": 9,
        "h": 9,
    }
    session.state = {"pages": [{"id": "p1", "strokes": [], "assets": [asset]}]}
    session.save()
    assert [
        (warning["code"], warning["element"]) for warning in dry_run(client, session).json()["warnings"]
    ] == [("image_missing", "a1")]
    session.state = BOARD_IN_OWN_FAMILY
    session.save()
    (remark,) = dry_run(client, session).json()["warnings"]
    assert remark["code"] == "font_substituted"
    assert OWN_FAMILY in remark["message"]


def test_it_says_why_an_export_would_fail(client: APIClient, session: SoloSession) -> None:
    SoloSession.objects.update(state={"pages": [{}] * 501})
    prospect = dry_run(client, session).json()
    assert "501 pages" in prospect["error"]
    assert prospect["file_size"] is None


@pytest.mark.parametrize(
    ("body", "value", "field"),
    [
        ({}, "perhaps", "dry_run"),
        ({"options": {"scale": 90}}, "1", "options.scale"),
        ({"format": "png", "data_url": "data:image/png;base64,AAAA"}, "1", "data_url"),
    ],
)
def test_a_malformed_request_is_malformed_all_the_same(
    client: APIClient, session: SoloSession, body: Any, value: str, field: str
) -> None:
    answer = dry_run(client, session, body, value)
    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_without_it_an_export_is_accepted(client: APIClient, session: SoloSession) -> None:
    assert dry_run(client, session, {}, "0").status_code == 201
    assert ExportRequest.objects.count() == 1
