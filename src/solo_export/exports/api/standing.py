"""How one export stands: its row and its place in the line, by queries that are written once.

Polls ask this, the calls made most often, and every request for an export that has been accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import router
from django.db.models import Count, F, QuerySet, Value
from rest_framework_simplejwt.settings import api_settings as jwt_settings

from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status
from solo_export.exports.written_sql import Parameter, WrittenQuery

_field: Callable[[str], Any] = ExportRequest._meta.get_field
_UNTOLD = frozenset(
    {"attempts", "fingerprint", "hinted_at", "is_thumbnail", "lapses", "lease_expires_at"}
    | {"lease_token", "request_id", "stored_bytes", "trace_parent"}
)
"""What no answer needs. Who reads it of such an export has the database asked once more."""

_COLUMNS = [f.attname for f in ExportRequest._meta.concrete_fields if f.attname not in _UNTOLD]


@dataclass(frozen=True, slots=True)
class Standing:
    """An export that came with its queue position, and whether its owner may still sign in."""

    export: ExportRequest
    is_owner_active: bool


def standing(export_id: UUID, owner_id: Any) -> Standing | None:
    """The export of that id, if that person owns it. Raises `ValidationError` for what is no person's id.

    One query, and a second one for what waits; most polls ask of what has left the line.
    """
    using = router.db_for_read(ExportRequest)
    row = _EXPORT.first(using, {"export": export_id, "owner": owner_id})
    if row is None:
        return None
    is_owner_active = bool(row.pop())
    export = ExportRequest.from_db(using, _COLUMNS, row)
    if export.status == Status.PENDING:
        values = {"export": export.pk, "turn": export.turn, "since": export.available_at}
        (ahead,) = _AHEAD.first(using, values) or [0]
        export.queue_position = ahead + 1
    return Standing(export, is_owner_active)


def _own_export() -> QuerySet[Any, Any]:
    """The row knows whose it is; saying it saves the database planning a join."""
    is_active = F("user__is_active") if _may_be_inactive() else Value(True)
    own = ExportRequest.objects.filter(pk=Parameter("export", _field("id")))
    own = own.filter(user_id=Parameter("owner", get_user_model()._meta.pk))
    return own.order_by().values_list(*_COLUMNS, is_active)


def _may_be_inactive() -> bool:
    """Whether people can be locked out; a host's user model need not have that."""
    try:
        get_user_model()._meta.get_field("is_active")
    except FieldDoesNotExist:
        return False
    return bool(jwt_settings.CHECK_USER_IS_ACTIVE)


def _those_ahead() -> QuerySet[Any, Any]:
    """Counts them. SQLite keeps milliseconds and is asked in microseconds: an export would precede itself."""
    turn, since = Parameter("turn", _field("turn")), Parameter("since", _field("available_at"))
    ahead = ExportRequest.objects.ahead_of(turn, since).exclude(pk=Parameter("export", _field("id")))
    return ahead.order_by().values("status").values_list(Count("pk"))


_EXPORT = WrittenQuery(_own_export)
_AHEAD = WrittenQuery(_those_ahead)
