"""The admin site: what an operator sees, and may not touch."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports import admin_picture, storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.states import Status
from tests.service.api.conftest import STATE, Finish

pytestmark = pytest.mark.django_db

LIST = "/admin/exports/exportrequest/"
PNG = b"\x89PNG pretended"


@pytest.fixture
def site() -> Client:
    """An operator, signed in."""
    client = Client()
    client.force_login(User.objects.create_superuser("operator"))
    return client


def test_exports_are_listed_with_what_became_of_them(site: Client, export: ExportRequest) -> None:
    ExportRequest.objects.update(
        status=Status.FAILED, attempts=3, failure_code="over_limit", error="Too many pages."
    )
    page = site.get(LIST).content.decode()
    assert "over_limit" in page
    assert str(export.id) in page
    assert "Too many pages." in site.get(f"{LIST}{export.id}/change/").content.decode()


def test_an_export_can_be_found_by_its_id_or_its_sessions(site: Client, export: ExportRequest) -> None:
    for wanted in (export.id, export.session_id):
        assert str(export.id) in site.get(f"{LIST}?q={wanted}").content.decode()


def test_nobody_writes_over_what_a_worker_writes(site: Client, export: ExportRequest) -> None:
    assert site.post(f"{LIST}{export.id}/change/", {"status": "completed"}).status_code == 403
    assert site.get("/admin/exports/exportrequest/add/").status_code == 403
    assert ExportRequest.objects.get().status == Status.PENDING


def test_the_token_that_fences_an_export_is_not_shown(site: Client, export: ExportRequest) -> None:
    assert "ease token" not in site.get(f"{LIST}{export.id}/change/").content.decode()


def test_a_session_is_renamed_without_its_state(site: Client, session: SoloSession, anna: User) -> None:
    page = site.get(f"/admin/boards/solosession/{session.id}/change/").content.decode()
    assert "strokes" not in page
    answer = site.post(f"/admin/boards/solosession/{session.id}/change/", {"user": anna.pk, "name": "Урок 9"})
    assert answer.status_code == 302
    session.refresh_from_db()
    assert (session.name, session.state) == ("Урок 9", STATE)


def test_a_session_is_deleted_with_its_exports(
    site: Client, session: SoloSession, export: ExportRequest
) -> None:
    site.post(f"/admin/boards/solosession/{session.id}/delete/", {"post": "yes"})
    assert not SoloSession.objects.exists()
    assert not ExportRequest.objects.exists()


def test_the_site_is_for_operators_only(anna: User) -> None:
    client = Client()
    client.force_login(anna)
    assert client.get(LIST).status_code == 302


def act(site: Client, action: str, *exports: ExportRequest) -> None:
    data = {"action": action, "_selected_action": [str(export.pk) for export in exports]}
    assert site.post(LIST, data).status_code == 302


def test_a_forged_form_does_not_sign_in() -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/admin/login/", {"username": "anna", "password": "anna"}).status_code == 403


def test_calls_of_the_api_know_nobody_by_a_cookie(site: Client) -> None:
    assert site.get("/admin/").status_code == 200
    assert site.get("/api/v1/exports/").status_code == 401


def test_a_failed_export_is_tried_again_as_if_it_were_new(site: Client, export: ExportRequest) -> None:
    ExportRequest.objects.update(
        status=Status.FAILED, attempts=3, lapses=1, failure_code="too_slow", error="Slow.", expires_at=Now()
    )
    act(site, "retry", export)
    row = ExportRequest.objects.get()
    assert (row.status, row.attempts, row.lapses) == (Status.PENDING, 0, 0)
    assert (row.error, row.failure_code, row.expires_at) == (None, "", None)
    assert claim() == row


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.PROCESSING])
def test_what_has_not_failed_is_not_tried_again(site: Client, export: ExportRequest, status: Status) -> None:
    ExportRequest.objects.update(status=status)
    act(site, "retry", export)
    assert ExportRequest.objects.get().status == status


def test_what_has_lost_its_board_is_not_tried_again(site: Client, export: ExportRequest) -> None:
    ExportRequest.objects.update(status=Status.FAILED)
    Snapshot.objects.all().delete()
    act(site, "retry", export)
    assert ExportRequest.objects.get().status == Status.FAILED


def test_what_is_under_way_is_cancelled_and_what_has_ended_stays(
    site: Client, export: ExportRequest, session: SoloSession
) -> None:
    ended = ExportRequest.objects.create(
        session=session, user=session.user, format="png", status=Status.COMPLETED
    )
    act(site, "cancel", export, ended)
    assert list(ExportRequest.objects.all()) == [ended]


def test_who_may_only_look_finds_no_actions(export: ExportRequest) -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_exportrequest"))
    client = Client()
    client.force_login(looker)
    page = client.get(LIST).content.decode()
    assert str(export.id) in page
    assert 'value="cancel"' not in page
    assert 'value="retry"' not in page


@pytest.fixture
def picture(client: APIClient, session: SoloSession, finish: Finish) -> ExportRequest:
    """A finished export that is a picture."""
    answer = client.post(f"/api/v1/solo/sessions/{session.id}/export/", {"format": "png"})
    return finish(ExportRequest.objects.get(pk=answer.json()["id"]), PNG)


def pictures(site: Client, path: str) -> list[str]:
    """The addresses of the pictures of exports on a page of the site."""
    return re.findall(r'<img src="([^"]+/picture/)"', site.get(path).content.decode())


def test_a_finished_picture_is_shown_in_the_list_and_by_itself(site: Client, picture: ExportRequest) -> None:
    [in_list] = pictures(site, LIST)
    [by_itself] = pictures(site, f"{LIST}{picture.id}/change/")
    assert in_list == by_itself
    answer = site.get(in_list)
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_no_picture_is_not_shown(site: Client, export: ExportRequest, finish: Finish) -> None:
    finish(export)
    assert not pictures(site, LIST)
    assert site.get(f"{LIST}{export.id}/picture/").status_code == 404


def test_a_picture_that_would_take_long_to_load_is_not_shown(site: Client, picture: ExportRequest) -> None:
    ExportRequest.objects.update(file_size=admin_picture.MAX_BYTES + 1)
    assert not pictures(site, LIST)


def test_a_picture_that_is_lost_is_not_there(site: Client, picture: ExportRequest) -> None:
    storage.discard(picture.file_key)
    assert site.get(f"{LIST}{picture.id}/picture/").status_code == 404


def test_who_may_not_see_exports_sees_no_pictures(picture: ExportRequest) -> None:
    client = Client()
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(f"{LIST}{picture.id}/picture/").status_code == 403


def test_a_longer_list_takes_no_more_queries(site: Client, picture: ExportRequest) -> None:
    def queries_of_list() -> int:
        with CaptureQueriesContext(connection) as queries:
            site.get(LIST)
        return len(queries)

    before = queries_of_list()
    for number in range(5):
        user = User.objects.create_user(f"person {number}")
        session = SoloSession.objects.create(user=user, state=STATE)
        ExportRequest.objects.create(session=session, user=user, format="png")
    assert queries_of_list() == before


@pytest.mark.parametrize("wanted", ["anna", "{export.id}", "{export.session_id}"])
def test_exports_are_found_by_what_an_index_knows(site: Client, export: ExportRequest, wanted: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = site.get(LIST, {"q": wanted.format(export=export)})
    assert str(export.id) in page.content.decode()
    assert not any("LIKE" in query["sql"] or "DISTINCT" in query["sql"] for query in queries)


@pytest.mark.parametrize("wanted", ["ann", "nonsense", "17", "é" * 300])
def test_what_no_index_knows_is_not_found(site: Client, export: ExportRequest, wanted: str) -> None:
    page = site.get(LIST, {"q": wanted})
    assert page.status_code == 200
    assert str(export.id) not in page.content.decode()


def test_exports_are_filtered_by_failure(site: Client, export: ExportRequest) -> None:
    ExportRequest.objects.update(failure_code="too_slow")
    for code, is_there in (("too_slow", True), ("over_limit", False)):
        page = site.get(LIST, {"failure_code": code}).content.decode()
        assert (str(export.id) in page) is is_there
