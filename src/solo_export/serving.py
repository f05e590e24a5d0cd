"""Gunicorn's settings: `gunicorn -c python:solo_export.serving solo_export.wsgi`."""

from __future__ import annotations

import os
import re
import resource
import signal
from datetime import timedelta
from types import FrameType
from typing import Any

from gunicorn.glogging import Logger

from solo_export.config import read as read_settings
from solo_export.connections.shedding import TimingWorker
from solo_export.telemetry.logs import formatter
from solo_export.telemetry.middleware import HEADER
from solo_export.telemetry.shared_counts import share_counts

share_counts()

_OPEN_FILES = 4096
"""Enough for a process's thousand connections, what is gathered of them, and the files that they read."""


def _allow_open_files() -> None:
    """Ask for more than many systems give at first: gunicorn's loop ends at the first too many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


_allow_open_files()


_CALLER = re.compile(r" from ip=\S*(?=: )")
"""What gunicorn adds to a refusal."""


class DiscreetLogger(Logger):  # type: ignore[misc]
    """Gunicorn's logger, in the service's own form; who calls from where is for the proxy in front to log."""

    def setup(self, cfg: Any) -> None:
        """Set up as usual, except for the form of the lines."""
        super().setup(cfg)
        ours = formatter(read_settings()["SOLO_LOG_FORMAT"])
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(ours)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """What gunicorn has to say, but of whom."""
        super().warning(_CALLER.sub("", msg), *args, **kwargs)

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """One line for each answer, with the id of its request."""
        status, _, _reason = str(resp.status).partition(" ")
        fields = {
            "method": environ["REQUEST_METHOD"],
            "path": environ.get("PATH_INFO", req.path),  # none where gunicorn refuses by itself
            "status": int(status),
            "bytes": _body_bytes(resp, environ["REQUEST_METHOD"]),
            "milliseconds": round(request_time.total_seconds() * 1000, 1),
        }
        names = (value for name, value in resp.headers if name == HEADER)
        self.access_log.info(
            "%(method)s %(path)s %(status)s %(bytes)s bytes %(milliseconds)s ms",
            fields,
            extra={**fields, "request_id": next(names, "")},
        )


def _body_bytes(response: Any, method: str) -> int:
    """The bytes of an answer's body; those of files, which the kernel sends, gunicorn doesn't count."""
    is_known = response.response_length is not None and method != "HEAD"
    return int(response.response_length if is_known else response.sent)


def post_worker_init(_worker: Any) -> None:
    """Have SIGTERM also hand back what requests are drawing themselves, where SOLO_EXPORT_SYNC is set."""
    # Only now: these need the models, which are there once the application is loaded.
    from solo_export.exports.runner import shared_runner
    from solo_export.exports.workers.worker import GRACE_SECONDS

    end = signal.getsignal(signal.SIGTERM)

    def hand_back_and_end(number: int, frame: FrameType | None) -> None:
        shared_runner().stop(GRACE_SECONDS)
        if callable(end):
            end(number, frame)

    signal.signal(signal.SIGTERM, hand_back_and_end)


worker_class = TimingWorker
workers = min(os.cpu_count() or 1, 4)
preload_app = True
threads = 16
"""Most of a poll is waiting for the database; a client that prefers to wait holds one for all its time."""
graceful_timeout = 10
accesslog = "-"
logger_class = DiscreetLogger
control_socket_disable = True
