"""How long things take, and moments by the database's clock, the only one that all workers share."""

from __future__ import annotations

from datetime import timedelta

from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from solo_export.exports import conf

MAX_PAUSE_SECONDS = 60
"""The longest pause between two attempts at an export."""


def in_seconds(seconds: float) -> CombinedExpression:
    """So long after the moment at which the database reads this."""
    return Now() + timedelta(seconds=seconds)


def lease_period() -> timedelta:
    """How long a lease holds that nobody renews."""
    return timedelta(seconds=conf.get("SOLO_EXPORT_LEASE_SECONDS"))


def retention_period() -> timedelta:
    """How long an export is kept that has ended."""
    return timedelta(days=conf.get("SOLO_EXPORT_RETENTION_DAYS"))


def end_of_lease() -> CombinedExpression:
    """When a lease that is renewed now runs out."""
    return Now() + lease_period()


def end_of_retention() -> CombinedExpression:
    """When an export that ends now is deleted."""
    return Now() + retention_period()


def heartbeat_seconds() -> float:
    """How often a lease is renewed: a few renewals may fail before it runs out."""
    return float(conf.get("SOLO_EXPORT_LEASE_SECONDS")) / 6


def hint_seconds() -> float:
    """How old a hint may be before it counts as lost, if its export still waits."""
    return float(conf.get("SOLO_EXPORT_LEASE_SECONDS")) * 2 / 3


def housekeeping_seconds() -> float:
    """How often to look for leases that ran out: seldom enough for a worker to renew between two looks."""
    return float(conf.get("SOLO_EXPORT_LEASE_SECONDS")) / 5
