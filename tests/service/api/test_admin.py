"""The admin site: what an operator sees, and may not touch."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status
from tests.service.api.conftest import STATE

pytestmark = pytest.mark.django_db


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
    page = site.get("/admin/exports/exportrequest/").content.decode()
    assert "over_limit" in page
    assert str(export.id) in page
    assert "Too many pages." in site.get(f"/admin/exports/exportrequest/{export.id}/change/").content.decode()


def test_an_export_can_be_found_by_its_id_or_its_sessions(site: Client, export: ExportRequest) -> None:
    for wanted in (export.id, export.session_id):
        assert str(export.id) in site.get(f"/admin/exports/exportrequest/?q={wanted}").content.decode()


def test_nobody_writes_over_what_a_worker_writes(site: Client, export: ExportRequest) -> None:
    assert (
        site.post(f"/admin/exports/exportrequest/{export.id}/change/", {"status": "completed"}).status_code
        == 403
    )
    assert site.get("/admin/exports/exportrequest/add/").status_code == 403
    assert ExportRequest.objects.get().status == Status.PENDING


def test_the_token_that_fences_an_export_is_not_shown(site: Client, export: ExportRequest) -> None:
    assert "ease token" not in site.get(f"/admin/exports/exportrequest/{export.id}/change/").content.decode()


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
    assert client.get("/admin/exports/exportrequest/").status_code == 302
