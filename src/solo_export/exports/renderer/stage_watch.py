"""How long each stage of drawing takes."""

from __future__ import annotations

import time
from collections import defaultdict


class StageWatch:
    """For one drawing: each `begin` ends the stage before, and `seconds` ends the last."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._stage = ""
        self._since = 0.0

    def begin(self, stage: str) -> None:
        """A stage begins, perhaps once more."""
        now = time.perf_counter()
        if self._stage:
            self._seconds[self._stage] += now - self._since
        self._stage, self._since = stage, now

    def seconds(self) -> dict[str, float]:
        """The seconds of every stage that there was, all its times together."""
        self.begin("")
        return dict(self._seconds)
