"""PROCESSING → PENDING: the worker has to stop before the work is done."""

from __future__ import annotations

from uuid import UUID

from solo_export.exports.admission.line import turn_now
from solo_export.exports.lease import RELEASED, Lease
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status
from solo_export.exports.workers.hints import hint
from solo_export.telemetry.metrics import ATTEMPTS


def hand_back(lease: Lease) -> bool:
    """Let the next worker take the export at once; it counts as no attempt. False if the lease is lost."""
    held = ExportRequest.objects.held_by(lease)
    values = {"hinted_at": None, "turn": turn_now(), "pages_done": 0, "pages_total": None, **RELEASED}
    if not held.update(status=Status.PENDING, **values):
        return False
    hint(lease.export_id)
    ATTEMPTS.labels("handed_back").inc()
    return True


def ask_for_hint(export_id: UUID) -> None:
    """Have the broker told again of an export that this worker was told of and won't begin."""
    ExportRequest.objects.filter(pk=export_id, status=Status.PENDING).update(hinted_at=None)
