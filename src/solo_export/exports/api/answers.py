"""An export request as the API answers it.

Written by hand: a front end asks every 1.5 s, and DRF's serializer would cost more than the query.
`shapes.ExportSerializer` describes the same fields for the schema; a test holds them together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from solo_export.exports import storage
from solo_export.exports.api import json_body
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Format, Status


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
        "queue_position": export.queue_position,
        "warnings": export.warnings,
        "options": export.options,
        "origin": export.origin,
    }


def ended_answer(export: ExportRequest, base_url: str) -> dict[str, Any]:
    """The same of an export that was waited for; `data` holds the state if it was exported as JSON."""
    return export_answer(export, base_url) | _inline_state(export)


def _inline_state(export: ExportRequest) -> dict[str, Any]:
    """The state as the file has it.

    Nothing where no JSON answer can hold it, as with rows that nobody ever checked, and nothing where the
    file can't be read just now: the export is completed all the same.
    """
    if export.status != Status.COMPLETED or export.format != Format.JSON:
        return {}
    try:
        return {"data": json_body.loads_finite(storage.read(export.file_key).decode())}
    except (json_body.UnusualNumberError, storage.StorageError):
        return {}


def _file_url(export: ExportRequest, base_url: str) -> str | None:
    if export.file_url:
        return export.file_url
    if export.status == Status.COMPLETED and export.file_key:
        return storage.signed_url(export, base_url)
    return None


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
