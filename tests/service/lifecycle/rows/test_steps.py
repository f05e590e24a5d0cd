"""Each step of an export's life: from where it goes where, and who may take it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from boardkit import OverLimit
from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile, complete
from solo_export.exports.actions.expire import expire
from solo_export.exports.actions.extend import extend, record_progress
from solo_export.exports.actions.fail_or_retry import fail_or_retry
from solo_export.exports.actions.hand_back import hand_back
from solo_export.exports.actions.reap import lapses, reap
from solo_export.exports.clock import in_seconds
from solo_export.exports.failures import MAX_ATTEMPTS, MAX_LAPSES, failure_of
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.renderer.errors import RendererCrashed
from solo_export.exports.storage import StorageError
from tests.service.lifecycle.conftest import Ask, stored

pytestmark = pytest.mark.django_db

CRASH = failure_of(RendererCrashed())
OUTAGE = failure_of(StorageError())
TOO_LARGE = failure_of(OverLimit("The board has 9 pages; at most 5 can be drawn.", limit="pages", allowed=5))


def taken() -> ExportRequest:
    """Some waiting export, now leased."""
    export = claim()
    assert export is not None
    return export


def let_lapse() -> None:
    """Let the time of every lease be over."""
    ExportRequest.objects.filter(status="processing").update(lease_expires_at=in_seconds(-1))


def end_pauses() -> None:
    """Let every pause before another attempt be over."""
    ExportRequest.objects.filter(status="pending").update(available_at=in_seconds(-1))


def file_of(export: ExportRequest, data: bytes = b"{}") -> StoredFile:
    """A file that the export's attempt has stored."""
    key = storage.save(export.lease, "json", data)
    return StoredFile(key=key, name="Урок 4.json", size=len(data), page_count=1)


def now_of(export: ExportRequest) -> ExportRequest:
    """The row as it is now."""
    return ExportRequest.objects.get(pk=export.pk)


class TestClaim:
    def test_takes_the_one_of_a_turn_that_has_waited_longest(self, ask: Ask) -> None:
        first, second = ask(), ask()
        ExportRequest.objects.update(turn=0)
        ExportRequest.objects.filter(pk=first.pk).update(available_at=in_seconds(-5))
        ExportRequest.objects.filter(pk=second.pk).update(available_at=in_seconds(-9))
        assert [taken(), taken(), claim()] == [second, first, None]

    def test_takes_none_but_the_one_asked_for(self, ask: Ask) -> None:
        ask()
        wanted = ask()
        assert claim(wanted.pk) == wanted
        assert claim(wanted.pk) is None
        assert claim(uuid4()) is None

    def test_gives_a_lease_that_ends_by_the_databases_clock(self, ask: Ask, settings: Settings) -> None:
        settings.SOLO_EXPORT_LEASE_SECONDS = 3600
        ask()
        export = taken()
        assert export.status == "processing"
        assert export.lease_expires_at is not None
        assert export.lease_expires_at > timezone.now() + timedelta(minutes=55)
        assert not lapses()

    def test_gives_a_lease_as_long_as_the_setting_says_at_that_moment(
        self, ask: Ask, settings: Settings
    ) -> None:
        ends = []
        for seconds in (60, 3600):
            settings.SOLO_EXPORT_LEASE_SECONDS = seconds
            ask()
            export = taken()
            assert export.lease_expires_at is not None
            ends.append(export.lease_expires_at - export.updated_at)
        assert ends == [timedelta(seconds=60), timedelta(seconds=3600)]

    def test_leaves_an_export_in_its_pause_alone(self, ask: Ask) -> None:
        ask()
        ExportRequest.objects.update(available_at=in_seconds(60))
        assert claim() is None

    def test_takes_what_waited_when_the_clock_was_put_back(self, ask: Ask) -> None:
        ask()
        ExportRequest.objects.update(available_at=in_seconds(600))
        taken()

    def test_each_lease_has_a_token_of_its_own(self, ask: Ask) -> None:
        ask()
        first = taken()
        hand_back(first.lease)
        assert taken().lease != first.lease


class TestComplete:
    def test_gives_the_row_its_file_and_drops_the_snapshot(self, ask: Ask) -> None:
        ask()
        export = taken()
        file = file_of(export)
        assert complete(export.lease, file)
        row = now_of(export)
        assert (row.status, row.file_key, row.file_name, row.file_size) == (
            "completed",
            file.key,
            file.name,
            2,
        )
        assert (row.progress, row.attempts, row.error) == ({"done": 1, "total": 1}, 1, None)
        assert row.lease_token is None
        assert row.expires_at is not None
        assert row.expires_at > timezone.now() + timedelta(days=29)
        assert not Snapshot.objects.exists()

    def test_wipes_out_what_an_earlier_attempt_said(self, ask: Ask) -> None:
        ask()
        fail_or_retry(taken().lease, CRASH)
        end_pauses()
        export = taken()
        complete(export.lease, file_of(export))
        assert (now_of(export).failure_code, now_of(export).attempts) == ("", 2)


