"""The one table of failures: what is tried again, what is said, and what must not be said."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from boardkit import NotJson, OptionsError, OverLimit, RenderError, StateError
from solo_export.exports.clock import MAX_PAUSE_SECONDS
from solo_export.exports.failures import (
    MAX_ATTEMPTS,
    MAX_LAPSES,
    Blame,
    Failure,
    SnapshotMissing,
    Verdict,
    WorkerLost,
    failure_of,
    judge,
)
from solo_export.exports.renderer.errors import (
    RendererCrashed,
    RendererKilled,
    RendererOutOfMemory,
    RenderersBusy,
    RendererTimedOut,
)
from solo_export.exports.storage import StorageError

ERRORS = [
    (NotJson("The state is no JSON."), "not_json", Blame.BOARD),
    (OverLimit("Too many pages.", limit="pages", allowed=5), "over_limit", Blame.BOARD),
    (StateError("The state is no board."), "bad_board", Blame.BOARD),
    (OptionsError("There is no page 9.", field="pages"), "bad_options", Blame.BOARD),
    (RenderError("The scene could not be drawn."), "not_drawable", Blame.BOARD),
    (SnapshotMissing(), "board_gone", Blame.BOARD),
    (RendererTimedOut(), "too_slow", Blame.ATTEMPT),
    (RendererOutOfMemory(), "too_much_memory", Blame.ATTEMPT),
    (RendererCrashed(), "renderer_crashed", Blame.ATTEMPT),
    (RendererKilled(), "renderer_killed", Blame.WORKER),
    (ZeroDivisionError("/srv/solo/secret.py"), "internal", Blame.ATTEMPT),
    (RenderersBusy(), "no_renderer", Blame.SURROUNDINGS),
    (StorageError(), "storage_away", Blame.SURROUNDINGS),
    (OperationalError("connection to 10.0.0.5 refused"), "database_away", Blame.SURROUNDINGS),
    (WorkerLost(), "worker_lost", Blame.WORKER),
]


@pytest.mark.parametrize(("error", "code", "blame"), ERRORS, ids=[code for _, code, _ in ERRORS])
def test_each_error_has_its_code_and_its_culprit(error: Exception, code: str, blame: Blame) -> None:
    failure = failure_of(error)
    assert (failure.code, failure.blame) == (code, blame)


@pytest.mark.parametrize("error", [error for error, _, _ in ERRORS], ids=[code for _, code, _ in ERRORS])
def test_what_is_said_is_a_sentence(error: Exception) -> None:
    words = failure_of(error).words
    assert words[0].isupper()
    assert words.endswith(".")


@pytest.mark.parametrize("error", [ZeroDivisionError("/srv/solo"), OperationalError("10.0.0.5 refused")])
def test_errors_that_were_not_made_for_people_are_not_shown_to_them(error: Exception) -> None:
    assert str(error) not in failure_of(error).words


def test_boardkits_own_sentences_are_passed_on() -> None:
    assert failure_of(NotJson("The state is no JSON.")).words == "The state is no JSON."


def failure(blame: Blame) -> Failure:
    return Failure("code", "Words.", blame)


def test_a_board_is_blamed_once() -> None:
    assert judge(failure(Blame.BOARD), attempts=0, lapses=4) == Verdict(1, 4, None)


def test_attempts_are_counted_to_their_end() -> None:
    attempts = range(MAX_ATTEMPTS)
    pauses = [judge(failure(Blame.ATTEMPT), attempts=n, lapses=9).pause_seconds for n in attempts]
    assert pauses == [1, 2, None]


def test_outages_may_be_long() -> None:
    lapses = range(MAX_LAPSES)
    pauses = [judge(failure(Blame.SURROUNDINGS), attempts=2, lapses=n).pause_seconds for n in lapses]
    assert pauses[-1] is None
    waits = [pause for pause in pauses if pause is not None]
    assert max(waits) == MAX_PAUSE_SECONDS
    assert sum(waits) > 10 * 60


def test_a_lost_worker_is_replaced_without_a_pause() -> None:
    assert judge(failure(Blame.WORKER), attempts=2, lapses=3) == Verdict(2, 4, 0)
