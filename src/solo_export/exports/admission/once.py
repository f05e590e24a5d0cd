"""Asking twice is asking once: what a caller calls its request, and the export that came of it.

The database allows one row a key. So of any number of requests that come at once, in whatever processes,
one makes the export, and the others find it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import CombinedExpression

from solo_export.exports.clock import in_seconds
from solo_export.exports.models import ExportRequest, IdempotencyKey

_SECONDS_OF_A_KEY = 24 * 3600


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A caller's own name for one request about a session; `digest` stands for what the request says."""

    user_id: Any
    session_id: Any
    key: str
    digest: str


class KeyReused(Exception):
    """The key came with a request that said something else."""


def earlier_export(key: RequestKey | None) -> ExportRequest | None:
    """The export that came of a request by that key, None for the first. Raises `KeyReused`."""
    if key is None:
        return None
    row = _rows(key).filter(created_at__gte=_oldest()).select_related("export").first()
    if row is None:
        return None
    if row.digest != key.digest:
        raise KeyReused
    return row.export


def remember(key: RequestKey | None, export: ExportRequest) -> None:
    """Have further requests by that key find `export`; call it in the transaction that makes the export.

    Raises `IntegrityError` if another one was faster: undo everything, and look for its export.
    """
    if key is not None:
        _rows(key).filter(created_at__lt=_oldest()).delete()
        IdempotencyKey.objects.create(
            user_id=key.user_id,
            session_id=key.session_id,
            key=key.key,
            digest=key.digest,
            export=export,
        )


def forget_old() -> None:
    """Drop the keys whose time is over."""
    IdempotencyKey.objects.filter(created_at__lt=_oldest()).delete()


def _rows(key: RequestKey) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(user_id=key.user_id, session_id=key.session_id, key=key.key)


def _oldest() -> CombinedExpression:
    return in_seconds(-_SECONDS_OF_A_KEY)
