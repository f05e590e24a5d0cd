"""What has waited too long for a thread of the server is refused at once."""

from __future__ import annotations

import http.client
import io
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from solo_export.connections import shedding
from tests.support.processes import PATIENCE_SECONDS, free_port, listens, started, wait_until
from tests.support.slow_app import FREE, HELD, MAX_SECONDS

ROOT = Path(__file__).parents[3]


def application(_environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"well"]


def answer_after(seconds: float, body: bytes = b"") -> tuple[str, dict[str, str], bytes, bytes]:
    """Status, headers and body of the answer to a request that waited so long, and what is left unread."""
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(body)}
    setup_testing_defaults(environ)
    said: list[Any] = []

    def start_response(*start: Any) -> Callable[[bytes], object]:
        said.extend(start)
        return said.append

    def call() -> bytes:
        shedding.seconds_in_line.set(seconds)
        return b"".join(shedding.shed(application)(environ, start_response))

    text = copy_context().run(call)
    return said[0], dict(said[1]), text, environ["wsgi.input"].read()


def test_who_has_waited_little_is_answered() -> None:
    assert answer_after(0.1)[0] == "200 OK"


def test_who_has_waited_too_long_reads_when_to_come_again() -> None:
    status, headers, body, unread = answer_after(60, body=b"x" * 1000)
    assert status.startswith("503 ")
    assert int(headers["Retry-After"]) > 0
    assert json.loads(body)["detail"].endswith(".")
    assert int(headers["Content-Length"]) == len(body)
    assert unread == b""


def begun(port: int, path: str) -> socket.socket:
    """A connection by which a whole request was sent, after the server's loop had taken up its head."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
    connection.sendall(head.encode())
    expected = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert connection.recv(len(expected), socket.MSG_WAITALL) == expected
    connection.sendall(b"body")
    return connection


def status(connection: socket.socket) -> int:
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return answer.status


def test_a_server_with_one_thread_answers_the_first_and_refuses_the_others(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--threads", "1", "--bind", f"127.0.0.1:{port}"]
    command += ["--chdir", str(ROOT), "--worker-class", "solo_export.connections.shedding.TimingWorker"]
    env = {**os.environ, "FOLDER": str(tmp_path)}
    with (
        started([*command, "tests.support.slow_app:application"], tmp_path / "log", env),
        ExitStack() as connections,
    ):
        wait_until(lambda: listens(port), "the server listens")
        first = connections.enter_context(begun(port, "/held"))
        wait_until((tmp_path / HELD).exists, "the only thread is taken")
        others = [connections.enter_context(begun(port, "/")) for _ in range(3)]
        connections.enter_context(
            begun(port, "/")
        )  # the loop takes things up as they came: the others are in line
        time.sleep(2 * MAX_SECONDS)
        (tmp_path / FREE).touch()
        assert status(first) == 200
        assert [status(other) for other in others] == [503] * 3
