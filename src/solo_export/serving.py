"""Gunicorn's settings: `gunicorn -c python:solo_export.serving solo_export.wsgi`."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.glogging import Logger

from solo_export.redaction import NoSignedAddresses


class DiscreetLogger(Logger):  # type: ignore[misc]
    """Gunicorn's logger, without the signed addresses of files."""

    def setup(self, cfg: Any) -> None:
        """Set up as usual, and redact what both logs say."""
        super().setup(cfg)
        self.error_log.addFilter(NoSignedAddresses())
        self.access_log.addFilter(NoSignedAddresses())


worker_class = "gthread"
workers = min(os.cpu_count() or 1, 4)
preload_app = True
threads = 16
"""Most of a poll is waiting for the database; a client that prefers to wait holds one for all its time."""
graceful_timeout = 10
accesslog = "-"
logger_class = DiscreetLogger
control_socket_disable = True
