"""Keep the lease of an export that is in work, and record how far the work is."""

from __future__ import annotations

from solo_export.exports.clock import end_of_lease
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest


def extend(lease: Lease) -> bool:
    """Renew a lease from now on; whether it was still held."""
    return ExportRequest.objects.held_by(lease).update(lease_expires_at=end_of_lease()) > 0


def record_progress(lease: Lease, done: int, total: int) -> bool:
    """Renew a lease and say how many pages of all are drawn; whether it was still held."""
    held = ExportRequest.objects.held_by(lease)
    return held.update(lease_expires_at=end_of_lease(), pages_done=done, pages_total=total) > 0
