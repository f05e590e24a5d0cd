"""A server of few threads, which a few callers can keep busy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import free_port, listens, started, wait_until

ROOT = Path(__file__).parents[3]
THREADS = 2


@contextmanager
def small_server(worker: str, application: str, log: Path) -> Iterator[int]:
    """The port of a server of `THREADS` threads for a module of `tests/support`, by one of our workers."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--threads", str(THREADS), "--bind", f"127.0.0.1:{port}"]
    command += ["--keep-alive", "60", "--chdir", str(ROOT)]
    command += ["--worker-class", f"solo_export.connections.{worker}", f"tests.support.{application}"]
    with started(command, log):
        wait_until(lambda: listens(port), "the server listens")
        yield port
