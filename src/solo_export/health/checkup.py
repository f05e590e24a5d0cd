"""Runs probes side by side, each within its time, and remembers what they found for a moment."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from solo_export.health.probes import Probe, ProbeError

KEPT_SECONDS = 2.0
"""Whoever asks more often gets the same answer, so that asking costs nothing."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe found: `trouble` is empty where all is well."""

    name: str
    trouble: str = ""
    is_vital: bool = True


class _Attempt:
    """One run of a probe on a thread of its own, because what it tries may never return."""

    def __init__(self, probe: Probe) -> None:
        self.probe = probe
        self._trouble = probe.trouble
        self._done = threading.Event()
        self._deadline = time.monotonic() + probe.seconds
        threading.Thread(target=self._run, name=f"probe-{probe.name}", daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether the thread has come back."""
        return self._done.is_set()

    def finding(self) -> Finding:
        """What it found, or that its time is over."""
        self._done.wait(max(0.0, self._deadline - time.monotonic()))
        return Finding(self.probe.name, self._trouble, self.probe.is_vital)

    def _run(self) -> None:
        try:
            self.probe.run()
        except ProbeError as error:
            self._trouble = str(error)
        except Exception:
            log.warning("The check of the %s failed.", self.probe.name, exc_info=True)
        else:
            self._trouble = ""
        finally:
            self._done.set()


class Checkup:
    """The state of health of this process. A probe that hangs is not started a second time."""

    def __init__(self, probes: Callable[[], Iterable[Probe]], *, kept_seconds: float = KEPT_SECONDS) -> None:
        self._probes = probes
        self._kept_seconds = kept_seconds
        self._lock = threading.Lock()
        self._attempts: dict[str, _Attempt] = {}
        self._findings: tuple[Finding, ...] = ()
        self._found_at = float("-inf")

    def findings(self) -> tuple[Finding, ...]:
        """What the probes find now, or found a moment ago.

        Only the very first caller is ever waited for by others: later ones get the earlier findings.
        """
        if not self._lock.acquire(blocking=not self._findings):
            return self._findings
        try:
            if time.monotonic() - self._found_at >= self._kept_seconds:
                self._findings = self._found()
                self._found_at = time.monotonic()
            return self._findings
        finally:
            self._lock.release()

    def _found(self) -> tuple[Finding, ...]:
        attempts = [self._begun(probe) for probe in self._probes()]
        return tuple(attempt.finding() for attempt in attempts)

    def _begun(self, probe: Probe) -> _Attempt:
        earlier = self._attempts.get(probe.name)
        if earlier is None or earlier.is_over:
            self._attempts[probe.name] = _Attempt(probe)
        return self._attempts[probe.name]
