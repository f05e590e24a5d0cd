"""Programs started by tests, and what becomes of their children."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE_SECONDS = 240.0
"""Long enough for any machine; a wait that succeeds ends at once."""

_NEVER_GIVEN = (10_000, 32_000)
"""Ports below those that Linux gives to connections, and to servers that take any."""


def wait_until(condition: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once `condition` holds; fail with `what` if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Waited in vain until {what}."
        time.sleep(0.05)


def free_port() -> int:
    """A TCP port of this machine that nobody listens at.

    It is none of those that the system gives to whoever wants any, so that nobody gets it before it is used.
    """
    while True:
        port = random.SystemRandom().randrange(*_NEVER_GIVEN)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def listens(port: int) -> bool:
    """Whether somebody takes connections at a port."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def started(
    command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs in the background while the body does; `log` gets its output."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            user=user,
            cwd=log.parent,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], seconds: float = 60.0) -> None:
    """End a program cleanly, or by force, with all that it has started, if that takes too long."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        pids = [process.pid, *descendants(process.pid)]
        kill_all(pids)
        process.wait()
        wait_until(lambda: not any(map(is_alive, pids)), "what was killed is dead")


@contextmanager
def frozen(pids: Sequence[int]) -> Iterator[None]:
    """Processes do nothing while the body runs, and go on afterwards as if nothing had been."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have, at this moment."""
    parents = dict(_parents())
    return [child for child in parents if pid in _ancestors(child, parents)]


def command_line(pid: int) -> str:
    """How a process was called; empty for one that is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def is_alive(pid: int) -> bool:
    """Whether a process runs, and is not just waiting to be buried with all its threads."""
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" or len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    return False


def kill_all(pids: Sequence[int]) -> None:
    """End processes as a power cut would."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _parents() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                yield int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])


def _ancestors(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    while pid in parents:
        pid = parents[pid]
        yield pid
