"""How often somebody may do something, counted in the database, which all server processes share.

A row says when its key will have used up nothing any more. Every use puts that moment off by one interval;
the allowance's period ahead is as far as it goes (the generic cell rate algorithm). So all that is allowed
within a period may come at once, and from then on one use an interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import router
from django.db.models import DurationField, F, QuerySet
from django.db.models.functions import Greatest, Now

from solo_export.exports.clock import in_seconds
from solo_export.exports.models import Rate
from solo_export.exports.written_sql import Parameter, WrittenUpdate


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many `uses` within so many `seconds`."""

    uses: int
    seconds: float

    @property
    def interval(self) -> float:
        """Seconds that one use takes."""
        return self.seconds / self.uses

    @property
    def slack(self) -> float:
        """Seconds that may be used up when one more use begins."""
        return self.seconds - self.interval


def per_minute(uses: int) -> Allowance:
    """So many uses within a minute."""
    return Allowance(uses, 60.0)


def per_hour(uses: int) -> Allowance:
    """So many uses within an hour."""
    return Allowance(uses, 3600.0)


def use(key: str, allowance: Allowance) -> int:
    """Count one use, unless it is one too many: the seconds to wait then, at least 1; 0 if it was counted."""
    if _is_counted(key, allowance):
        return 0
    _, is_new = Rate.objects.get_or_create(key=key, defaults={"unused_at": in_seconds(allowance.interval)})
    if is_new or _is_counted(key, allowance):
        return 0
    return max(1, seconds_to_wait(key, allowance))


def seconds_to_wait(key: str, allowance: Allowance) -> int:
    """How long until one more use is allowed; none is counted."""
    row = Rate.objects.filter(key=key).values_list("unused_at", Now()).first()
    if row is None:
        return 0
    unused_at, now = row
    seconds: float = (unused_at - now).total_seconds() - allowance.slack
    return max(0, math.ceil(seconds))


def forget_unused() -> None:
    """Drop the rows that say no more than a missing one would."""
    Rate.objects.filter(unused_at__lt=Now()).delete()


def _is_counted(key: str, allowance: Allowance) -> bool:
    slack, interval = timedelta(seconds=allowance.slack), timedelta(seconds=allowance.interval)
    values = {"key": key, "slack": slack, "interval": interval}
    return _USE.make(router.db_for_write(Rate), values) > 0


def _use() -> tuple[QuerySet[Rate], dict[str, Any]]:
    key = Parameter("key", Rate._meta.pk)
    slack, interval = Parameter("slack", DurationField()), Parameter("interval", DurationField())
    usable = Rate.objects.filter(key=key, unused_at__lte=Now() + slack)
    return usable, {"unused_at": Greatest(F("unused_at"), Now()) + interval}


_USE = WrittenUpdate(_use)
