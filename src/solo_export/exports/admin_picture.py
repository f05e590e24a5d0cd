"""The pictures of finished exports in the admin site, for whoever may see the exports there.

They come from the admin site's own address: an operator's browser loads nothing foreign there, and need not
reach the storage.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.html import format_html

from solo_export.exports import storage
from solo_export.exports.file_names import media_type
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status

MAX_BYTES = 5_000_000
"""Of a file that is shown small, but has to be loaded whole."""

_KINDS = frozenset({"png", "jpg", "webp", "svg"})


def picture_tag(export: ExportRequest, address: str, size: str) -> str:
    """The picture at an address, with sides of at most `size`; a dash for an export that has none."""
    if not _has_picture(export):
        return "-"
    style = f"max-width: {size}; max-height: {size}; border: 1px solid"
    return format_html('<img src="{}" alt="" loading="lazy" style="{}">', address, style)


def picture_answer(export: ExportRequest | None) -> HttpResponse:
    """The file of a picture, which can't act as a page of ours. Raises `Http404` where there is none."""
    if export is None or not _has_picture(export):
        raise Http404
    try:
        data = storage.read(export.file_key)
    except storage.StorageError as error:
        raise Http404 from error
    headers = {"Cache-Control": "private", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(data, content_type=media_type(export.file_key), headers=headers)


def _has_picture(export: ExportRequest) -> bool:
    is_picture = export.file_key.rpartition(".")[2] in _KINDS
    return export.status == Status.COMPLETED and is_picture and (export.file_size or 0) <= MAX_BYTES
