"""Whoever sends slowly holds no thread of the server, and whoever sends fast is answered meanwhile."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator

import pytest

from tests.service.connections.small_server import THREADS, small_server
from tests.support.processes import PATIENCE_SECONDS

POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server of two threads, which sends back what it gets."""
    log = tmp_path_factory.mktemp("server") / "log"
    with small_server("arrival.ArrivalWorker", "echo_app:application", log) as number:
        yield number


def connected(port: int, sent: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    connection.sendall(sent)
    return connection


def answer(connection: socket.socket) -> tuple[int, bytes]:
    read = http.client.HTTPResponse(connection)
    read.begin()
    return read.status, read.read()


def echoed(port: int, body: bytes = b"well") -> bytes:
    """What comes back of a body that is sent at once."""
    with connected(port, POST + b"Content-Length: %d\r\n\r\n" % len(body) + body) as connection:
        return answer(connection)[1]


@pytest.mark.parametrize(
    "beginning",
    [b"", b"POST", POST, POST + b"Content-Length: 9\r\n\r\n", POST + b"Content-Length: 9\r\n\r\nhalf"],
    ids=["nothing", "a word", "half a head", "a head", "half a body"],
)
def test_many_that_stop_halfway_keep_nobody_out(port: int, beginning: bytes) -> None:
    held = [connected(port, beginning) for _ in range(10 * THREADS)]
    assert echoed(port) == b"well"
    for connection in held:
        connection.close()


def test_what_comes_in_pieces_is_answered_once_it_is_there(port: int) -> None:
    with connected(port) as connection:
        for piece in (b"PO", POST[2:], b"Content-Len", b"gth: 6\r\n\r", b"\nab", b"cdef"):
            connection.sendall(piece)
            assert echoed(port) == b"well"
        assert answer(connection) == (200, b"abcdef")


def test_a_body_of_megabytes_comes_through(port: int) -> None:
    body = bytes(range(256)) * 20_000
    assert echoed(port, body) == body


def test_two_requests_in_one_breath_are_both_answered(port: int) -> None:
    lines = (b"one\n", b"two\n")
    requests = b"".join(POST + b"Content-Length: 4\r\n\r\n" + line for line in lines)
    with connected(port, requests) as connection, connection.makefile("rb") as answers:
        for wanted in lines:
            assert wanted in iter(answers.readline, b"")


def test_a_connection_serves_one_request_after_the_other(port: int) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    for body in (b"one", b"two", b"x" * 100_000):
        client.request("POST", "/", body)
        assert client.getresponse().read() == body


def test_who_asks_before_sending_the_body_is_told_to_go_on_once(port: int) -> None:
    with connected(port, POST + b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n") as connection:
        expected = b"HTTP/1.1 100 Continue\r\n\r\n"
        assert connection.recv(len(expected)) == expected
        connection.sendall(b"body")
        assert answer(connection) == (200, b"body")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n", id="chunks"),
        pytest.param(b"Content-Length: 99999999999\r\n\r\n", id="a body beyond all limits"),
        pytest.param(b"X: " + b"x" * 70_000, id="a head beyond all limits"),
    ],
)
def test_what_will_be_refused_holds_a_thread_for_a_moment_only(port: int, head: bytes) -> None:
    held = [connected(port, POST + head) for _ in range(2 * THREADS)]
    assert echoed(port) == b"well"
    for connection in held:
        connection.close()
