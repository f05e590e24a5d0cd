"""PROCESSING → COMPLETED: the file is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from solo_export.exports.clock import end_of_retention
from solo_export.exports.lease import RELEASED, Lease
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.states import Status
from solo_export.exports.webhooks.outbox import announce
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
    with transaction.atomic():
        # The snapshot before the row, as a deletion's cascade takes them: two orders would be a deadlock.
        Snapshot.objects.filter(pk=lease.export_id, export__lease_token=lease.token).delete()
        completed = ExportRequest.objects.held_by(lease).update(
            status=Status.COMPLETED,
            attempts=F("attempts") + 1,
            file_key=file.key,
            file_name=file.name,
            file_size=file.size,
            stored_bytes=file.size,
            page_count=file.page_count,
            pages_done=file.page_count,
            pages_total=file.page_count,
            warnings=list(file.warnings),
            error=None,
            failure_code="",
            expires_at=end_of_retention(),
            **RELEASED,
        )
        if completed:
            announce(lease.export_id)
        else:
            transaction.set_rollback(True)
    if completed:
        ATTEMPTS.labels("completed").inc()
    return bool(completed)
