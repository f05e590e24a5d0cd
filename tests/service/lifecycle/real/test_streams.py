"""Server-sent events from the real server, whose threads they hold."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from tests.service.lifecycle.real.conftest import Start
from tests.service.lifecycle.real.test_run import long_board
from tests.support.processes import PATIENCE_SECONDS, frozen, wait_until
from tests.support.service import Client, Service


def opened(connection: http.client.HTTPConnection, client: Client, export: str) -> http.client.HTTPResponse:
    """A stream of events."""
    connection.request("GET", f"/api/v1/exports/{export}/events/", headers=client.authorization)
    stream = connection.getresponse()
    assert stream.status == 200, stream.read()
    return stream


def events(stream: http.client.HTTPResponse) -> Iterator[Any]:
    """The answers that a stream tells, as they come."""
    for line in stream:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def connected(service: Service) -> closing[http.client.HTTPConnection]:
    """A connection of one's own to the service."""
    address = urlsplit(service.address)
    assert address.hostname
    return closing(http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE_SECONDS))


def test_a_listener_hears_of_the_drawing_and_of_its_end(start: Start) -> None:
    service = start(workers=1)
    client = Client(service.address)
    earlier = client.ask("json")
    wait_until(lambda: client.is_done(earlier), "the worker has a renderer")
    with connected(service) as connection:
        with frozen(service.members("renderer.child")):
            export = client.ask("json")
            told = events(opened(connection, client, export))
            assert any(answer["status"] == "processing" for answer in told)
        assert [answer["status"] for answer in told][-1:] == ["completed"]


def test_listeners_leave_threads_for_others_and_do_not_hold_up_a_shutdown(start: Start) -> None:
    service = start(workers=1)
    client = Client(service.address)
    export = client.ask("png", session=long_board(client), pages="all", scale=4)
    with connected(service) as first, connected(service) as second:
        streams = [opened(connection, client, export) for connection in (first, second)]
        assert {next(events(stream))["id"] for stream in streams} == {export}
        wait_until(lambda: client.status(export) == "processing", "polls are answered meanwhile")
        assert service.stop() == 0
        for stream in streams:
            stream.read()  # which fails for one that was cut off, as whatever holds up a shutdown is
