"""Any state → gone: the caller wants the export no longer."""

from __future__ import annotations

from solo_export.exports.models import ExportRequest


def delete_export(export: ExportRequest) -> bool:
    """Delete an export with its snapshot and its files; False if it was gone already.

    A worker that is drawing it finds no row at its next heartbeat, stops, and stores nothing.
    """
    _, deleted = ExportRequest.objects.filter(pk=export.pk).delete()
    return ExportRequest._meta.label in deleted
