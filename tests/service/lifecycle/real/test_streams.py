"""Server-sent events from the real server, whose threads they hold."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from tests.service.lifecycle.real.conftest import Start
from tests.service.lifecycle.real.test_run import long_board
from tests.support.processes import wait_until
from tests.support.service import Client, Service


def events(connection: http.client.HTTPConnection, client: Client, export: str) -> Iterator[Any]:
    """The answers that a stream tells, as they come."""
    connection.request("GET", f"/api/v1/exports/{export}/events/", headers=client.authorization)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    for line in answer:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def connected(service: Service) -> closing[http.client.HTTPConnection]:
    """A connection of one's own to the service."""
    address = urlsplit(service.address)
    assert address.hostname
    return closing(http.client.HTTPConnection(address.hostname, address.port, timeout=60))


def test_a_listener_hears_of_the_drawing_and_of_its_end(start: Start) -> None:
    service = start(workers=1)
    client = Client(service.address)
    export = client.ask("png", session=long_board(client, pages=30), pages="all")
    with connected(service) as connection:
        told = list(events(connection, client, export))
    assert told[-1]["status"] == "completed"
    assert {answer["status"] for answer in told} >= {"processing", "completed"}


def test_listeners_leave_threads_for_others_and_do_not_hold_up_a_shutdown(start: Start) -> None:
    service = start(workers=1)
    client = Client(service.address)
    export = client.ask("png", session=long_board(client), pages="all", scale=4)
    with connected(service) as first, connected(service) as second:
        streams = [events(connection, client, export) for connection in (first, second)]
        assert {next(stream)["id"] for stream in streams} == {export}
        wait_until(lambda: client.status(export) == "processing", "polls are answered meanwhile")
        began = time.monotonic()
        service.stop()
        for stream in streams:
            list(stream)
        assert time.monotonic() - began < 30
