"""Whoever reads slowly, or never hangs up, holds nothing up, and whoever reads fast is answered meanwhile."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator

import pytest

from tests.service.connections.small_server import THREADS, small_server
from tests.support.large_app import LARGE_BYTES, large_bytes
from tests.support.processes import PATIENCE_SECONDS


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server of two threads, whose answers are larger than what the network takes at once."""
    log = tmp_path_factory.mktemp("server") / "log"
    with small_server("departure.DepartureWorker", "large_app:application", log) as number:
        yield number


def asked(port: int, path: str, header: str = "X: y") -> socket.socket:
    """A connection that has asked and reads nothing, with little room for what comes."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(PATIENCE_SECONDS)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n".encode())
    return connection


def answer(connection: socket.socket) -> bytes:
    read = http.client.HTTPResponse(connection)
    read.begin()
    return read.read()


@pytest.mark.parametrize("path", ["/file", "/bytes", "/pieces"])
def test_many_that_read_nothing_keep_nobody_out(port: int, path: str) -> None:
    held = [asked(port, path) for _ in range(10 * THREADS)]
    with asked(port, "/small") as connection:
        assert answer(connection) == b"small"
    for connection in held:
        connection.close()


@pytest.mark.parametrize("path", ["/file", "/bytes", "/pieces"])
def test_what_is_read_late_is_all_there(port: int, path: str) -> None:
    with asked(port, path) as late:
        with asked(port, "/small") as connection:
            answer(connection)
        assert answer(late) == large_bytes()


def test_a_connection_serves_the_next_request_after_a_slow_answer(port: int) -> None:
    with asked(port, "/file") as connection:
        assert len(answer(connection)) == LARGE_BYTES
        connection.sendall(b"GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answer(connection) == b"small"


def test_many_that_never_hang_up_keep_nobody_waiting(port: int) -> None:
    """Had the server to wait two seconds for each, the last would have lost its patience."""
    held = [asked(port, "/small", "Connection: close") for _ in range(int(PATIENCE_SECONDS))]
    with asked(port, "/small") as connection:
        assert answer(connection) == b"small"
    for connection in held:
        connection.close()


def test_the_server_hangs_up_on_who_asked_it_to(port: int) -> None:
    with asked(port, "/small", "Connection: close") as connection:
        assert answer(connection) == b"small"
        assert connection.recv(1) == b""


def test_who_goes_in_the_middle_of_an_answer_does_no_harm(port: int) -> None:
    for path in ("/file", "/bytes", "/pieces"):
        asked(port, path).close()
    with asked(port, "/small") as connection:
        assert answer(connection) == b"small"
