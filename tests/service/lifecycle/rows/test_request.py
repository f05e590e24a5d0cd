"""request: what an accepted export is, and what is left of a refused one."""

from __future__ import annotations

import json

import pytest
from pytest_django import Settings

from solo_export.boards.models import SoloSession
from solo_export.exports.actions.request import SessionGone, StateTooLarge
from solo_export.exports.models import ExportRequest, Snapshot
from tests.service.lifecycle.conftest import STATE, Ask

pytestmark = pytest.mark.django_db


def test_an_accepted_export_waits_and_can_be_taken_at_once(ask: Ask) -> None:
    export = ask("pdf", paper="a4")
    assert (export.status, export.options, export.attempts) == ("pending", {"paper": "a4"}, 0)
    assert ExportRequest.objects.waiting().get() == export


@pytest.mark.parametrize("state", [STATE, {}, [], None, "text", 1.5, {"a": "Ї\u2028\\ud800"}])
def test_the_snapshot_holds_the_state_as_it_is_stored(ask: Ask, session: SoloSession, state: object) -> None:
    session.state = state
    session.save()
    snapshot = Snapshot.objects.get(pk=ask().pk)
    assert json.loads(snapshot.state) == SoloSession.objects.get().state == state
    assert snapshot.title == "Урок 4"


def test_a_later_change_of_the_board_does_not_change_the_snapshot(ask: Ask, session: SoloSession) -> None:
    export = ask()
    session.state = {"pages": []}
    session.save()
    assert json.loads(Snapshot.objects.get(pk=export.pk).state) == STATE


def test_the_snapshot_is_the_databases_and_not_what_this_process_last_read(
    ask: Ask, session: SoloSession
) -> None:
    SoloSession.objects.update(state={"pages": ["newer"]})
    export = ask()
    assert json.loads(Snapshot.objects.get(pk=export.pk).state) == {"pages": ["newer"]}


def test_a_state_over_the_limit_is_refused_and_leaves_nothing(ask: Ask, settings: Settings) -> None:
    settings.SOLO_MAX_STATE_BYTES = 100
    with pytest.raises(StateTooLarge) as caught:
        ask()
    assert caught.value.allowed == 100
    assert caught.value.found > 100
    assert not ExportRequest.objects.exists()
    assert not Snapshot.objects.exists()


def test_the_limit_counts_bytes(ask: Ask, session: SoloSession, settings: Settings) -> None:
    session.state = "x" * 50
    session.save()
    settings.SOLO_MAX_STATE_BYTES = 52
    assert ask().status == "pending"
    settings.SOLO_MAX_STATE_BYTES = 51
    with pytest.raises(StateTooLarge):
        ask()


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({}, "Урок 4.png"),
        ({"filename": "Класна робота"}, "Класна робота.png"),
        ({"filename": "a.png"}, "a.png"),
    ],
)
def test_the_file_is_named_for_the_option_else_for_the_board(
    ask: Ask, options: dict[str, str], name: str
) -> None:
    assert ask("png", **options).file_name == name


@pytest.mark.django_db(transaction=True)
def test_a_board_that_is_gone_cannot_be_exported(ask: Ask) -> None:
    SoloSession.objects.all().delete()
    with pytest.raises(SessionGone):
        ask()
    assert not ExportRequest.objects.exists()
