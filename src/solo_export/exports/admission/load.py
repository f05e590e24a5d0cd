"""How much one person may ask for, and how much the service takes on. All of it is counted in the database.

429   the person has asked too often, has too many exports under way, or has too much stored
503   the line is full, whoever asks
"""

from __future__ import annotations

import math
from typing import Any

from django.contrib.auth import get_user_model
from django.db import router
from django.db.models import QuerySet
from django.db.models.functions import Now

from solo_export.exports import conf
from solo_export.exports.admission import rates
from solo_export.exports.admission.census import Census
from solo_export.exports.models import ExportRequest
from solo_export.exports.written_sql import Parameter, WrittenQuery

_MB = 1_000_000
_SECONDS_FOR_ONE_TO_END = 10
_SECONDS_FOR_THE_LINE = 30


class LoadError(Exception):
    """Not now. The text says why, for a person; `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooMuch(LoadError):
    """The person has used up what one person may use."""


class LineFull(LoadError):
    """More exports wait than the service takes on."""


def count_call(user_id: Any) -> None:
    """Count a call that changes something. Raises `TooMuch`."""
    allowed = conf.get("SOLO_EXPORT_CALLS_PER_MINUTE")
    wait = rates.use(f"calls:{user_id}", rates.per_minute(allowed))
    if wait:
        raise TooMuch(
            f"At most {allowed} changes a minute can be taken from one person. Try again in {wait} s.",
            retry_after=wait,
        )


def queue_behind_oneself(user_id: Any) -> None:
    """Have the person's other requests wait until this transaction ends, so that counts of theirs hold.

    SQLite has one writer at a time anyway.
    """
    _PERSON.first(router.db_for_write(get_user_model()), {"person": user_id})


def check_line(counted: Census) -> None:
    """Whether one more export of the person may wait. Raises `TooMuch` and `LineFull`."""
    allowed = conf.get("SOLO_EXPORT_UNDER_WAY_PER_USER")
    if counted.under_way >= allowed:
        raise TooMuch(
            f"You have {counted.under_way} exports under way; at most {allowed} can be. Wait until some have "
            "ended.",
            retry_after=_SECONDS_FOR_ONE_TO_END,
        )
    if counted.waiting >= conf.get("SOLO_EXPORT_LINE_LENGTH"):
        raise LineFull(
            "More exports wait here than can be drawn soon. Try again in half a minute.",
            retry_after=_SECONDS_FOR_THE_LINE,
        )


def check_storage(counted: Census) -> None:
    """Whether one more file of the person may be kept. Raises `TooMuch`."""
    allowed = conf.get("SOLO_EXPORT_STORED_MB_PER_USER")
    if counted.stored_bytes >= allowed * _MB:
        raise TooMuch(
            f"Your exports take {counted.stored_bytes // _MB} MB; at most {allowed} MB are kept for one "
            "person. Delete some, or wait until the oldest expire.",
            retry_after=_seconds_until_one_expires(counted.person),
        )


def _seconds_until_one_expires(user_id: Any) -> int:
    own = ExportRequest.objects.filter(user_id=user_id)
    ends = own.filter(expires_at__gt=Now()).order_by("expires_at").values_list("expires_at", Now()).first()
    if ends is None:
        return _SECONDS_FOR_ONE_TO_END
    expires_at, now = ends
    seconds: float = (expires_at - now).total_seconds()
    return max(1, math.ceil(seconds))


def _locked_person() -> QuerySet[Any, Any]:
    people = get_user_model()._base_manager.select_for_update(no_key=True)
    return people.filter(pk=Parameter("person", get_user_model()._meta.pk)).order_by().values_list("pk")


_PERSON = WrittenQuery(_locked_person)
