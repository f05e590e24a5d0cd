"""What is counted, for Prometheus. Every process counts for itself; what they share is read at a scrape.

Where several processes serve one address, `shared_counts.py` is called before this module is imported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from solo_export.telemetry.shared_counts import DIRECTORY

REQUESTS = Counter("solo_export_requests", "Exports that were accepted.", ["format"])
POLLS = Counter("solo_export_polls", "Polls that were answered, by HTTP status.", ["status"])
ATTEMPTS = Counter("solo_export_attempts", "Attempts that ended, by what came of them.", ["outcome"])
FAILURES = Counter("solo_export_failures", "Attempts that failed, by the code of the failure.", ["code"])
STAGES = Histogram(
    "solo_export_stage_seconds",
    "How long each stage of an export took.",
    ["stage"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)


def exposition(also: Iterable[Collector] = ()) -> bytes:
    """All counts as Prometheus' text, and what `also` finds out at this moment."""
    registry = CollectorRegistry()
    if DIRECTORY in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    for collector in also:
        registry.register(collector)
    return generate_latest(registry)


def serve(port: int) -> None:
    """Give a worker that stands alone an address for Prometheus; nothing where its counts are shared."""
    if port and DIRECTORY not in os.environ:
        start_http_server(port)
