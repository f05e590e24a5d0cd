"""Stops a job that somebody else is running."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from solo_export.exports.renderer.errors import RendererCancelled
from solo_export.exports.renderer.process import RendererProcess


class Cancellation:
    """For one job: `cancel` from any thread, before it, during it or after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: RendererProcess | None = None
        self._is_cancelled = False

    def cancel(self) -> None:
        """Have the job end with `RendererCancelled`, at once."""
        with self._lock:
            self._is_cancelled = True
            if self._process is not None:
                self._process.kill()

    def check(self) -> None:
        """Raise `RendererCancelled` if the job is not to go on."""
        if self._is_cancelled:
            raise RendererCancelled

    @contextmanager
    def watching(self, process: RendererProcess) -> Iterator[None]:
        """While the body runs, `cancel` kills `process`; whatever came of the body, it was cancelled then."""
        with self._lock:
            self.check()
            self._process = process
        try:
            yield
        except Exception:
            self.check()
            raise
        finally:
            with self._lock:
                self._process = None
        self.check()
