"""Wait for an export to end."""

from __future__ import annotations

import time

from solo_export.exports.models import ExportRequest
from solo_export.exports.states import FINAL

_POLL_SECONDS = 0.1


def wait_until_final(export: ExportRequest, seconds: float) -> ExportRequest | None:
    """The export as it is once it has ended or `seconds` are over; None if it was deleted meanwhile."""
    deadline = time.monotonic() + seconds
    row = ExportRequest.objects.with_queue_position().filter(pk=export.pk)
    while row.exclude(status__in=FINAL).exists() and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    return row.first()
