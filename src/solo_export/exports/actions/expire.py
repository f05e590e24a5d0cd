"""COMPLETED or FAILED → gone: the time for which exports are kept is over."""

from __future__ import annotations

from django.db.models.functions import Now

from solo_export.exports import storage
from solo_export.exports.models import ExportRequest

_AT_ONCE = 100


def expire() -> int:
    """Delete exports whose time is over, files first; how many. Raises `StorageError`, and stops there."""
    ended = ExportRequest.objects.filter(expires_at__lt=Now()).order_by("expires_at")
    ids = list(ended.values_list("pk", flat=True)[:_AT_ONCE])
    for export_id in ids:
        storage.discard_all(export_id)
        ExportRequest.objects.filter(pk=export_id).delete()
    return len(ids)
