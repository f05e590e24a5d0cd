"""Any state → gone: the caller wants the export no longer."""

from __future__ import annotations

from django.db import transaction

from solo_export.exports.models import ExportRequest


def delete_export(export: ExportRequest) -> bool:
    """Delete an export with its snapshot and its files; False if it was gone already.

    A worker that is drawing it finds no row at its next heartbeat, stops, and stores nothing.
    """
    with transaction.atomic():
        # Locked first: `complete` takes the row before the snapshot, a cascade the snapshot before the row.
        row = ExportRequest.objects.select_for_update().filter(pk=export.pk).first()
        if row is None:
            return False
        row.delete()
    return True
