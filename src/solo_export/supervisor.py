"""Runs several programs as one: restarts what dies, ends all when it is asked to, leaves nothing behind."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solo_export.exports.workers.termination import Termination

_LONGEST_PAUSE = 5.0
_SECONDS_TO_BE_WELL = 60.0
_SECONDS_TO_END = 20.0
_PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None)

log = logging.getLogger(__name__)


def die_with(parent: int) -> Callable[[], None]:
    """What a child does first, so that the kernel asks it to end when its parent is gone, however it went.

    Linux watches the thread that made the child, which here is the supervisor's only one.
    """

    def tie() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return tie


@dataclass(frozen=True, slots=True)
class Program:
    """Something to keep running; `descriptors` are the open files it inherits."""

    name: str
    command: tuple[str, ...]
    descriptors: tuple[int, ...] = ()


class Supervisor:
    """Keeps programs running until the end is asked for."""

    def __init__(self, programs: Sequence[Program], termination: Termination) -> None:
        self._children = [_Child(program) for program in programs]
        self._termination = termination

    def start(self) -> None:
        """Start every program."""
        for child in self._children:
            child.start()

    def keep_running(self) -> None:
        """Restart whatever dies, until the end is asked for; then end every program, and return."""
        while not self._termination.wait():
            for child in self._children:
                child.restart_if_dead()
        self._end()

    def _end(self) -> None:
        for child in self._children:
            child.terminate()
        deadline = time.monotonic() + _SECONDS_TO_END
        for child in self._children:
            child.wait_or_kill(deadline)


class _Child:
    """One program and the process that runs it now."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._started_at = 0.0
        self._pause = 1.0
        self._process: subprocess.Popen[bytes]

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self._program.command,
            pass_fds=self._program.descriptors,
            # Ctrl-C in a terminal is for the supervisor, which ends the programs in its own way.
            process_group=0,
            preexec_fn=die_with(os.getpid()),
        )

    def restart_if_dead(self) -> None:
        """Start it again, after a pause that grows as long as it keeps dying soon."""
        code, age = self._process.poll(), time.monotonic() - self._started_at
        if code is None or age < self._pause:
            return
        self._pause = 1.0 if age > _SECONDS_TO_BE_WELL else min(2 * self._pause, _LONGEST_PAUSE)
        log.warning("%s ended with code %s and is started again.", self._program.name, code)
        self.start()

    def terminate(self) -> None:
        self._process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
