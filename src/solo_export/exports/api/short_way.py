"""The short way of a poll, the call made most often: one query, or two while it waits, and nothing of DRF.

It either answers as the long way would, or steps aside, so that only the long way ever refuses: a token that
doesn't hold, a person who may not sign in, an export that is somebody else's or not there. A host project
whose callers sign in otherwise than by simplejwt's own class goes the long way always.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError, connections, router
from django.db.models import Count, F, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.settings import api_settings
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings as jwt_settings
from rest_framework_simplejwt.tokens import Token
from rest_framework_simplejwt.utils import aware_utcnow

from solo_export.exports.api.polls import told
from solo_export.exports.api.renderers import JsonRenderer
from solo_export.exports.api.written_query import Parameter, WrittenQuery
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status

_TOKENS_KEPT = 1000
"""Tokens of the latest callers; each polls with the same for an hour."""

_JSON = JsonRenderer()
_field: Callable[[str], Any] = ExportRequest._meta.get_field
_COLUMNS = [field.attname for field in ExportRequest._meta.concrete_fields]


class _Answer(HttpResponse):
    """An answer that also has `data`, as those of DRF have, which tests read instead of the bytes."""

    data: dict[str, Any] | None


def poll(request: HttpRequest, export_id: str) -> HttpResponse | None:
    """The answer to a poll, or None: ask the long way."""
    if request.method != "GET" or not _is_open():
        return None
    caller_id = _caller_id(request)
    export = None if caller_id is None else _active_owners_export(export_id, caller_id)
    if export is None:
        return None
    answer = told(
        export,
        base_url=request.build_absolute_uri("/"),
        if_none_match=request.META.get("HTTP_IF_NONE_MATCH", ""),
    )
    body = b"" if answer.body is None else _JSON.render(answer.body)
    response = _Answer(body, status=answer.status, headers=answer.headers, content_type="application/json")
    response.data = answer.body
    if answer.body is None:
        del response["Content-Type"]
    return response


def _is_open() -> bool:
    """Whether a token's owner is all that decides who calls, and nothing counts the calls."""
    by: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    return bool(
        by == [JWTAuthentication]
        and not api_settings.DEFAULT_THROTTLE_CLASSES
        and not jwt_settings.CHECK_REVOKE_TOKEN
        and jwt_settings.USER_ID_FIELD in ("pk", get_user_model()._meta.pk.name)
    )


def _caller_id(request: HttpRequest) -> str | None:
    """Whom a token that holds was made out to."""
    authentication = JWTAuthentication()
    try:
        header = authentication.get_header(request)  # type: ignore[arg-type]  # it reads META alone
        raw_token = authentication.get_raw_token(header) if header else None
        return None if raw_token is None else str(_valid_token(raw_token)[jwt_settings.USER_ID_CLAIM])
    except (APIException, TokenError, KeyError):
        return None


def _valid_token(raw_token: bytes) -> Token:
    """A token that holds at this moment. Raises `InvalidToken` and `TokenError`."""
    token = copy(_genuine_token(raw_token))
    token.current_time = aware_utcnow()
    token.verify()
    return token


@lru_cache(maxsize=_TOKENS_KEPT)
def _genuine_token(raw_token: bytes) -> Token:
    """A token whose signature holds, which no time changes. Raises `InvalidToken`."""
    return JWTAuthentication().get_validated_token(raw_token)


def _active_owners_export(export_id: str, owner_id: str) -> ExportRequest | None:
    """The export with its place in the queue, if it belongs to that person, who may still sign in."""
    connection: Any = connections[router.db_for_read(ExportRequest)]
    # The query itself finds a dead connection; the long way opens another.
    connection.health_check_done = True
    try:
        found = _EXPORT.first(connection.alias, {"export": uuid.UUID(export_id), "owner": owner_id})
        if found is None or not found.pop():
            return None
        export = ExportRequest.from_db(connection.alias, _COLUMNS, found)
        if export.status == Status.PENDING:
            export.queue_position = 1 + _ahead_of(export, connection.alias)
    except (ValueError, TypeError, ValidationError):
        return None
    except DatabaseError:
        connection.close()
        return None
    else:
        return export


def _own_export() -> QuerySet[Any, Any]:
    """One export of one person. The row knows whose it is; saying it saves the database planning a join."""
    is_active = F("user__is_active") if _may_be_inactive() else Value(True)
    own = ExportRequest.objects.filter(pk=Parameter("export", _field("id")))
    own = own.filter(user_id=Parameter("owner", get_user_model()._meta.pk))
    return own.order_by().values_list(*_COLUMNS, is_active)


def _ahead_of(export: ExportRequest, using: str) -> int:
    """How many are drawn before it. Most polls ask of one that has left the line, and are spared this."""
    values = {"export": export.pk, "turn": export.turn, "since": export.available_at}
    return int((_AHEAD.first(using, values) or [0])[0])


def _those_ahead() -> QuerySet[Any, Any]:
    """Counts them. SQLite keeps milliseconds and is asked in microseconds: an export would precede itself."""
    turn, since = Parameter("turn", _field("turn")), Parameter("since", _field("available_at"))
    ahead = ExportRequest.objects.ahead_of(turn, since).exclude(pk=Parameter("export", _field("id")))
    return ahead.order_by().values("status").values_list(Count("pk"))


def _may_be_inactive() -> bool:
    """Whether people can be locked out; a host's user model need not have that."""
    try:
        get_user_model()._meta.get_field("is_active")
    except FieldDoesNotExist:
        return False
    return bool(jwt_settings.CHECK_USER_IS_ACTIVE)


_EXPORT = WrittenQuery(_own_export)
_AHEAD = WrittenQuery(_those_ahead)
