"""Notices that this process was asked to end."""

from __future__ import annotations

import signal
import time
from types import FrameType


class Termination:
    """Made on the main thread; from then on SIGTERM, SIGINT and SIGHUP ask for the end, and nothing more.

    The handlers set a plain flag. A lock, which every better waiting needs, could be held by the very thread
    that a handler interrupts.
    """

    def __init__(self) -> None:
        self.is_asked_for = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note)

    def wait(self, seconds: float = 0.1) -> bool:
        """Sleep a little; whether the end has been asked for."""
        if not self.is_asked_for:
            time.sleep(seconds)
        return self.is_asked_for

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked_for = True
