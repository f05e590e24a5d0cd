"""PROCESSING → PENDING or FAILED: the worker fell silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from solo_export.exports.actions.fail_or_retry import settle
from solo_export.exports.failures import WorkerLost, failure_of
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status


@dataclass(frozen=True, slots=True)
class Lapse:
    """A lease that has run out, as it was seen. Had it been renewed since, `ended_at` would have moved."""

    lease: Lease
    ended_at: datetime


def lapses() -> frozenset[Lapse]:
    """All leases that have run out by the database's clock."""
    rows = ExportRequest.objects.lapsed().values_list("pk", "lease_token", "lease_expires_at")
    return frozenset(
        Lapse(Lease(pk, token), ended_at)
        for pk, token, ended_at in rows
        if token is not None and ended_at is not None
    )


def reap(lapse: Lapse) -> Status | None:
    """Take an export from a worker that died; its new status, None if the worker has stirred after all.

    Call it for a lapse that was seen some heartbeats ago: a clock that jumps ahead lets every lease
    run out at once, but those who live renew theirs.
    """
    seen = ExportRequest.objects.held_by(lapse.lease).lapsed().filter(lease_expires_at=lapse.ended_at)
    return settle(seen, failure_of(WorkerLost()))
