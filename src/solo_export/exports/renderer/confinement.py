"""What the child process does to itself before it sees anybody's board."""

from __future__ import annotations

import fcntl
import os
import resource

MIB = 1024 * 1024

_OPEN_FILES = 64
"""A font or two at a time, the socket, the lifeline."""


def die_with_parent(lifeline: int) -> None:
    """Have the kernel end this process when the other end of a pipe is closed, whatever it is busy with.

    PR_SET_PDEATHSIG would watch the thread that started this process, and threads come and go. The
    SIGIO of an asynchronous pipe ends a process that has no handler for it, even inside native code.
    """
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    os.set_blocking(lifeline, False)
    try:
        closed_already = os.read(lifeline, 1) == b""
    except BlockingIOError:
        closed_already = False
    if closed_already:
        raise SystemExit("The parent is gone.")


def confine(memory_mb: int) -> None:
    """Limit memory and open files; no file may grow, no core be dumped.

    RLIMIT_DATA counts what the process may write to: its heap and its private mappings. The address
    space as a whole would also count libraries, whose size says nothing about a board.
    """
    _limit(resource.RLIMIT_DATA, memory_mb * MIB)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def allow_cpu_seconds(seconds: int) -> None:
    """Let the process compute for so long from now; then the kernel ends it.

    This is for the time when nobody watches the clock, because the parent itself has been stopped.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (ceiling, ceiling))
