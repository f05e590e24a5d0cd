"""What waits and what is kept at one moment, counted by one query: it decides whether one more is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import router
from django.db.models import Aggregate, Count, Max, QuerySet, Subquery, Sum

from solo_export.exports.admission.line import turn_after, turns
from solo_export.exports.models import ExportQuerySet, ExportRequest
from solo_export.exports.states import Status
from solo_export.exports.written_sql import Parameter, WrittenQuery


@dataclass(frozen=True, slots=True)
class Census:
    """One person's exports under way, the bytes that are kept for that person, and how the line stands.

    `waiting` are everybody's; `next_turn` is the turn of one more export of that person (`line.py`).
    """

    person: Any
    under_way: int
    stored_bytes: int
    waiting: int
    next_turn: int


def census(person: Any) -> Census:
    """The counts for the person of that id, of whom nobody else may be adding an export just now."""
    row = _COUNTS.first(router.db_for_write(ExportRequest), {"person": person}) or [None] * 5
    under_way, stored_bytes, waiting, own_last_turn, turn_now = row
    return Census(
        person=person,
        under_way=under_way or 0,
        stored_bytes=stored_bytes or 0,
        waiting=waiting or 0,
        next_turn=turn_after(own_last_turn, turn_now or 0),
    )


def _counts() -> QuerySet[Any, Any]:
    person = Parameter("person", get_user_model()._meta.pk)
    own = ExportRequest.objects.filter(user_id=person)
    own_pending = own.filter(status=Status.PENDING)
    pending = ExportRequest.objects.filter(status=Status.PENDING)
    return (
        get_user_model()
        ._base_manager.filter(pk=person)
        .order_by()
        .values_list(
            _of(own.under_way(), "user", Count("pk")),
            _of(own, "user", Sum("stored_bytes")),
            _of(pending, "status", Count("pk")),
            _of(own_pending, "user", Max("turn")),
            Subquery(turns()[:1]),
        )
    )


def _of(rows: ExportQuerySet, same: str, aggregate: Aggregate) -> Subquery:
    """An aggregate of rows that all have the `same`; NULL where there are none."""
    return Subquery(rows.order_by().values(same).values(found=aggregate))


_COUNTS = WrittenQuery(_counts)
