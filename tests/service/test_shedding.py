"""What has waited too long for a thread of the server is refused at once."""

from __future__ import annotations

import http.client
import io
import json
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from solo_export import shedding
from tests.support.processes import PATIENCE_SECONDS, free_port, listens, started, wait_until

ROOT = Path(__file__).parents[2]


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


def test_a_server_with_one_thread_answers_the_first_and_refuses_the_others(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--threads", "1", "--bind", f"127.0.0.1:{port}"]
    command += ["--chdir", str(ROOT), "--worker-class", "solo_export.shedding.TimingWorker"]

    def status(_number: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        connection.request("POST", "/", body=b"x" * 1000)
        return connection.getresponse().status

    with started([*command, "tests.support.slow_app:application"], tmp_path / "log"):
        wait_until(lambda: listens(port), "the server listens")
        with ThreadPoolExecutor(4) as callers:
            statuses = list(callers.map(status, range(4)))
    assert sorted(statuses) == [200, 503, 503, 503]
