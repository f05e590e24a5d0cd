"""One child process, as its parent handles it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import copy_context
from functools import partial
from typing import Any

from boardkit import errors
from solo_export.exports.renderer.errors import (
    RendererCrashed,
    RendererError,
    RendererKilled,
    RendererNotStarted,
    RendererOutOfMemory,
    RendererTimedOut,
)
from solo_export.exports.renderer.memory_kills import kills_for_memory
from solo_export.exports.renderer.messages import Message, MessageError, receive, send

OnProgress = Callable[[int, int], None]
"""Called with the pages done and the pages in all."""

_START_SECONDS = 60.0
_END_SECONDS = 5.0
_LONGEST_LINE, _MOST_LINES = 1000, 500
_ENVIRONMENT = frozenset(
    {"HOME", "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH"}
)
"""All that a child learns of its parent's environment; credentials are not among it."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""NumPy's library would start one for each core, before the child gives up its rights for those to come."""

log = logging.getLogger(__name__)


class RendererProcess:
    """A warm child process. One thread at a time may `run` it; any thread may `kill` it."""

    def __init__(self, memory_mb: int, font_folders: Sequence[str] = ()) -> None:
        self.jobs_done = 0
        self._is_ready = False
        self._kills_before = kills_for_memory()
        self._connection, child_end = socket.socketpair()
        lifeline, held_end = os.pipe()
        self._lifeline = os.fdopen(held_end, "wb", buffering=0)
        module = "solo_export.exports.renderer.child"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(lifeline), str(memory_mb), *font_folders],
            stdin=child_end.fileno(),
            stderr=subprocess.PIPE,
            pass_fds=(lifeline,),
            env={name: value for name, value in os.environ.items() if name in _ENVIRONMENT} | _ONE_THREAD,
            cwd="/",
            # Ctrl-C in a terminal is for the parent, which decides what becomes of the work.
            process_group=0,
        )
        child_end.close()
        os.close(lifeline)
        self._job = copy_context()
        threading.Thread(target=self._log_what_it_says, name="renderer-log", daemon=True).start()

    def is_alive(self) -> bool:
        """Whether the child can be given a job."""
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Return once the child has warmed up. Raises `RendererNotStarted`, `RendererKilled`."""
        if self._is_ready:
            return
        try:
            self._receive(time.monotonic() + _START_SECONDS)
        except RendererKilled:
            raise
        except RendererError as error:
            raise RendererNotStarted from error
        self._is_ready = True

    def run(self, job: Message, seconds: float, on_progress: OnProgress | None = None) -> Message:
        """Have the child do a job; its answer. Raises boardkit's errors and `RendererError`.

        After any error but boardkit's the child is not to be used again.
        """
        self._job = copy_context()
        self.wait_until_ready()
        self._kills_before = kills_for_memory()
        deadline = time.monotonic() + seconds
        self._send(Message({**job.header, "seconds": int(seconds) + 1}, job.payload), deadline)
        while True:
            answer = self._receive(deadline)
            match answer.header:
                case {"reply": "progress", "done": int(done), "total": int(total)}:
                    if on_progress is not None:
                        on_progress(done, total)
                case {"reply": "done"}:
                    self.jobs_done += 1
                    return answer
                case {
                    "reply": "error",
                    "error": str(name),
                    "message": str(message),
                    "details": dict(details),
                }:
                    self.jobs_done += 1
                    raise _error(name, message, details)
                case _:
                    raise RendererCrashed("The child sent what is no answer.")

    def kill(self) -> None:
        """End the child at once. Safe at any time, and more than once."""
        self._process.kill()

    def close(self) -> None:
        """End the child and give back all that it held."""
        self.kill()
        self._process.wait()
        self._connection.close()
        self._lifeline.close()

    def _log_what_it_says(self) -> None:
        """Each line of the child's standard error, as a line about the export that it draws."""
        assert self._process.stderr is not None  # noqa: S101 - it is a pipe
        with self._process.stderr as said:
            for number, line in enumerate(iter(partial(said.readline, _LONGEST_LINE), b"")):
                if number < _MOST_LINES:
                    text = line.decode(errors="replace").rstrip()
                    self._job.run(log.warning, "The renderer says: %s", text)

    def _send(self, message: Message, deadline: float) -> None:
        try:
            send(self._connection, message, deadline)
        except TimeoutError as error:
            raise RendererTimedOut from error
        except OSError as error:
            raise self._cause_of_death() from error

    def _receive(self, deadline: float) -> Message:
        try:
            return receive(self._connection, deadline)
        except TimeoutError as error:
            raise RendererTimedOut from error
        except (OSError, MessageError) as error:
            raise self._cause_of_death() from error

    def _cause_of_death(self) -> RendererError:
        try:
            code = self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return RendererCrashed("The child closed its socket and lives.")
        if code == -signal.SIGXCPU:
            return RendererTimedOut("The child used up its CPU time.")
        if code == -signal.SIGKILL:
            return self._cause_of_kill()
        if code < 0:
            return RendererCrashed(f"The child was ended by {signal.Signals(-code).name}.")
        return RendererCrashed(f"The child ended with code {code}.")

    def _cause_of_kill(self) -> RendererError:
        """A board that eats a machine's memory has the kernel kill; who else does means no board."""
        kills = kills_for_memory()
        if kills is None or kills != self._kills_before:
            return RendererOutOfMemory("The child was killed while memory was short.")
        return RendererKilled("The child was killed.")


def _error(name: str, message: str, details: dict[str, Any]) -> Exception:
    """The error that a child reported: one of boardkit's as it was, else what it means for the child."""
    if name == MemoryError.__name__:
        return RendererOutOfMemory()
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, errors.BoardkitError):
        return kind(message, **details)
    return RendererCrashed(f"The child failed with {message}.")
