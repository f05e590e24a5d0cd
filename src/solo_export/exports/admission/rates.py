"""How often somebody may do something, counted in the database, which all server processes share.

A row says when its key will have used up nothing any more. Every use puts that moment off by one interval;
a minute ahead is as far as it goes (the generic cell rate algorithm). So a whole minute's worth may come at
once, and from then on one use an interval.
"""

from __future__ import annotations

import math
from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Greatest, Now

from solo_export.exports.clock import in_seconds
from solo_export.exports.models import Rate

_MINUTE = 60.0


def use(key: str, *, per_minute: int) -> int:
    """Count one use, unless it is one too many: the seconds to wait then, at least 1; 0 if it was counted."""
    interval = _MINUTE / per_minute
    if _is_counted(key, interval):
        return 0
    _, is_new = Rate.objects.get_or_create(key=key, defaults={"unused_at": in_seconds(interval)})
    if is_new or _is_counted(key, interval):
        return 0
    return _seconds_to_wait(key, interval)


def forget_unused() -> None:
    """Drop the rows that say no more than a missing one would."""
    Rate.objects.filter(unused_at__lt=Now()).delete()


def _is_counted(key: str, interval: float) -> bool:
    usable = Rate.objects.filter(key=key, unused_at__lte=in_seconds(_MINUTE - interval))
    put_off = Greatest(F("unused_at"), Now()) + timedelta(seconds=interval)
    return usable.update(unused_at=put_off) > 0


def _seconds_to_wait(key: str, interval: float) -> int:
    row = Rate.objects.filter(key=key).values_list("unused_at", Now()).first()
    if row is None:
        return 1
    unused_at, now = row
    seconds: float = (unused_at - now).total_seconds() - (_MINUTE - interval)
    return max(1, math.ceil(seconds))
