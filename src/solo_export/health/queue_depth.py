"""The queue as the database knows it, read at a scrape: the same whichever process answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Count, F, Max
from django.db.models.functions import Now
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status

log = logging.getLogger(__name__)


class QueueDepth(Collector):
    """How many exports wait or are in work, and how long the oldest has waited by the database's clock."""

    def collect(self) -> Iterator[Metric]:
        """The gauges; none while the database is away."""
        try:
            depths, age = _depths(), _age_seconds()
        except DatabaseError:
            log.warning("The queue could not be read for the metrics.", exc_info=True)
            return
        depth = GaugeMetricFamily("solo_export_queue_depth", "Exports under way.", labels=["state"])
        for state, count in depths.items():
            depth.add_metric([state], count)
        yield depth
        yield GaugeMetricFamily(
            "solo_export_queue_age_seconds", "How long the first of the queue could have begun.", value=age
        )


def _depths() -> dict[str, int]:
    """`waiting` could begin now, `paused` waits for another attempt, `processing` is in work."""
    rows = ExportRequest.objects.order_by()
    waiting = rows.waiting().count()
    counts = dict(rows.under_way().values_list("status").annotate(Count("pk")))
    return {
        "waiting": waiting,
        "paused": max(0, counts.get(Status.PENDING, 0) - waiting),
        "processing": counts.get(Status.PROCESSING, 0),
    }


def _age_seconds() -> float:
    age = ExportRequest.objects.waiting().aggregate(age=Max(Now() - F("available_at")))["age"]
    return 0.0 if age is None else max(0.0, age.total_seconds())
