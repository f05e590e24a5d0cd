"""GET /api/v1/exports/{id}/events/: each change as a server-sent event, within bounds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from rest_framework.test import APIClient

from solo_export.exports.api.events import MAX_STREAMS, MAX_STREAMS_OF_ONE, PLACES, EventStream, Pace
from solo_export.exports.models import ExportRequest
from tests.service.api.conftest import Finish, client_of

pytestmark = pytest.mark.django_db


class Listener:
    """Reads a stream an event at a time."""

    def __init__(self, client: APIClient, export: ExportRequest, last_id: str = "") -> None:
        call: Any = client.get
        self.response = call(f"/api/v1/exports/{export.id}/events/", headers={"Last-Event-ID": last_id})
        self.status = self.response.status_code
        if self.status == 200:
            self._chunks: Iterator[bytes] = iter(self.response.streaming_content)
            assert next(self._chunks) == b"retry: 2000\n\n"

    def next(self) -> tuple[str, Any]:
        """The id and the answer of the next event."""
        tag, data, *rest = next(self._chunks).decode().split("\n")
        assert rest == ["", ""]
        return tag.removeprefix("id: "), json.loads(data.removeprefix("data: "))

    def close(self) -> None:
        """End the stream as the server does when its reader is gone."""
        for closer in getattr(self.response, "_resource_closers", ()):
            closer()

    def is_over(self) -> bool:
        """Whether the stream has ended."""
        return next(self._chunks, None) is None


Listen = Callable[..., Listener]


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Opens streams that are closed with the test."""
    with ExitStack() as streams:

        def listen(client: APIClient, export: ExportRequest, last_id: str = "") -> Listener:
            listener = Listener(client, export, last_id)
            streams.callback(listener.close)
            return listener

        yield listen


def test_an_event_for_each_change_until_the_end(
    listen: Listen, client: APIClient, export: ExportRequest, finish: Finish
) -> None:
    listener = listen(client, export)
    tag, first = listener.next()
    poll = client.get(f"/api/v1/exports/{export.id}/")
    assert (first, tag) == (poll.json(), poll["ETag"])
    ExportRequest.objects.update(pages_done=1, pages_total=4)
    assert listener.next()[1]["progress"] == {"done": 1, "total": 4}
    finish(export)
    _, last = listener.next()
    assert last["status"] == "completed"
    assert last["file_url"].startswith("http://testserver/files/")
    assert listener.is_over()


def test_it_is_a_stream_that_nobody_on_the_way_keeps(
    listen: Listen, client: APIClient, export: ExportRequest
) -> None:
    response = listen(client, export).response
    assert response["Content-Type"] == "text/event-stream"
    assert response["Cache-Control"] == "no-store"


def test_who_comes_back_is_told_only_what_is_new(
    listen: Listen, client: APIClient, export: ExportRequest, finish: Finish
) -> None:
    tag, _ = listen(client, export).next()
    listener = listen(client, export, tag)
    ExportRequest.objects.update(pages_done=1, pages_total=4)
    assert listener.next()[1]["progress"] == {"done": 1, "total": 4}


def test_who_knows_the_end_is_told_not_to_come_back(
    listen: Listen, client: APIClient, export: ExportRequest, finish: Finish
) -> None:
    finish(export)
    listener = listen(client, export)
    tag, _ = listener.next()
    assert listener.is_over()
    assert listen(client, export, tag).status == 204


def test_an_export_that_is_deleted_ends_its_stream(
    listen: Listen, client: APIClient, export: ExportRequest
) -> None:
    listener = listen(client, export)
    listener.next()
    ExportRequest.objects.all().delete()
    assert listener.is_over()


def test_a_strangers_export_is_not_found(export: ExportRequest, boris: User) -> None:
    answer = client_of(boris).get(f"/api/v1/exports/{export.id}/events/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Export not found"})


def test_who_asks_for_the_head_alone_holds_no_thread(client: APIClient, export: ExportRequest) -> None:
    assert client.head(f"/api/v1/exports/{export.id}/events/").status_code == 405


class TestAQuietExport:
    """Streams made by hand, at a pace that a test can wait for."""

    def chunks(self, export: ExportRequest, pace: Pace) -> Iterator[bytes]:
        return iter(
            EventStream(1, lambda: export, lambda _: {"file_url": None, "status": "pending"}, "", pace)
        )

    def test_a_comment_shows_that_the_stream_lives(self, export: ExportRequest) -> None:
        chunks = self.chunks(export, Pace(look=0, heartbeat=0))
        _start, event, heartbeat = next(chunks), next(chunks), next(chunks)
        assert event.endswith(b'data: {"file_url":null,"status":"pending"}\n\n')
        assert heartbeat.startswith(b":")
        assert heartbeat.endswith(b"\n\n")

    def test_the_stream_ends_after_a_while(self, export: ExportRequest) -> None:
        assert len(list(self.chunks(export, Pace(look=0, longest=0)))) == 2

    def test_a_database_that_is_away_ends_it(self) -> None:
        def ask() -> ExportRequest:
            raise OperationalError

        assert list(EventStream(1, ask, lambda _: {}, "")) == [b"retry: 2000\n\n"]


class TestBounds:
    def test_one_person_has_only_so_many_and_is_told_when_to_try_again(
        self, listen: Listen, client: APIClient, export: ExportRequest
    ) -> None:
        open_ones = [listen(client, export) for _ in range(MAX_STREAMS_OF_ONE)]
        refused = listen(client, export)
        assert (refused.status, refused.response["Retry-After"]) == (429, "5")
        assert "poll" in refused.response.json()["detail"]
        open_ones[0].close()
        assert listen(client, export).status == 200

    def test_so_has_the_server(self, listen: Listen, client: APIClient, export: ExportRequest) -> None:
        with ExitStack() as others:
            for person in range(MAX_STREAMS):
                PLACES.take(f"somebody {person}")
                others.callback(PLACES.give_back, f"somebody {person}")
            refused = listen(client, export)
            assert (refused.status, refused.response["Retry-After"]) == (503, "5")
        assert listen(client, export).status == 200

    def test_a_stream_that_is_closed_twice_frees_one_place(
        self, listen: Listen, client: APIClient, export: ExportRequest
    ) -> None:
        closed = listen(client, export)
        for _ in range(MAX_STREAMS_OF_ONE - 1):
            listen(client, export)
        for _ in range(2):
            closed.close()
        assert [listen(client, export).status for _ in range(2)] == [200, 429]
