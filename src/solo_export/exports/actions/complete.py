"""PROCESSING → COMPLETED: the file is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import router, transaction
from django.db.models import DurationField, F, QuerySet
from django.db.models.functions import Now

from solo_export.exports.clock import retention_period
from solo_export.exports.lease import RELEASED, Lease
from solo_export.exports.models import ExportRequest, Snapshot, touched
from solo_export.exports.states import Status
from solo_export.exports.webhooks.outbox import announce
from solo_export.exports.written_sql import Parameter, WrittenUpdate
from solo_export.telemetry.metrics import ATTEMPTS


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is in the storage: its key there, the name it is downloaded by, its size in bytes."""

    key: str
    name: str
    size: int
    page_count: int
    warnings: Sequence[dict[str, Any]] = ()


def complete(lease: Lease, file: StoredFile) -> bool:
    """Give the export its file and drop the snapshot; False, and nothing done, if the lease is lost."""
    using = router.db_for_write(ExportRequest)
    with transaction.atomic(using):
        # The snapshot before the row, as a deletion's cascade takes them: two orders would be a deadlock.
        Snapshot.objects.filter(pk=lease.export_id).delete()
        completed = _COMPLETION.make(using, _values(lease, file))
        if completed:
            announce(lease.export_id)
        else:
            transaction.set_rollback(True, using)
    if completed:
        ATTEMPTS.labels("completed").inc()
    return bool(completed)


def _values(lease: Lease, file: StoredFile) -> dict[str, Any]:
    return {
        "id": lease.export_id,
        "lease_token": lease.token,
        "file_key": file.key,
        "file_name": file.name,
        "file_size": file.size,
        "page_count": file.page_count,
        "warnings": list(file.warnings),
        "period": retention_period(),
    }


def _completion() -> tuple[QuerySet[Any, Any], dict[str, Any]]:
    held = ExportRequest.objects.held_by(Lease(_given("id"), _given("lease_token")))
    return held, touched(
        status=Status.COMPLETED,
        attempts=F("attempts") + 1,
        file_key=_given("file_key"),
        file_name=_given("file_name"),
        file_size=_given("file_size"),
        stored_bytes=_given("file_size"),
        page_count=_given("page_count"),
        pages_done=_given("page_count"),
        pages_total=_given("page_count"),
        warnings=_given("warnings"),
        error=None,
        failure_code="",
        expires_at=Now() + Parameter("period", DurationField()),
        **RELEASED,
    )


def _given(name: str) -> Any:
    """The place of a value for the column of that name."""
    field: Any = ExportRequest._meta.get_field(name)
    return Parameter(name, field)


_COMPLETION = WrittenUpdate(_completion)
