"""The short way of a poll, the call made most often: one query, or two while it waits, and nothing of DRF.

It either answers as the long way would, or steps aside, so that only the long way ever refuses: a token that
doesn't hold, a person who may not sign in, an export that is somebody else's or not there. A host project
whose callers sign in otherwise than by simplejwt's own class goes the long way always.
"""

from __future__ import annotations

import uuid
from copy import copy
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, router
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
from solo_export.exports.api.standing import standing
from solo_export.exports.models import ExportRequest

_TOKENS_KEPT = 1000
"""Tokens of the latest callers; each polls with the same for an hour."""

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
        found = standing(uuid.UUID(export_id), owner_id)
    except (ValueError, TypeError, ValidationError):
        return None
    except DatabaseError:
        connection.close()
        return None
    return found.export if found and found.is_owner_active else None
