"""A lesson page through the whole service, as `solo-export run` starts it: SQLite, local disk, its own number
of workers.

Every export is drawn: that the same one asked for again is there already is measured by itself.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.service import Client, Service

from benchmarks.boards import lesson
from solo_export.run import WORKERS

_IN_A_ROW = 60
_ALONE = 20
_POSTING = 4

_PAUSE = 0.05
"""Seconds between two polls of whoever waits for many: to be asked 200 times a second is work, too."""

_SHORT_PAUSE = 0.005
"""The same where the waiting itself is measured."""

Row = dict[str, Any]


def rows() -> Iterator[Row]:
    """Exports a second when many are asked for; seconds from POST to completed when nobody else asks."""
    with _service(SOLO_EXPORT_REUSE="0") as client:
        board = _board(client)
        _wait(client, [client.ask(session=board) for _ in range(4)], _PAUSE)  # warm
        yield _sustained(client, board)
        yield _latency("lesson, idle service", client, board)
    with _service() as client:
        board = _board(client)
        _wait(client, [client.ask(session=board)], _PAUSE)
        yield _latency("lesson, asked again", client, board)


@contextmanager
def _service(**settings: str) -> Iterator[Client]:
    with tempfile.TemporaryDirectory() as directory:
        service = Service(Path(directory), workers=WORKERS, **settings)
        try:
            service.start()
            yield Client(service.address)
        finally:
            service.end()


def _board(client: Client) -> str:
    return str(client.post("/solo/sessions/", {"name": "Lesson", "state": json.loads(lesson())})["id"])


def _sustained(client: Client, board: str) -> Row:
    start = time.perf_counter()
    with ThreadPoolExecutor(_POSTING) as callers:
        exports = list(callers.map(lambda _: client.ask(session=board), range(_IN_A_ROW)))
    _wait(client, exports, _PAUSE)
    return {
        "case": "lesson, whole service",
        "by": "service",
        "per_second": _IN_A_ROW / (time.perf_counter() - start),
    }


def _latency(case: str, client: Client, board: str) -> Row:
    measured = []
    for _ in range(_ALONE):
        start = time.perf_counter()
        _wait(client, [client.ask(session=board)], _SHORT_PAUSE)
        measured.append(time.perf_counter() - start)
    slow = statistics.quantiles(measured, n=100)[-1]
    return {"case": case, "by": "service", "seconds": statistics.median(measured), "p99": slow}


def _wait(client: Client, exports: list[str], pause: float) -> None:
    for export in exports:
        while (status := client.status(export)) != "completed":
            if status == "failed":
                raise RuntimeError(f"Export {export} failed.")
            time.sleep(pause)
