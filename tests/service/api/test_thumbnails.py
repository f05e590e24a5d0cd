"""The small pictures of boards."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.test import Client
from PIL import Image
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from solo_export.exports.runner import shared_runner
from tests.service.api.conftest import STATE, Finish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(session: SoloSession) -> str:
    return f"/api/v1/solo/sessions/{session.id}/thumbnail/"


def test_it_is_drawn_once_asked_for(client: APIClient, address: str) -> None:
    answer = client.post(address)
    assert (answer.status_code, answer.json()) == (202, {"thumbnail_url": None, "status": "pending"})
    shared_runner().run()
    answer = client.post(address)
    assert answer.status_code == 200
    assert answer.json()["status"] == "completed"
    file = b"".join(Client().get(urlsplit(answer.json()["thumbnail_url"]).path))
    picture = Image.open(BytesIO(file))
    assert (picture.format, picture.size) == ("WEBP", (322, 420))


def test_asking_again_draws_nothing_until_the_board_changes(
    client: APIClient, session: SoloSession, address: str, finish: Finish
) -> None:
    client.post(address)
    client.post(address)
    finish(ExportRequest.objects.get(), b"RIFF")
    assert client.post(address).json()["status"] == "completed"
    client.patch(f"/api/v1/solo/sessions/{session.id}/", {"state": {**STATE, "zoom": 2}})
    assert client.post(address).json()["status"] == "pending"
    assert ExportRequest.objects.count() == 2


def test_it_says_since_when_the_board_is_as_it_shows_it(
    client: APIClient, session: SoloSession, address: str
) -> None:
    SoloSession.objects.filter(pk=session.pk).update(updated_at=datetime(2026, 1, 2, 3, 4, 5, 678, UTC))
    assert client.post(address).headers["Last-Modified"] == "Fri, 02 Jan 2026 03:04:05 GMT"


def test_boards_tell_where_theirs_is(
    client: APIClient, session: SoloSession, address: str, finish: Finish
) -> None:
    one, all_of_them = f"/api/v1/solo/sessions/{session.id}/", "/api/v1/solo/sessions/"
    assert client.get(one).json()["thumbnail_url"] is None
    client.post(address)
    finish(ExportRequest.objects.get(), b"RIFF")
    for told in (client.get(one).json(), client.get(all_of_them).json()["results"][0]):
        file = b"".join(Client().get(urlsplit(told["thumbnail_url"]).path))
        assert file == b"RIFF"


def test_no_list_of_exports_shows_it(client: APIClient, session: SoloSession, address: str) -> None:
    client.post(address)
    for path in ("/api/v1/exports/", f"/api/v1/solo/sessions/{session.id}/exports/"):
        assert client.get(path).json()["count"] == 0


def test_a_list_of_boards_asks_once_for_all(
    client: APIClient, session: SoloSession, django_assert_max_num_queries: object
) -> None:
    SoloSession.objects.bulk_create(SoloSession(user_id=session.user_id) for _ in range(9))
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert client.get("/api/v1/solo/sessions/").json()["count"] == 10
