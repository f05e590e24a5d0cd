"""The server as it is configured: whatever is sent to it is answered, and every answer is logged."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.processes import PATIENCE_SECONDS, free_port, listens, started, wait_until
from tests.support.service import environment

FEW_FILES = 64
MOST_PROCESSES = 4
"""Of a server, however many cores the machine has."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server writes."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def port(log: Path) -> Iterator[int]:
    """The port of a server with the settings of the service, started where few files may be open."""
    number = free_port()
    command = [
        "prlimit",
        f"--nofile={FEW_FILES}:4096",
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:solo_export.serving",
    ]
    command += ["--bind", f"127.0.0.1:{number}", "solo_export.wsgi"]
    env = environment(log.parent)
    with started(command, log, env):
        wait_until(lambda: listens(number), "the server listens")
        yield number


def test_more_connections_than_files_that_may_be_open_at_first_keep_nobody_out(port: int, log: Path) -> None:
    with ExitStack() as held:
        for _ in range(3 * min(os.cpu_count() or 1, MOST_PROCESSES) * FEW_FILES):
            held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS))
        with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=PATIENCE_SECONDS) as answer:
            assert answer.status == 200
    assert "Too many open files" not in log.read_text()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param("Content-Length: 4\r\nTransfer-Encoding: chunked", id="a length and chunks"),
        pytest.param("Content-Length: 4\r\nContent-Length: 5", id="two lengths"),
        pytest.param("Content-Length: -4", id="less than nothing"),
        pytest.param("Content-Length: 4 more", id="no number"),
    ],
)
def test_who_contradicts_himself_about_the_body_is_refused(port: int, log: Path, headers: str) -> None:
    path = f"/{re.sub('[^a-z0-9]+', '-', headers.lower())}"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\nbody".encode())
        assert connection.makefile("rb").readline().startswith(b"HTTP/1.1 400 ")
    wait_until(lambda: f"POST {path} 400" in log.read_text(), "the answer is logged")


def test_who_is_refused_is_not_named_in_the_log(port: int, log: Path) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nNo Name: x\r\n\r\n")
        assert connection.makefile("rb").readline().startswith(b"HTTP/1.1 400 ")
    wait_until(lambda: "'No Name'" in log.read_text(), "the refusal is logged")
    [line] = [line for line in log.read_text().splitlines() if "'No Name'" in line]
    assert line.endswith("Invalid request: Invalid HTTP header name: 'No Name'")


def test_the_bytes_of_a_file_are_logged(port: int, log: Path) -> None:
    path = "/static/admin/css/base.css"
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE_SECONDS) as answer:
        size = len(answer.read())
    wait_until(lambda: f"GET {path} 200 {size} bytes" in log.read_text(), "the answer is logged")
