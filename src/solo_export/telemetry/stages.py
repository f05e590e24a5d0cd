"""The stages of an export as they are timed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from solo_export.telemetry.metrics import STAGES
from solo_export.telemetry.tracing import span


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time the body as a stage, however it ends, and trace it."""
    start = time.perf_counter()
    try:
        with span(name):
            yield
    finally:
        observe(name, time.perf_counter() - start)


def observe(name: str, seconds: float) -> None:
    """Note what a stage took that was timed elsewhere."""
    STAGES.labels(name).observe(seconds)
