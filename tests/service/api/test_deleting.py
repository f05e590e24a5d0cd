"""DELETE /api/v1/exports/{id}/: a cancelled export is gone, and a finished one goes with its file."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.signals import pre_delete
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.request import SessionGone, request_export
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.states import Status
from tests.service.api.conftest import UNKNOWN, Finish, client_of
from tests.support.locks import are_waiting
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def address(export: ExportRequest) -> str:
    return f"/api/v1/exports/{export.id}/"


@pytest.mark.parametrize("status", [Status.PENDING, Status.PROCESSING, Status.FAILED])
def test_an_export_is_gone_from_any_state_with_its_snapshot(
    client: APIClient, export: ExportRequest, status: Status
) -> None:
    ExportRequest.objects.update(status=status)
    answer = client.delete(address(export))
    assert (answer.status_code, answer.content) == (204, b"")
    assert not ExportRequest.objects.exists()
    assert not Snapshot.objects.exists()
    assert client.get(address(export)).status_code == 404
    assert claim() is None


def test_a_finished_one_takes_its_file_with_it(
    client: APIClient, export: ExportRequest, finish: Finish
) -> None:
    finish(export)
    file = urlsplit(client.get(address(export)).json()["file_url"]).path
    assert client.delete(address(export)).status_code == 204
    assert APIClient().get(file).status_code == 404


def test_other_exports_and_the_board_stay(
    client: APIClient, export: ExportRequest, session: SoloSession
) -> None:
    other = client.post(f"/api/v1/solo/sessions/{session.id}/export/").json()["id"]
    client.delete(address(export))
    assert [str(row.pk) for row in session.exports.all()] == [other]


@pytest.mark.parametrize("export_id", [UNKNOWN, "17", "%00"])
def test_what_is_not_there_is_not_found(client: APIClient, export_id: str) -> None:
    answer = client.delete(f"/api/v1/exports/{export_id}/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Export not found"})


def test_it_can_be_deleted_once(client: APIClient, export: ExportRequest) -> None:
    assert [client.delete(address(export)).status_code for _ in range(2)] == [204, 404]


def test_a_stranger_deletes_nothing(export: ExportRequest, boris: User) -> None:
    answer = client_of(boris).delete(address(export))
    assert (answer.status_code, answer.json()) == (404, {"detail": "Export not found"})
    assert ExportRequest.objects.exists()


def test_a_board_may_go_while_its_export_is_asked_for(client: APIClient, session: SoloSession) -> None:
    asking: list[Future[None]] = []

    def ask() -> None:
        try:
            with pytest.raises(SessionGone):
                request_export(session=session, user=session.user, format="json", options={})
        finally:
            connection.close()

    def ask_meanwhile(**_: object) -> None:
        """The deletion has seen which exports there are, and is not over."""
        asking.append(elsewhere.submit(ask))
        wait_until(lambda: asking[0].done() or are_waiting(1), "the request is made")

    with ThreadPoolExecutor(1) as elsewhere:
        pre_delete.connect(ask_meanwhile, sender=SoloSession)
        try:
            assert client.delete(f"/api/v1/solo/sessions/{session.pk}/").status_code == 204
        finally:
            pre_delete.disconnect(ask_meanwhile, sender=SoloSession)
        asking[0].result()
