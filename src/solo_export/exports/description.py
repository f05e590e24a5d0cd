"""What may be said of an export, to its caller and to the operator's system.

Written by hand: a front end asks every 1.5 s, and DRF's serializer would cost more than the query.
`api.shapes.ExportSerializer` describes the same fields for the schema; a test holds them together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status


def described(export: ExportRequest) -> dict[str, Any]:
    """The fields of an export request as JSON values; `file_url` is only what was written there by hand."""
    has_failed = export.status == Status.FAILED
    return {
        "id": str(export.pk),
        "session_id": str(export.session_id),
        "format": export.format,
        "status": export.status,
        "file_url": export.file_url,
        "error": export.error if has_failed else None,
        "error_code": (export.failure_code or None) if has_failed else None,
        "created_at": utc(export.created_at),
        "updated_at": utc(export.updated_at),
        "file_size": export.file_size,
        "page_count": export.page_count,
        "expires_at": utc(export.expires_at),
        "progress": export.progress,
        "queue_position": export.queue_position,
        "warnings": export.warnings,
        "options": export.options,
        "origin": export.origin,
    }


def utc(moment: datetime | None) -> str | None:
    """A moment as `2025-12-13T19:00:00Z`."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
