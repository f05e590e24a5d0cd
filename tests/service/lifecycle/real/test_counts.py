"""All processes of a server count into one page of metrics."""

from __future__ import annotations

import re
import urllib.request

from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import wait_until
from tests.support.service import Client


def test_what_workers_did_is_told_by_the_server(start: Start) -> None:
    service = start()
    client = Client(service.address)
    exports = [client.ask("png") for _ in range(4)]
    wait_until(lambda: client.is_done(*exports), "all are done", seconds=40)

    def metrics() -> str:
        with urllib.request.urlopen(f"{service.address}/metrics") as answer:
            return str(answer.read().decode())

    # A worker counts after the outcome is on the row: a caller may see the outcome first.
    counted = ('attempts_total{outcome="completed"} 4.0', 'stage_seconds_count{stage="record"} 4.0')
    wait_until(lambda: all(sample in metrics() for sample in counted), "all are counted", seconds=20)
    text = metrics()
    assert 'requests_total{format="png"} 4.0' in text
    stages = re.findall(r'stage_seconds_count\{stage="([a-z/]+)"\}', text)
    assert sorted(stages) == ["draw", "draw/board", "draw/file", "draw/scene", "queue", "record", "store"]
    assert 'polls_total{status="200"}' in text
