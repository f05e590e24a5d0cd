"""PENDING → PROCESSING: take the lease of a waiting export."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import router, transaction
from django.db.models import QuerySet, Value

from solo_export.exports.admission.line import ORDER
from solo_export.exports.clock import end_of_lease
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportQuerySet, ExportRequest
from solo_export.exports.states import Status
from solo_export.exports.written_query import WrittenQuery


def claim(export_id: UUID | None = None) -> ExportRequest | None:
    """The export whose turn it is, or the one asked for, now leased; None if there is none to take.

    Whoever asks at the same moment gets another one: PostgreSQL passes over rows that somebody is just
    taking, SQLite lets one writer in at a time.
    """
    if _FIRST.first(router.db_for_write(ExportRequest), {}) is None:
        return None  # asked first, because on SQLite even a vain attempt to write holds up other writers
    waiting = ExportRequest.objects.waiting().order_by(*ORDER)
    if export_id is not None:
        waiting = waiting.filter(pk=export_id)
    lease = _take(waiting)
    return ExportRequest.objects.filter(pk=lease.export_id).first() if lease else None


def _take(waiting: ExportQuerySet) -> Lease | None:
    with transaction.atomic():
        chosen = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if chosen is None:
            return None
        lease = Lease(chosen, uuid4())
        taken = ExportRequest.objects.waiting().filter(pk=chosen)
        was_there = taken.update(
            status=Status.PROCESSING,
            lease_token=lease.token,
            lease_expires_at=end_of_lease(),
            pages_done=0,
            pages_total=None,
        )
    return lease if was_there else None


def _first() -> QuerySet[Any, Any]:
    """Whoever waits. Idle workers ask this many times a second."""
    return ExportRequest.objects.waiting().order_by().values_list(Value(1))[:1]


_FIRST = WrittenQuery(_first)
