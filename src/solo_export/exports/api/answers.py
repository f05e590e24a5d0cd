"""An export request as the API answers it: what may be said of it, with an address that opens its file."""

from __future__ import annotations

from typing import Any

from solo_export.exports import storage
from solo_export.exports.api import json_body
from solo_export.exports.description import described
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Format, Status


def export_answer(export: ExportRequest, base_url: str) -> dict[str, Any]:
    """The fields of an export request; `base_url` is where the caller reached us, without a path."""
    return described(export) | {"file_url": file_url(export, base_url)}


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


def file_url(export: ExportRequest, base_url: str) -> str | None:
    """An address that opens the file of an export, freshly signed; None until there is a file."""
    if export.file_url:
        return export.file_url
    if export.status == Status.COMPLETED and export.file_key:
        return storage.signed_url(export, base_url)
    return None
