"""What worker processes do on the side."""

from __future__ import annotations

from pathlib import Path

import pytest
from celery import Celery
from kombu.simple import SimpleQueue

from solo_export.boards.models import SoloSession
from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.extend import extend
from solo_export.exports.actions.fail_or_retry import fail_or_retry
from solo_export.exports.actions.hand_back import hand_back
from solo_export.exports.actions.relay import relay
from solo_export.exports.clock import hint_seconds, in_seconds
from solo_export.exports.failures import MAX_LAPSES, SnapshotMissing, failure_of
from solo_export.exports.models import ExportRequest
from solo_export.exports.storage import StorageError
from solo_export.exports.workers.housekeeping import Housekeeper
from tests.service.lifecycle.conftest import Ask, stored

pytestmark = pytest.mark.django_db


def taken(ask: Ask) -> ExportRequest:
    ask()
    export = claim()
    assert export is not None
    return export


class TestRescue:
    def test_who_is_silent_in_two_rounds_loses_the_export(self, ask: Ask) -> None:
        taken(ask)
        ExportRequest.objects.update(lease_expires_at=in_seconds(-1))
        housekeeper = Housekeeper()
        statuses = []
        for _ in range(2):
            housekeeper.rescue()
            statuses.append(ExportRequest.objects.get().status)
        assert statuses == ["processing", "pending"]

    def test_a_clock_that_jumps_ahead_costs_nobody_a_lease(self, ask: Ask) -> None:
        export = taken(ask)
        housekeeper = Housekeeper()
        for jump in (600, 601, 602):
            ExportRequest.objects.update(lease_expires_at=in_seconds(-jump))
            housekeeper.rescue()
            assert extend(export.lease)
        housekeeper.rescue()
        assert extend(export.lease)

    def test_what_ends_by_it_leaves_no_file(self, ask: Ask, files: Path) -> None:
        export = taken(ask)
        storage.save(export.lease, "json", b"half a file")
        ExportRequest.objects.update(lease_expires_at=in_seconds(-1), lapses=MAX_LAPSES - 1)
        housekeeper = Housekeeper()
        housekeeper.rescue()
        housekeeper.rescue()
        assert ExportRequest.objects.get().status == "failed"
        assert stored(files) == []


class TestRelay:
    def hints(self, broker: SimpleQueue) -> list[str]:
        """The ids of the exports that the broker was told of."""
        messages = [broker.get_nowait() for _ in range(broker.qsize())]
        return [message.payload[0][0] for message in messages]

    def test_a_fresh_hint_is_not_repeated(self, ask: Ask, broker: SimpleQueue) -> None:
        ask()
        assert relay() == 0
        assert self.hints(broker) == []

    def test_a_hint_that_led_to_nothing_is_repeated_once_in_its_time(
        self, ask: Ask, broker: SimpleQueue
    ) -> None:
        export = ask()
        ExportRequest.objects.update(hinted_at=in_seconds(-hint_seconds() - 1))
        assert [relay(), relay()] == [1, 0]
        assert self.hints(broker) == [str(export.pk)]

    def test_what_was_handed_back_is_told_at_once(self, ask: Ask, broker: SimpleQueue) -> None:
        export = taken(ask)
        hand_back(export.lease)
        relay()
        assert self.hints(broker) == [str(export.pk)]

    def test_what_is_taken_done_or_in_a_pause_is_not_told(self, ask: Ask, broker: SimpleQueue) -> None:
        taken(ask)
        fail_or_retry(taken(ask).lease, failure_of(StorageError()))
        fail_or_retry(taken(ask).lease, failure_of(SnapshotMissing()))
        ExportRequest.objects.update(hinted_at=None)
        assert relay() == 0

    def test_a_broker_that_is_away_is_asked_again_in_the_next_round(self, ask: Ask) -> None:
        for _ in range(3):
            ask()
        ExportRequest.objects.update(hinted_at=None)
        Celery(broker="redis://127.0.0.1:1/0", broker_connection_timeout=1, set_as_current=True)
        assert relay() == 0
        assert ExportRequest.objects.filter(hinted_at=None).count() == 3


@pytest.mark.django_db(transaction=True)
def test_files_go_with_the_board(ask: Ask, session: SoloSession, files: Path) -> None:
    storage.save(taken(ask).lease, "json", b"{}")
    session.delete()
    assert stored(files) == []


def test_a_deletion_that_is_undone_costs_no_file(ask: Ask, session: SoloSession, files: Path) -> None:
    storage.save(taken(ask).lease, "json", b"{}")
    session.delete()  # inside the test's own transaction, which is rolled back
    assert len(stored(files)) == 1
