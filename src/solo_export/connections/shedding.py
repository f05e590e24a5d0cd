"""Refuses at once what has waited too long for a thread of the server, so that what follows need not wait.

Without it a server that is asked for more than it can do lets everybody wait longer and longer, works for
callers who have hung up, and answers nobody in time.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from solo_export.connections.departure import DepartureWorker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_SECONDS_IN_LINE = 2.0

_ANSWER = b'{"detail": "The service is busy. Try again in a moment."}'
_RETRY_AFTER = "5"
_LINGER_BYTES = 1_000_000
"""So much of a body is read and dropped: whoever is cut off while still sending never reads the refusal."""

seconds_in_line: ContextVar[float] = ContextVar("seconds_in_line", default=0.0)
"""How long the request that is being answered has waited for its thread."""


class TimingWorker(DepartureWorker):
    """Gunicorn's worker of threads, which also tells how long a request has waited for one."""

    def submit(self, conn: Any) -> None:
        """Note the time, and wait for a thread."""
        conn.in_line_since = time.monotonic()
        super().submit(conn)

    def handle(self, conn: Any) -> Any:
        """Tell how long it took, and go on; on the thread that was waited for."""
        seconds_in_line.set(time.monotonic() - conn.in_line_since)
        return super().handle(conn)


def shed(application: WSGIApplication, *, max_seconds: float = MAX_SECONDS_IN_LINE) -> WSGIApplication:
    """The application, for requests that have waited at most so long for a thread; 503 for all others."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if seconds_in_line.get() <= max_seconds:
            return application(environ, start_response)
        environ["wsgi.input"].read(_LINGER_BYTES)
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(_ANSWER))),
            ("Retry-After", _RETRY_AFTER),
        ]
        start_response("503 Service Unavailable", headers)
        return [_ANSWER]

    return answer
