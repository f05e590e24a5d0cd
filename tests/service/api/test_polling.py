"""GET /api/v1/exports/…: how an export stands, told to whom, and at what cost."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from boardkit.warnings import RenderWarning, WarningCode
from solo_export.boards.models import SoloSession
from solo_export.exports.api.shapes import ExportSerializer
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status
from tests.service.api.conftest import Finish

pytestmark = pytest.mark.django_db


def address(export: ExportRequest) -> str:
    return f"/api/v1/exports/{export.id}/"


def test_the_answer_has_the_fields_that_the_schema_shows(client: APIClient, export: ExportRequest) -> None:
    assert list(client.get(address(export)).json()) == list(ExportSerializer().fields)


def test_an_export_that_waits_has_neither_file_nor_error(client: APIClient, export: ExportRequest) -> None:
    body = client.get(address(export)).json()
    assert (body["status"], body["file_url"], body["error"]) == ("pending", None, None)
    assert body["session_id"] == str(export.session_id)


def test_an_export_in_work_tells_its_progress(client: APIClient, export: ExportRequest) -> None:
    ExportRequest.objects.update(
        status=Status.PROCESSING, pages_done=2, pages_total=5, error="earlier attempt"
    )
    body = client.get(address(export)).json()
    assert (body["status"], body["progress"]) == ("processing", {"done": 2, "total": 5})
    assert body["error"] is None


def test_a_completed_export_has_its_file(client: APIClient, export: ExportRequest, finish: Finish) -> None:
    remark = RenderWarning(WarningCode.IMAGE_MISSING, "An image is gone.", page=1, element="a1").as_dict()
    finish(export, b"%PDF pretended", warnings=[remark])
    body = client.get(address(export)).json()
    assert (body["status"], body["error"]) == ("completed", None)
    assert (body["file_size"], body["page_count"]) == (14, 1)
    assert body["expires_at"].endswith("Z")
    assert body["updated_at"] > body["created_at"]
    assert body["warnings"] == [
        {"code": "image_missing", "message": "An image is gone.", "page": 1, "element": "a1"}
    ]
    parts = urlsplit(body["file_url"])
    assert (parts.scheme, parts.netloc) == ("http", "testserver")
    assert b"".join(APIClient().get(parts.path)) == b"%PDF pretended"


def test_the_address_is_signed_at_every_answer_and_never_stored(
    client: APIClient, export: ExportRequest, finish: Finish, settings: Settings
) -> None:
    assert finish(export).file_url is None
    settings.SOLO_PUBLIC_URL = "https://boards.example.org"
    assert client.get(address(export)).json()["file_url"].startswith("https://boards.example.org/files/")


def test_an_address_that_somebody_wrote_into_the_row_is_answered_as_it_is(
    client: APIClient, export: ExportRequest
) -> None:
    url = "https://storage.example.com/exports/abc123.pdf"
    ExportRequest.objects.update(status=Status.COMPLETED, file_url=url)
    assert client.get(address(export)).json()["file_url"] == url


def test_a_failed_export_says_why(client: APIClient, export: ExportRequest) -> None:
    ExportRequest.objects.update(status=Status.FAILED, error="The board has 612 pages.")
    body = client.get(address(export)).json()
    assert (body["status"], body["error"], body["file_url"]) == ("failed", "The board has 612 pages.", None)


@pytest.mark.parametrize("export_id", [str(uuid.uuid4()), "nonexistent-uuid", "17", "%00", "%0a", "🖼"])
def test_an_unknown_id_is_not_found(client: APIClient, export_id: str) -> None:
    answer = client.get(f"/api/v1/exports/{export_id}/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Export not found"})


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_an_export_is_only_read(client: APIClient, export: ExportRequest, method: str) -> None:
    assert getattr(client, method)(address(export), {"status": "completed"}).status_code == 405
    assert ExportRequest.objects.get().status == Status.PENDING


def test_a_poll_costs_the_queries_for_who_asks_and_for_the_row(
    client: APIClient,
    export: ExportRequest,
    finish: Finish,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    finish(export)
    with django_assert_num_queries(2) as queries:
        client.get(address(export))
    assert not any(
        "snapshot" in query["sql"] or "state" in query["sql"] for query in queries.captured_queries
    )


class TestLists:
    def test_a_session_lists_its_exports_newest_first(self, client: APIClient, session: SoloSession) -> None:
        for wanted in ("png", "pdf", "json"):
            client.post(f"/api/v1/solo/sessions/{session.id}/export/", {"format": wanted})
        body = client.get(f"/api/v1/solo/sessions/{session.id}/exports/").json()
        assert list(body) == ["count", "results"]
        assert body["count"] == 3
        assert [export["format"] for export in body["results"]] == ["json", "pdf", "png"]
        assert all(list(export) == list(ExportSerializer().fields) for export in body["results"])

    def test_only_this_session_counts(self, client: APIClient, export: ExportRequest, anna: User) -> None:
        other = SoloSession.objects.create(user=anna)
        answer = client.get(f"/api/v1/solo/sessions/{other.id}/exports/")
        assert answer.json() == {"count": 0, "results": []}
        assert client.get("/api/v1/exports/").json()["count"] == 1

    @pytest.mark.parametrize("session_id", [str(uuid.uuid4()), "17"])
    def test_a_session_that_is_not_there_is_not_found(self, client: APIClient, session_id: str) -> None:
        answer = client.get(f"/api/v1/solo/sessions/{session_id}/exports/")
        assert (answer.status_code, answer.json()) == (404, {"detail": "Session not found"})

    def test_a_long_list_comes_in_pages_that_lead_to_one_another(
        self, client: APIClient, session: SoloSession, anna: User
    ) -> None:
        for _ in range(5):
            ExportRequest.objects.create(session=session, user=anna, format="png")
        seen: list[str] = []
        next_page: str | None = "/api/v1/exports/?limit=2"
        while next_page:
            answer = client.get(next_page)
            assert answer.json()["count"] == 5
            seen += [export["id"] for export in answer.json()["results"]]
            link = answer.headers.get("Link", "")
            next_page = link.partition(">")[0].removeprefix("<http://testserver") or None
        assert seen == [str(pk) for pk in ExportRequest.objects.values_list("pk", flat=True)]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("limit=0", "limit"),
            ("limit=501", "limit"),
            ("limit=x", "limit"),
            ("limit=", "limit"),
            ("offset=-1", "offset"),
            ("offset=٣", "offset"),
            (f"offset={'9' * 30}", "offset"),
        ],
    )
    def test_a_page_that_cannot_be_is_refused(self, client: APIClient, query: str, field: str) -> None:
        answer = client.get(f"/api/v1/exports/?{query}")
        assert (answer.status_code, answer.json()["field"]) == (400, field)

    def test_a_list_costs_as_many_queries_as_a_single_export_and_one_to_count(
        self,
        client: APIClient,
        export: ExportRequest,
        session: SoloSession,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client.post(f"/api/v1/solo/sessions/{session.id}/export/")
        with django_assert_num_queries(3):
            client.get("/api/v1/exports/")
        with django_assert_num_queries(4):
            client.get(f"/api/v1/solo/sessions/{session.id}/exports/")