class TestFencing:
    """A worker that was thought dead comes back: nothing that it does counts any more."""

    @pytest.fixture
    def stale(self, ask: Ask) -> ExportRequest:
        """The export as its first worker knows it, while a second one has it."""
        ask()
        export = taken()
        let_lapse()
        for lapse in lapses():
            reap(lapse)
        taken()
        return export

    def test_it_can_change_nothing(self, stale: ExportRequest) -> None:
        before = ExportRequest.objects.values().get()
        assert not complete(stale.lease, StoredFile("key", "name", 1, 1))
        assert not extend(stale.lease)
        assert not record_progress(stale.lease, 1, 2)
        assert fail_or_retry(stale.lease, TOO_LARGE) is None
        assert not hand_back(stale.lease)
        assert ExportRequest.objects.values().get() == before
        assert Snapshot.objects.count() == 1

    def test_nor_can_anybody_after_the_end(self, ask: Ask) -> None:
        ask()
        export = taken()
        complete(export.lease, file_of(export))
        before = ExportRequest.objects.values().get()
        assert not complete(export.lease, StoredFile("other", "name", 1, 1))
        assert fail_or_retry(export.lease, TOO_LARGE) is None
        assert ExportRequest.objects.values().get() == before

    def test_a_made_up_token_fits_no_row_without_a_lease(self, ask: Ask) -> None:
        export = ask()
        assert not complete(Lease(export.pk, uuid4()), StoredFile("key", "name", 1, 1))
        assert now_of(export).status == "pending"


class TestFailing:
    def test_an_attempt_that_may_go_better_is_tried_again_after_growing_pauses(self, ask: Ask) -> None:
        export = ask()
        pauses = []
        for attempt in range(1, MAX_ATTEMPTS):
            assert fail_or_retry(taken().lease, CRASH) == "pending"
            row = now_of(export)
            assert (row.attempts, row.lapses, row.error) == (attempt, 0, None)
            assert claim() is None
            pauses.append(row.available_at - row.updated_at)
            end_pauses()
        assert pauses == sorted(pauses)
        assert pauses[0] > timedelta(milliseconds=900)

    def test_it_ends_when_it_was_tried_often_enough(self, ask: Ask) -> None:
        export = ask()
        for _ in range(MAX_ATTEMPTS):
            end_pauses()
            fail_or_retry(taken().lease, CRASH)
        row = now_of(export)
        assert (row.status, row.failure_code, row.attempts) == ("failed", "renderer_crashed", MAX_ATTEMPTS)
        assert row.error == CRASH.words
        assert row.expires_at is not None
        assert Snapshot.objects.count() == 1

    def test_a_board_to_blame_is_not_tried_again(self, ask: Ask) -> None:
        export = ask()
        assert fail_or_retry(taken().lease, TOO_LARGE) == "failed"
        assert now_of(export).error == "The board has 9 pages; at most 5 can be drawn."
        assert now_of(export).failure_code == "over_limit"

    def test_an_outage_counts_as_no_attempt(self, ask: Ask) -> None:
        export = ask()
        for outage in range(1, MAX_LAPSES):
            end_pauses()
            assert fail_or_retry(taken().lease, OUTAGE) == "pending"
            assert (now_of(export).attempts, now_of(export).lapses) == (0, outage)
        end_pauses()
        assert fail_or_retry(taken().lease, OUTAGE) == "failed"


class TestHandBack:
    def test_the_next_worker_may_begin_at_once_and_nothing_is_counted(self, ask: Ask) -> None:
        export = ask()
        lease = taken().lease
        record_progress(lease, 3, 9)
        assert hand_back(lease)
        row = now_of(export)
        assert (row.status, row.attempts, row.lapses, row.progress) == ("pending", 0, 0, None)
        assert claim() == export


class TestReap:
    def test_a_lease_that_ran_out_puts_the_export_back_in_line_at_once(self, ask: Ask) -> None:
        export = ask()
        taken()
        let_lapse()
        [lapse] = lapses()
        assert reap(lapse) == "pending"
        assert (now_of(export).attempts, now_of(export).lapses) == (0, 1)
        assert claim() == export

    def test_a_worker_that_stirs_again_keeps_its_export(self, ask: Ask) -> None:
        ask()
        lease = taken().lease
        let_lapse()
        [lapse] = lapses()
        assert extend(lease)
        assert reap(lapse) is None
        assert extend(lease)

    def test_a_lease_that_runs_is_not_seen(self, ask: Ask) -> None:
        ask()
        taken()
        assert not lapses()

    def test_an_export_that_takes_every_worker_with_it_ends(self, ask: Ask) -> None:
        export = ask()
        for _ in range(MAX_LAPSES):
            taken()
            let_lapse()
            for lapse in lapses():
                reap(lapse)
        assert (now_of(export).status, now_of(export).failure_code) == ("failed", "worker_lost")


class TestExpire:
    def test_an_export_whose_time_is_over_goes_with_its_files(self, ask: Ask, files: Path) -> None:
        ask()
        old = taken()
        complete(old.lease, file_of(old))
        ExportRequest.objects.update(expires_at=in_seconds(-1))
        ask()
        young = taken()
        complete(young.lease, file_of(young))
        assert expire() == 1
        assert ExportRequest.objects.get() == young
        assert [path.parent.name for path in stored(files)] == [str(young.pk)]

    def test_an_export_that_waits_never_expires(self, ask: Ask) -> None:
        ask()
        assert expire() == 0
        assert ExportRequest.objects.count() == 1


def test_every_step_moves_updated_at(ask: Ask) -> None:
    export = ask()
    long_ago = timezone.now() - timedelta(days=1)
    for step in (
        lambda: claim(),
        lambda: extend(now_of(export).lease),
        lambda: record_progress(now_of(export).lease, 1, 2),
        lambda: hand_back(now_of(export).lease),
    ):
        ExportRequest.objects.update(updated_at=long_ago)
        step()
        assert now_of(export).updated_at > long_ago
