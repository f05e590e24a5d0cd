"""Gunicorn's settings: `gunicorn -c python:solo_export.serving solo_export.wsgi`."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Any

from gunicorn.glogging import Logger

from solo_export.redaction import NoSignedAddresses
from solo_export.shedding import TimingWorker


class DiscreetLogger(Logger):  # type: ignore[misc]
    """Gunicorn's logger, without the signed addresses of files."""

    def setup(self, cfg: Any) -> None:
        """Set up as usual, and redact what both logs say."""
        super().setup(cfg)
        self.error_log.addFilter(NoSignedAddresses())
        self.access_log.addFilter(NoSignedAddresses())


def post_worker_init(_worker: Any) -> None:
    """Have SIGTERM also hand back what requests are drawing themselves, where SOLO_EXPORT_SYNC is set."""
    # Only now: these need the models, which are there once the application is loaded.
    from solo_export.exports.runner import shared_runner
    from solo_export.exports.worker import GRACE_SECONDS

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
