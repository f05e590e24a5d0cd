"""All processes of a server count into one page of metrics."""

from __future__ import annotations

import urllib.request

from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import wait_until
from tests.support.service import Client

STAGES = ("draw", "draw/board", "draw/file", "draw/scene", "queue", "record", "store")


def test_what_workers_did_is_told_by_the_server(start: Start) -> None:
    service = start()
    client = Client(service.address)
    exports = [client.ask("png") for _ in range(4)]
    wait_until(lambda: client.is_done(*exports), "all are done")

    def metrics() -> str:
        with urllib.request.urlopen(f"{service.address}/metrics") as answer:
            return str(answer.read().decode())

    # Whoever does something counts it afterwards: a caller may see the outcome first.
    samples = [
        'requests_total{format="png"} 4.0',
        'attempts_total{outcome="completed"} 4.0',
        *(f'stage_seconds_count{{stage="{stage}"}} 4.0' for stage in STAGES),
    ]
    wait_until(lambda: all(sample in metrics() for sample in samples), "all is counted")
    text = metrics()
    assert text.count("stage_seconds_count{") == len(STAGES)
    assert 'polls_total{status="200"}' in text
