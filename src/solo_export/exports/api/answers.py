"""An export request as the API answers it.

Written by hand: a front end asks every 1.5 s, and DRF's serializer would cost more than the query.
`serializers.ExportRequestSerializer` describes the same fields for the schema; a test holds them together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from solo_export.exports import storage
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status


def export_answer(export: ExportRequest, base_url: str) -> dict[str, Any]:
    """The fields of an export request; `base_url` is where the caller reached us, without a path."""
    return {
        "id": str(export.pk),
        "session_id": str(export.session_id),
        "format": export.format,
        "status": export.status,
        "file_url": _file_url(export, base_url),
        "error": export.error if export.status == Status.FAILED else None,
        "created_at": _utc(export.created_at),
        "updated_at": _utc(export.updated_at),
        "file_size": export.file_size,
        "page_count": export.page_count,
        "expires_at": _utc(export.expires_at),
        "progress": export.progress,
        "warnings": export.warnings,
        "options": export.options,
        "origin": export.origin,
    }


def _file_url(export: ExportRequest, base_url: str) -> str | None:
    if export.file_url:
        return export.file_url
    if export.status == Status.COMPLETED and export.file_key:
        return storage.signed_url(export, base_url)
    return None


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
