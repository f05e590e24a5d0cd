"""The short way of a poll, the call made most often: one query, or two while it waits, and nothing of DRF.

It either answers as the long way would, or steps aside, so that only the long way ever refuses: a token that
doesn't hold, a person who may not sign in, an export that is somebody else's or not there. A host project
whose callers sign in otherwise than by simplejwt's own class goes the long way always.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.settings import api_settings
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.settings import api_settings as jwt_settings

from solo_export.exports.api.polls import told
from solo_export.exports.api.renderers import JsonRenderer
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status

_JSON = JsonRenderer()


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
        token = authentication.get_raw_token(header) if header else None
        return None if token is None else str(authentication.get_validated_token(token)[_claim()])
    except (APIException, KeyError):
        return None


def _claim() -> str:
    return str(jwt_settings.USER_ID_CLAIM)


def _active_owners_export(export_id: str, owner_id: str) -> ExportRequest | None:
    """The export with its place in the queue, if it belongs to that person, who may still sign in."""
    connection: Any = connections[router.db_for_read(ExportRequest)]
    connection.health_check_done = (
        True  # the query itself finds a dead connection; the long way opens another
    )
    try:
        export: Any = _find(connection, uuid.UUID(export_id), owner_id)
        if export is None or not export.owner_is_active:
            return None
        if export.status == Status.PENDING:
            export.queue_position = _position(connection, export)
    except (ValueError, TypeError, ValidationError):
        return None
    except DatabaseError:
        connection.close()
        return None
    else:
        return cast(ExportRequest, export)


def _find(connection: BaseDatabaseWrapper, export_id: uuid.UUID, owner_id: str) -> Any:
    """One export of one person. The row knows whose it is; saying it saves the database planning a join."""

    def write() -> QuerySet[ExportRequest]:
        is_active = F("user__is_active") if _may_be_inactive() else Value(True)
        own = ExportRequest.objects.filter(pk=export_id).filter(user_id=owner_id)
        return own.order_by().annotate(owner_is_active=is_active)

    ids = _adapted(connection, (ExportRequest._meta.pk, export_id), (get_user_model()._meta.pk, owner_id))
    sql, parameters = _written(connection, write, ids)
    return next(iter(ExportRequest.objects.using(connection.alias).raw(sql, parameters)), None)


def _position(connection: BaseDatabaseWrapper, export: ExportRequest) -> int | None:
    """The export's place in the line. Most polls ask of one that has left it, and are spared this."""

    def write() -> QuerySet[Any]:
        own = ExportRequest.objects.filter(pk=export.pk)
        return own.order_by().with_queue_position().values_list(F("queue_position"))

    sql, parameters = _written(connection, write, _adapted(connection, (ExportRequest._meta.pk, export.pk)))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    return row[0] if row else None


def _adapted(connection: BaseDatabaseWrapper, *values: tuple[Any, Any]) -> tuple[Any, ...]:
    return tuple(field.get_db_prep_value(field.to_python(value), connection) for field, value in values)


_texts: dict[tuple[str, str], tuple[str, tuple[Any, ...]]] = {}
"""By query and database: the query as Django writes it, and those of its parameters that never change."""


def _written(
    connection: BaseDatabaseWrapper, write: Callable[[], QuerySet[Any]], last: tuple[Any, ...]
) -> tuple[str, tuple[Any, ...]]:
    """A query and its parameters, which end with `last`. Written once: that takes longer than asking."""
    key = write.__qualname__, connection.alias
    if key not in _texts:
        sql, parameters = write().query.get_compiler(connection.alias).as_sql()
        _texts[key] = sql, tuple(parameters[: -len(last)])
    sql, fixed = _texts[key]
    return sql, (*fixed, *last)


def _may_be_inactive() -> bool:
    """Whether people can be locked out; a host's user model need not have that."""
    try:
        get_user_model()._meta.get_field("is_active")
    except FieldDoesNotExist:
        return False
    return bool(jwt_settings.CHECK_USER_IS_ACTIVE)
