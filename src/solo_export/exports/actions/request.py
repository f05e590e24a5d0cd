"""Accept an export: the row, and the board as it is at this moment."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, router, transaction
from django.db.models import Model, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce

from solo_export.exports import conf
from solo_export.exports.actions.reuse import reuse
from solo_export.exports.admission import load
from solo_export.exports.admission.census import census
from solo_export.exports.admission.fingerprints import TextHash, fingerprint
from solo_export.exports.admission.once import RequestKey, earlier_export, remember
from solo_export.exports.admission.page_numbers import check_page_numbers
from solo_export.exports.admission.text_bytes import TextBytes
from solo_export.exports.file_names import file_name
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.workers.hints import hint
from solo_export.exports.written_sql import Parameter, WrittenQuery
from solo_export.telemetry.ids import request_id
from solo_export.telemetry.metrics import REQUESTS
from solo_export.telemetry.tracing import traceparent

log = logging.getLogger(__name__)


class RequestError(Exception):
    """The export can't be accepted."""


class StateTooLarge(RequestError):
    """The board's state has more than `allowed` bytes of JSON: `found`."""

    def __init__(self, *, allowed: int, found: int) -> None:
        super().__init__(f"The board has {found} bytes; at most {allowed} can be exported.")
        self.allowed = allowed
        self.found = found


class SessionGone(RequestError):
    """The board was deleted while its export was being asked for."""


def request_export(
    *,
    session: Model,
    user: AbstractBaseUser,
    format: str,
    options: Mapping[str, Any],
    key: RequestKey | None = None,
    is_thumbnail: bool = False,
) -> ExportRequest:
    """A pending export of `session` as it is now, or the one that came of an earlier request by the same key.

    It is accepted once this returns, and completed where the same file is there already. `options` have been
    checked; they are kept as they are. Raises `StateTooLarge`, `SessionGone`, `NoSuchPage`, `KeyReused`,
    `load.TooMuch` and `load.LineFull`, and leaves nothing then.
    """
    if earlier := earlier_export(key):
        return earlier  # found without the lock that the first of them takes
    title = title_of(session)
    try:
        with transaction.atomic():
            load.queue_behind_oneself(user.pk)
            if earlier := earlier_export(key):
                return earlier
            check_page_numbers(options, session)
            counted = census(user.pk)
            load.check_line(counted)
            load.check_storage(counted)
            export_id = uuid4()
            stored_bytes, state_hash = _take_snapshot(export_id, session, title)
            export = ExportRequest.objects.create(
                id=export_id,
                session_id=session.pk,
                user_id=user.pk,
                format=format,
                options=dict(options),
                is_thumbnail=is_thumbnail,
                turn=counted.next_turn,
                stored_bytes=stored_bytes,
                fingerprint=fingerprint(state=state_hash, title=title, format=format, options=options),
                file_name=file_name(options.get("filename") or title, format),
                request_id=request_id(),
                trace_parent=traceparent(),
            )
            remember(key, export)
    except IntegrityError as error:
        return faster_request(key, error)
    REQUESTS.labels(format).inc()
    log.info("Export %s is accepted: %s.", export.pk, format, extra={"export_id": export.pk})
    export = reuse(export)
    if not export.is_final:
        transaction.on_commit(partial(hint, export.id))
    return export


def faster_request(key: RequestKey | None, error: IntegrityError) -> ExportRequest:
    """The export of another request by the same key, where that is why no row could be made.

    Raises `SessionGone` where it is not, and `KeyReused`.
    """
    earlier = earlier_export(key)
    if earlier is None:
        raise SessionGone from error
    return earlier


def title_of(session: Model) -> str:
    """What the board is called; a host's session model need not have names."""
    return str(getattr(session, "name", None) or "")[:255]


def state_text(session: Model) -> QuerySet[Any, str]:
    """The query for the JSON text of a session's state; it finds nothing once the session is gone."""
    text = Coalesce(Cast("state", TextField()), Value("null"), output_field=TextField())
    rows = type(session)._base_manager.filter(pk=session.pk).order_by()
    return rows.values_list(text, flat=True)


def _take_snapshot(export_id: UUID, session: Model, title: str) -> tuple[int, str]:
    """Keep the board for an export whose row is still to come; the bytes of its state, and their hash.

    The database copies the state by itself: several megabytes need not pass through here.
    """
    Snapshot.objects.create(export_id=export_id, title=title, state=Subquery(state_text(session)))
    found, state_hash = _MEASURED.first(router.db_for_write(Snapshot), {"export": export_id}) or [0, ""]
    allowed = conf.limits().state_bytes
    if found > allowed:
        found = _rewritten_compactly(export_id)
    if found > allowed:
        raise StateTooLarge(allowed=allowed, found=found)
    return found, state_hash


def _measured() -> QuerySet[Any, Any]:
    snapshot = Snapshot.objects.filter(pk=Parameter("export", ExportRequest._meta.pk))
    return snapshot.values_list(TextBytes("state"), TextHash("state"))


_MEASURED = WrittenQuery(_measured)


def _rewritten_compactly(export_id: UUID) -> int:
    """The bytes of a snapshot without what the database adds: blanks, and escapes for what is not ASCII.

    The limit holds for the board as a browser sends it. A state that is no JSON stays as it is.
    """
    snapshot = Snapshot.objects.get(pk=export_id)
    try:
        text = json.dumps(json.loads(snapshot.state), ensure_ascii=False, separators=(",", ":"))
        size = len(text.encode())
    except (ValueError, RecursionError):
        return len(snapshot.state.encode("utf-8", "surrogatepass"))
    snapshot.state = text
    snapshot.save(update_fields=["state"])
    return size
