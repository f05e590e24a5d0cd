"""The line: people take turns, however many exports one of them has waiting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from solo_export.boards.models import SoloSession
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.fail_or_retry import fail_or_retry
from solo_export.exports.actions.hand_back import hand_back
from solo_export.exports.actions.request import request_export
from solo_export.exports.clock import in_seconds
from solo_export.exports.failures import failure_of
from solo_export.exports.models import ExportRequest
from solo_export.exports.renderer.errors import RendererCrashed

pytestmark = pytest.mark.django_db

AskAs = Callable[..., list[ExportRequest]]


@pytest.fixture
def ask_as() -> AskAs:
    """Has somebody ask for so many exports of a board of their own."""

    def ask_as(name: str, times: int = 1) -> list[ExportRequest]:
        user, _ = User.objects.get_or_create(username=name)
        session, _ = SoloSession.objects.get_or_create(user=user)
        return [request_export(session=session, user=user, format="json", options={}) for _ in range(times)]

    return ask_as


def taken() -> ExportRequest:
    export = claim()
    assert export is not None
    return export


def owners(count: int) -> str:
    """Whose exports the next claims take: the first letters of their names."""
    return "".join(taken().user.username[0] for _ in range(count))


def test_one_persons_exports_are_taken_as_they_were_asked_for(ask_as: AskAs) -> None:
    asked = ask_as("anna", 5)
    assert [taken() for _ in asked] == asked
    assert claim() is None


def test_a_person_with_many_waiting_delays_anothers_first_by_one(ask_as: AskAs) -> None:
    ask_as("anna", 200)
    assert owners(3) == "aaa"
    ask_as("boris")
    assert owners(3) == "aba"


def test_people_with_many_waiting_take_turns(ask_as: AskAs) -> None:
    ask_as("anna", 6)
    ask_as("boris", 3)
    ask_as("clara", 2)
    assert owners(11) == "abcabcabaaa"


def test_whoever_waited_while_nobody_else_did_has_no_debt(ask_as: AskAs) -> None:
    ask_as("anna", 50)
    owners(50)
    ask_as("boris", 3)
    ask_as("anna")
    assert owners(4) == "babb"


def test_an_export_that_is_handed_back_is_the_next(ask_as: AskAs) -> None:
    first, *_ = ask_as("anna", 5)
    lease = taken().lease
    owners(2)
    ask_as("boris", 2)
    assert hand_back(lease)
    assert taken() == first
    assert owners(4) == "abab"


def test_boards_that_fail_again_and_again_delay_nobody(ask_as: AskAs) -> None:
    ask_as("anna", 20)
    for _ in range(20):
        fail_or_retry(taken().lease, failure_of(RendererCrashed()))
    ask_as("boris")
    ExportRequest.objects.filter(status="pending").update(available_at=in_seconds(-1))
    assert "b" in owners(3)
