"""The line in which exports wait: people take turns, however many exports one of them has.

    turn      7      8      9      10
    Anna      a₁     a₂     a₃     a₄      all asked for at once
    Boris     b₁                           asked for later, and drawn second

An export's turn is fixed when it joins the line: the one that is up now, or the one after its owner's last.
Exports of the same turn are taken in the order in which they came. So a claim is one step into an index,
and whoever comes first is held up by one export of each other person at most, and by what is being drawn.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status

ORDER = ("turn", "available_at")
"""Who is taken first."""


def turn_now() -> int:
    """The turn that is up: of an export that was taken already and comes back, or of a person's first."""
    first = ExportRequest.objects.waiting().order_by(*ORDER).values_list("turn", flat=True).first()
    return first or 0


def next_turn(user_id: Any) -> int:
    """The turn of one more export of a person, of whom nobody else may be adding one just now."""
    own = ExportRequest.objects.filter(user_id=user_id, status=Status.PENDING)
    last = own.aggregate(last=Max("turn"))["last"]
    return turn_now() if last is None else max(turn_now(), last + 1)
