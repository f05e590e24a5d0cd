"""The life of exports as a state machine: whatever happens in whatever order, the rows and the files agree.

Workers forget nothing: a lease once given may be used at any later time, by a worker that was only asleep.
Time passes where a rule says so. The model knows who holds what, and little else.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from kombu.simple import SimpleQueue
from pytest_django import Settings

from boardkit import RenderError
from solo_export.boards.models import SoloSession
from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile
from solo_export.exports.actions.delete import delete_export
from solo_export.exports.actions.expire import expire
from solo_export.exports.actions.extend import extend, record_progress
from solo_export.exports.actions.hand_back import hand_back
from solo_export.exports.actions.relay import relay
from solo_export.exports.actions.request import request_export
from solo_export.exports.actions.sweep import Swept, sweep
from solo_export.exports.admission.once import RequestKey
from solo_export.exports.clock import MAX_PAUSE_SECONDS, hint_seconds, in_seconds
from solo_export.exports.failures import MAX_ATTEMPTS, MAX_LAPSES
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.outcome import fail, succeed
from solo_export.exports.renderer.errors import RendererCrashed, RendererKilled
from solo_export.exports.states import FINAL
from solo_export.exports.storage import StorageError
from solo_export.exports.workers.housekeeping import Housekeeper
from tests.service.lifecycle.conftest import STATE, stored

ERRORS = st.sampled_from([RenderError("No."), RendererCrashed(), RendererKilled(), StorageError()])
KEYS = st.sampled_from([None, "a", "b"])


@dataclass
class Known:
    """What the model knows of one export: the lease that counts, and how often it was completed."""

    holder: UUID | None = None
    completions: int = 0


class Life(RuleBasedStateMachine):
    """Callers, workers, housekeepers and time, one step after the other."""

    files: Path
    broker: SimpleQueue
    attempts = Bundle("attempts")

    def __init__(self) -> None:
        super().__init__()
        self.user = User.objects.create_user("anna")
        self.session = SoloSession.objects.create(user=self.user, name="Lesson", state=STATE)
        self.known: dict[UUID, Known] = {}
        self.by_key: dict[str, UUID] = {}

    def teardown(self) -> None:
        """Everything comes to an end by itself, and then there is nothing left over."""
        try:
            self.work_goes_on_until_all_is_done()
        finally:
            self.user.delete()
        shutil.rmtree(self.files, ignore_errors=True)

    @rule(key=KEYS)
    def ask(self, key: str | None) -> None:
        """A request, or one that is repeated."""
        named = RequestKey(self.user.pk, self.session.pk, key, "same") if key else None
        export = request_export(session=self.session, user=self.user, format="json", options={}, key=named)
        earlier = self.by_key.get(key or "")
        assert (export.pk == earlier) if earlier in self.known else (export.pk not in self.known)
        self.known.setdefault(export.pk, Known())
        if key:
            self.by_key[key] = export.pk

    @precondition(lambda self: self.is_any("pending"))
    @rule(target=attempts)
    def take(self) -> Any:
        """A worker claims whatever is next."""
        could = ExportRequest.objects.waiting().exists()
        export = claim()
        assert (export is not None) == could
        if export is None:
            return multiple()
        assert self.known[export.pk].holder is None
        self.known[export.pk].holder = export.lease.token
        return export

    @rule(attempt=attempts)
    def draw_a_page(self, attempt: ExportRequest) -> None:
        """A heartbeat, and progress."""
        assert extend(attempt.lease) == self.holds(attempt)
        assert record_progress(attempt.lease, 1, 2) == self.holds(attempt)

    @rule(attempt=attempts)
    def store_and_fall_asleep(self, attempt: ExportRequest) -> None:
        """The file is there, the row knows nothing of it yet."""
        if not (self.files / self.key(attempt)).exists():
            storage.save(attempt.lease, "json", b"{}")

    @rule(attempt=consumes(attempts))
    def finish(self, attempt: ExportRequest) -> None:
        """The file is stored, and the export completed, if it is still the worker's."""
        self.store_and_fall_asleep(attempt)
        is_held = self.holds(attempt)
        succeed(attempt, StoredFile(self.key(attempt), "Lesson.json", 2, 1))
        if is_held:
            self.known[attempt.pk].completions += 1
            self.known[attempt.pk].holder = None

    @rule(attempt=consumes(attempts), error=ERRORS)
    def fail(self, attempt: ExportRequest, error: Exception) -> None:
        """The attempt breaks off, for whatever reason."""
        fail(attempt, error)
        self.paused().update(available_at=in_seconds(MAX_PAUSE_SECONDS))  # or it might end by itself
        self.let_go(attempt)

    @rule(attempt=consumes(attempts))
    def shut_down(self, attempt: ExportRequest) -> None:
        """The worker is told to end."""
        assert hand_back(attempt.lease) == self.holds(attempt)
        self.let_go(attempt)

    @rule(are_old=st.booleans())
    def the_relay_goes_round(self, are_old: bool) -> None:
        """The broker, which forgets at once, is told of each whose hint is missing or led to nothing."""
        if are_old:
            ExportRequest.objects.update(hinted_at=in_seconds(-hint_seconds() - 1))
        waiting = ExportRequest.objects.waiting()
        due = waiting if are_old else waiting.filter(hinted_at=None)
        ids = sorted(str(pk) for pk in due.values_list("pk", flat=True))
        assert relay() == len(ids)
        assert self.told() == ids
        assert relay() == 0

    @precondition(lambda self: self.is_any("processing"))
    @rule(seconds=st.sampled_from([-600, 600]))
    def the_clock_jumps(self, seconds: int) -> None:
        """Between two rounds every worker that lives renews its lease, so that nobody loses anything."""
        keeper = Housekeeper()
        held = {export: known.holder for export, known in self.known.items() if known.holder}
        ExportRequest.objects.filter(status="processing").update(lease_expires_at=in_seconds(-seconds))
        keeper.rescue()
        for row in ExportRequest.objects.filter(status="processing"):
            assert extend(row.lease)
        keeper.rescue()
        now = ExportRequest.objects.filter(status="processing")
        assert dict(now.values_list("pk", "lease_token")) == held

    @precondition(lambda self: self.is_any("processing"))
    @rule()
    def the_dead_are_noticed(self) -> None:
        """All who hold a lease have been silent for too long; those of them who sleep will wake up."""
        keeper = Housekeeper()
        ExportRequest.objects.filter(status="processing").update(lease_expires_at=in_seconds(-1))
        keeper.rescue()
        keeper.rescue()
        for known in self.known.values():
            known.holder = None

    @rule(attempt=attempts)
    def another_is_faster(self, attempt: ExportRequest) -> None:
        """While one sleeps, the next worker does the work; the sleeper may still try anything."""
        self.the_dead_are_noticed()
        if isinstance(second := self.take(), ExportRequest):
            self.finish(second)

    @precondition(lambda self: self.paused().exists())
    @rule()
    def pauses_end(self) -> None:
        """What was to be tried again later may be tried again."""
        self.paused().update(available_at=in_seconds(-1))

    @rule(attempt=attempts, has_ended=st.booleans())
    def delete(self, attempt: ExportRequest, has_ended: bool) -> None:
        """Its caller wants an export no longer, or the time for which it is kept is over."""
        row = ExportRequest.objects.filter(pk=attempt.pk).first()
        if row and has_ended:
            ExportRequest.objects.filter(pk=row.pk, status__in=FINAL).update(expires_at=in_seconds(-1))
            assert expire() == row.is_final
        elif row:
            assert delete_export(row)
        if row and (row.is_final or not has_ended):
            del self.known[row.pk]

    @invariant()
    def every_export_is_there_once(self) -> None:
        """None is lost, none comes from nowhere."""
        assert set(ExportRequest.objects.values_list("pk", flat=True)) == set(self.known)

    @invariant()
    def leases_are_whose_they_are(self) -> None:
        """The one who holds an export by the model holds it by the row, and nobody else does."""
        rows = ExportRequest.objects.values_list("pk", "lease_token")
        assert dict(rows) == {pk: known.holder for pk, known in self.known.items()}
        assert not ExportRequest.objects.filter(status="processing", lease_token=None).exists()

    @invariant()
    def each_is_completed_once_and_has_its_file(self) -> None:
        """Exactly the completed ones have a file, which is there; all others can still be drawn."""
        for row in ExportRequest.objects.all():
            assert self.known[row.pk].completions == (row.status == "completed")
            assert bool(row.file_key) == (row.status == "completed")
            assert not row.file_key or (self.files / row.file_key).exists()
            assert bool(row.error) == (row.status == "failed")
        waiting = ExportRequest.objects.exclude(status="completed")
        assert Snapshot.objects.count() == waiting.count()

    @invariant()
    def nobody_tries_for_ever(self) -> None:
        """Attempts and lapses have an end."""
        beyond = Q(attempts__gt=MAX_ATTEMPTS) | Q(lapses__gt=MAX_LAPSES)
        assert not ExportRequest.objects.filter(beyond).exists()

    def work_goes_on_until_all_is_done(self) -> None:
        """With workers that live everything ends, and with a sweep no file is left over."""
        self.the_dead_are_noticed()
        self.pauses_end()
        ExportRequest.objects.update(hinted_at=None)
        relay()
        for _ in self.told():  # workers that do nothing unless they are told
            attempt = self.take()
            assert isinstance(attempt, ExportRequest)
            self.finish(attempt)
        assert not ExportRequest.objects.exclude(status__in=FINAL).exists()
        ExportRequest.objects.update(updated_at=in_seconds(-120))
        assert sweep(grace_seconds=-60).exports == 0
        assert sweep(grace_seconds=-60) == Swept(0, 0)
        keys = ExportRequest.objects.filter(status="completed").values_list("file_key", flat=True)
        assert stored(self.files) == sorted(self.files / key for key in keys)

    def told(self) -> list[str]:
        """The ids in the broker's messages, which are gone then."""
        messages = [self.broker.get_nowait() for _ in range(self.broker.qsize())]
        return sorted(message.payload[0][0] for message in messages)

    def paused(self) -> QuerySet[ExportRequest]:
        """Those in a pause before the next attempt."""
        tried = ExportRequest.objects.exclude(attempts=0, lapses=0)
        return tried.filter(status="pending", available_at__gt=F("updated_at"))

    def is_any(self, status: str) -> bool:
        """Whether any export stands so."""
        return ExportRequest.objects.filter(status=status).exists()

    def holds(self, attempt: ExportRequest) -> bool:
        """Whether the lease of an attempt is the one that counts."""
        return attempt.pk in self.known and self.known[attempt.pk].holder == attempt.lease.token

    def let_go(self, attempt: ExportRequest) -> None:
        """The attempt has ended; nobody else's is touched."""
        if self.holds(attempt):
            self.known[attempt.pk].holder = None

    def key(self, attempt: ExportRequest) -> str:
        """Where an attempt stores its file."""
        return f"exports/{attempt.pk}/{attempt.lease.token}.json"


@pytest.mark.django_db(transaction=True)
def test_rows_and_files_agree_whatever_happens(files: Path, broker: SimpleQueue, settings: Settings) -> None:
    settings.SOLO_EXPORT_REUSE = False
    Life.files = files
    Life.broker = broker
    run_state_machine_as_test(
        Life,
        settings=hypothesis.settings(
            max_examples=20,
            stateful_step_count=30,
            derandomize=True,
            phases=[hypothesis.Phase.generate],  # to look for the shortest failure would take minutes
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
