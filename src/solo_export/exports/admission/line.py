"""The line in which exports wait: people take turns, however many exports one of them has.

    turn      7      8      9      10
    Anna      a₁     a₂     a₃     a₄      all asked for at once
    Boris     b₁                           asked for later, and drawn second

An export's turn is fixed when it joins the line: the one that is up now, or the one after its owner's last.
Exports of the same turn are taken in the order in which they came. So a claim is one step into an index,
and whoever comes first is held up by one export of each other person at most, and by what is being drawn.
"""

from __future__ import annotations

from django.db.models import QuerySet

from solo_export.exports.models import ExportRequest

ORDER = ("turn", "available_at")
"""Who is taken first."""


def turns() -> QuerySet[ExportRequest, int]:
    """The turns of all that wait, the one that is up first."""
    return ExportRequest.objects.waiting().order_by(*ORDER).values_list("turn", flat=True)


def turn_now() -> int:
    """The turn that is up: of an export that was taken already and comes back, or of a person's first."""
    return turns().first() or 0


def turn_after(own_last: int | None, now: int) -> int:
    """The turn of one more export of a person, after the last of theirs that waits, if any does."""
    return now if own_last is None else max(now, own_last + 1)
