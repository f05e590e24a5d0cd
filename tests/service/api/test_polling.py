"""GET /api/v1/exports/…: how an export stands, told to whom, and at what cost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from boardkit.warnings import RenderWarning, WarningCode
from solo_export.boards.models import SoloSession
from solo_export.exports.actions.claim import claim
from solo_export.exports.api.shapes import ExportSerializer
from solo_export.exports.clock import in_seconds
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status
from tests.service.api.conftest import UNKNOWN, Finish

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
    ExportRequest.objects.update(
        status=Status.FAILED, error="The board has 612 pages.", failure_code="over_limit"
    )
    body = client.get(address(export)).json()
    assert (body["status"], body["error"], body["file_url"]) == ("failed", "The board has 612 pages.", None)
    assert body["error_code"] == "over_limit"


@pytest.mark.parametrize("export_id", [UNKNOWN, "nonexistent-uuid", "17", "%00", "%0a", "🖼"])
def test_an_unknown_id_is_not_found(client: APIClient, export_id: str) -> None:
    answer = client.get(f"/api/v1/exports/{export_id}/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Export not found"})


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_an_export_is_only_read(client: APIClient, export: ExportRequest, method: str) -> None:
    assert getattr(client, method)(address(export), {"status": "completed"}).status_code == 405
    assert ExportRequest.objects.get().status == Status.PENDING


def test_a_poll_costs_one_query_and_another_for_the_place_in_the_queue(
    client: APIClient,
    export: ExportRequest,
    finish: Finish,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        client.get(address(export))
    finish(export)
    with django_assert_num_queries(1) as queries:
        client.get(address(export))
    assert not any(
        "snapshot" in query["sql"] or "state" in query["sql"] for query in queries.captured_queries
    )


class TestThePlaceInTheQueue:
    def test_it_counts_those_that_were_there_before(
        self, client: APIClient, session: SoloSession, boris: User
    ) -> None:
        strangers = SoloSession.objects.create(user=boris)
        exports = [ExportRequest.objects.create(session=strangers, user=boris, format="png")]
        exports += [
            ExportRequest.objects.create(session=session, user=session.user, format="png") for _ in "ab"
        ]
        for age, export in enumerate(reversed(exports)):
            ExportRequest.objects.filter(pk=export.pk).update(available_at=in_seconds(-age))
        assert [client.get(address(export)).json()["queue_position"] for export in exports[1:]] == [2, 3]
        claim()
        assert [client.get(address(export)).json()["queue_position"] for export in exports[1:]] == [1, 2]
        listed = client.get("/api/v1/exports/").json()["results"]
        assert [export["queue_position"] for export in listed] == [2, 1]

    def test_what_waits_for_another_attempt_stands_behind_those_that_could_begin(
        self, client: APIClient, export: ExportRequest, session: SoloSession
    ) -> None:
        ExportRequest.objects.update(available_at=in_seconds(60))
        answer = client.post(f"/api/v1/solo/sessions/{session.id}/export/")
        assert answer.json()["queue_position"] == 1
        assert client.get(address(export)).json()["queue_position"] == 2

    def test_who_is_not_in_the_queue_has_no_place(
        self, client: APIClient, export: ExportRequest, finish: Finish
    ) -> None:
        finish(export)
        assert client.get(address(export)).json()["queue_position"] is None


class TestPollingAgain:
    def poll(self, client: APIClient, export: ExportRequest, tag: str = "") -> Any:
        return client.get(address(export), headers={"If-None-Match": tag})

    def test_nothing_new_is_a_304_without_a_body(self, client: APIClient, export: ExportRequest) -> None:
        first = self.poll(client, export)
        again = self.poll(client, export, first["ETag"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert first["Cache-Control"] == "private, no-cache"

    @pytest.mark.parametrize("header", ["*", '"other", {}', '{}, W/"other"', "W/{}"])
    def test_the_tag_may_be_one_of_several(
        self, client: APIClient, export: ExportRequest, header: str
    ) -> None:
        tag = self.poll(client, export)["ETag"]
        assert self.poll(client, export, header.format(tag).replace("W/W/", "W/")).status_code == 304

    @pytest.mark.parametrize("header", ["", "nonsense", '"other"', '"', "W/"])
    def test_any_other_tag_gets_the_answer(
        self, client: APIClient, export: ExportRequest, header: str
    ) -> None:
        assert self.poll(client, export, header).json()["id"] == str(export.pk)

    def test_every_change_is_told(self, client: APIClient, export: ExportRequest, finish: Finish) -> None:
        tags = [self.poll(client, export)["ETag"]]
        for change in (
            lambda: ExportRequest.objects.update(status=Status.PROCESSING),
            lambda: ExportRequest.objects.update(pages_done=1, pages_total=2),
            lambda: ExportRequest.objects.update(status=Status.PENDING),
            lambda: finish(export),
        ):
            change()
            answer = self.poll(client, export, tags[-1])
            assert answer.status_code == 200
            tags.append(answer["ETag"])
        assert len(set(tags)) == len(tags)

    def test_a_finished_export_keeps_its_tag_though_its_address_is_signed_anew(
        self, client: APIClient, export: ExportRequest, finish: Finish
    ) -> None:
        finish(export)
        assert self.poll(client, export, self.poll(client, export)["ETag"]).status_code == 304

    def test_an_address_is_never_confirmed_in_the_second_half_of_its_life(
        self, client: APIClient, export: ExportRequest, finish: Finish, settings: Settings
    ) -> None:
        """Half a life is so short here that every moment is in another one."""
        finish(export)
        settings.SOLO_EXPORT_URL_SECONDS = 1e-6
        assert self.poll(client, export, self.poll(client, export)["ETag"]).status_code == 200

    def test_who_asks_of_what_has_not_ended_is_told_when_to_ask_again(
        self, client: APIClient, export: ExportRequest, finish: Finish
    ) -> None:
        assert self.poll(client, export)["Retry-After"] == "1"
        tag = self.poll(client, export)["ETag"]
        assert self.poll(client, export, tag)["Retry-After"] == "1"
        finish(export)
        assert "Retry-After" not in self.poll(client, export)

    def test_far_back_in_the_queue_it_is_worth_asking_less_often(
        self, client: APIClient, export: ExportRequest
    ) -> None:
        before = [
            ExportRequest(session=export.session, user=export.user, format="png", available_at=in_seconds(-9))
            for _ in range(300)
        ]
        ExportRequest.objects.bulk_create(before)
        assert self.poll(client, export)["Retry-After"] == "10"


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

    @pytest.mark.parametrize("session_id", [UNKNOWN, "17"])
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
