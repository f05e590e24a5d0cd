"""PROCESSING → PENDING or FAILED: an attempt failed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from solo_export.exports.admission.line import turn_now
from solo_export.exports.clock import end_of_retention, in_seconds
from solo_export.exports.failures import Failure, judge
from solo_export.exports.lease import RELEASED, Lease
from solo_export.exports.models import ExportQuerySet, ExportRequest
from solo_export.exports.states import Status
from solo_export.exports.webhooks.outbox import announce
from solo_export.telemetry.metrics import ATTEMPTS, FAILURES


def fail_or_retry(lease: Lease, failure: Failure) -> Status | None:
    """Put the export back in line after a pause, or end it; its new status, None if the lease is lost."""
    return settle(ExportRequest.objects.held_by(lease), failure)


def settle(held: ExportQuerySet, failure: Failure) -> Status | None:
    """The same for the one row that `held` finds, as long as it finds it.

    The snapshot stays in either case, until the export expires.
    """
    row = held.first()
    if row is None:
        return None
    verdict = judge(failure, attempts=row.attempts, lapses=row.lapses)
    values: dict[str, Any] = {
        "attempts": verdict.attempts,
        "lapses": verdict.lapses,
        "failure_code": failure.code,
        **RELEASED,
    }
    if verdict.pause_seconds is None:
        status = Status.FAILED
        values |= {"error": failure.words, "expires_at": end_of_retention()}
    else:
        status = Status.PENDING
        values |= {"hinted_at": None, "turn": turn_now()}
        if verdict.pause_seconds:
            values |= {"available_at": in_seconds(verdict.pause_seconds)}
    with transaction.atomic():
        is_settled = held.update(status=status, **values)
        if is_settled and status is Status.FAILED:
            announce(row.pk)
    if not is_settled:
        return None
    FAILURES.labels(failure.code).inc()
    ATTEMPTS.labels("failed" if status is Status.FAILED else "retried").inc()
    return status
