"""Where the thumbnails of boards can be seen."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model, Prefetch, prefetch_related_objects
from django.utils.http import http_date

from solo_export.exports.api.answers import file_url
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status

_ATTRIBUTE = "finished_thumbnails"


def with_thumbnails() -> Prefetch[str]:
    """Fetches the thumbnails of any number of sessions by one query, newest first."""
    finished = ExportRequest.objects.filter(is_thumbnail=True, status=Status.COMPLETED)
    return Prefetch("exports", finished.order_by("-created_at"), to_attr=_ATTRIBUTE)


def thumbnail_url(session: Model, base_url: str) -> str | None:
    """A fresh address of a session's newest thumbnail, or None if there is none yet."""
    prefetch_related_objects([session], with_thumbnails())
    newest: ExportRequest | None = next(iter(getattr(session, _ATTRIBUTE)), None)
    return None if newest is None else file_url(newest, base_url)


def last_modified(session: Model) -> dict[str, str]:
    """The header that says when the board was last changed; none where boards have no date."""
    changed_at: datetime | None = getattr(session, "updated_at", None)
    return {} if changed_at is None else {"Last-Modified": http_date(changed_at.timestamp())}
