"""What a poll is told: the export, or that nothing has changed, and when to ask again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework.status import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from solo_export.exports.api import conditional
from solo_export.exports.api.answers import export_answer
from solo_export.exports.models import ExportRequest
from solo_export.telemetry.metrics import POLLS


@dataclass(frozen=True, slots=True)
class Told:
    """An answer to a poll; `body` is None where the caller has it already."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any] | None


def told(export: ExportRequest, *, base_url: str, if_none_match: str) -> Told:
    """The answer to a poll of an export that came `with_queue_position`."""
    answer = export_answer(export, base_url)
    tag = conditional.entity_tag(answer)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if not export.is_final:
        headers["Retry-After"] = str(_seconds_between_polls(export))
    if if_none_match and conditional.is_known(tag, if_none_match):
        POLLS.labels(HTTP_304_NOT_MODIFIED).inc()
        return Told(HTTP_304_NOT_MODIFIED, headers, None)
    POLLS.labels(HTTP_200_OK).inc()
    return Told(HTTP_200_OK, headers, answer)


def _seconds_between_polls(export: ExportRequest) -> int:
    """How soon it is worth asking again: in a second, or later from far back in the queue."""
    return min(1 + (export.queue_position or 0) // 20, 10)
