"""PENDING → PROCESSING: take the lease of a waiting export."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import router, transaction
from django.db.models import DurationField, QuerySet, Value
from django.db.models.functions import Now

from solo_export.exports.admission.line import ORDER
from solo_export.exports.clock import lease_period
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest, touched
from solo_export.exports.states import Status
from solo_export.exports.written_sql import Parameter, WrittenQuery, WrittenUpdate

_COLUMNS = [field.attname for field in ExportRequest._meta.concrete_fields]
_EXPORT = Parameter("export", ExportRequest._meta.pk)


def claim(export_id: UUID | None = None) -> ExportRequest | None:
    """The export whose turn it is, or the one asked for, now leased; None if there is none to take.

    Whoever asks at the same moment gets another one: PostgreSQL passes over rows that somebody is just
    taking, SQLite lets one writer in at a time.
    """
    using = router.db_for_write(ExportRequest)
    if _ANY.first(using, {}) is None:
        return None  # asked first, because on SQLite even a vain attempt to write holds up other writers
    lease = _take(using, export_id)
    row = _ROW.first(using, {"export": lease.export_id}) if lease else None
    return ExportRequest.from_db(using, _COLUMNS, row) if row else None


def _take(using: str, export_id: UUID | None) -> Lease | None:
    with transaction.atomic(using):
        chosen = _NEXT.first(using, {}) if export_id is None else _THAT.first(using, {"export": export_id})
        if chosen is None:
            return None
        lease = Lease(chosen[0], uuid4())
        values = {"export": lease.export_id, "token": lease.token, "period": lease_period()}
        was_there = _LEASE.make(using, values)
    return lease if was_there else None


def _any() -> QuerySet[Any, Any]:
    """Whoever waits. Idle workers ask this many times a second."""
    return ExportRequest.objects.waiting().order_by().values_list(Value(1))[:1]


def _next() -> QuerySet[Any, Any]:
    free = ExportRequest.objects.waiting().select_for_update(skip_locked=True)
    return free.order_by(*ORDER).values_list("pk")[:1]


def _that() -> QuerySet[Any, Any]:
    free = ExportRequest.objects.waiting().select_for_update(skip_locked=True)
    return free.filter(pk=_EXPORT).order_by().values_list("pk")


def _lease() -> tuple[QuerySet[Any, Any], dict[str, Any]]:
    return ExportRequest.objects.waiting().filter(pk=_EXPORT), touched(
        status=Status.PROCESSING,
        lease_token=Parameter("token", ExportRequest._meta.get_field("lease_token")),
        lease_expires_at=Now() + Parameter("period", DurationField()),
        pages_done=0,
        pages_total=None,
    )


def _row() -> QuerySet[Any, Any]:
    return ExportRequest.objects.filter(pk=_EXPORT).order_by().values_list(*_COLUMNS)


_ANY = WrittenQuery(_any)
_NEXT = WrittenQuery(_next)
_THAT = WrittenQuery(_that)
_LEASE = WrittenUpdate(_lease)
_ROW = WrittenQuery(_row)
