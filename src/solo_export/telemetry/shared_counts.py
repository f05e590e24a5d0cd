"""Where the processes of one server keep their counts, so that any of them can tell them all.

Prometheus' client looks for the directory when it is imported, so nothing here imports it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


def share_counts() -> None:
    """Have this process and those it will start share theirs, unless somebody has seen to that already."""
    if DIRECTORY in os.environ:
        return
    os.environ[DIRECTORY] = tempfile.mkdtemp(prefix="solo-metrics-")
    atexit.register(_forget, os.getpid())


def _forget(pid: int) -> None:
    """Leave nothing behind; a process that was forked inherits this, and is not meant."""
    if os.getpid() == pid:
        shutil.rmtree(os.environ[DIRECTORY], ignore_errors=True)
