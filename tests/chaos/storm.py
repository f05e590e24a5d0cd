"""Carries a plan out on a running service: somebody asks for exports, somebody else kills."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.chaos.caller import Caller
from tests.chaos.findings import Findings
from tests.chaos.journal import Death, completions, recoveries, steps
from tests.chaos.plan import Kill, Plan
from tests.chaos.setups import SETUPS
from tests.support.processes import kill_all
from tests.support.service import Service

LEASE_SECONDS = 3
SECONDS_TO_RECOVER = 15.0
"""So long after a lease has run out, at most, may an export be without a worker."""

_SETTINGS = {
    "SOLO_EXPORT_LEASE_SECONDS": str(LEASE_SECONDS),
    "SOLO_EXPORT_CALLS_PER_MINUTE": "1000000",
    "SOLO_LOG_FORMAT": "json",
}

_QUIET_SECONDS = 240.0
"""When nothing has moved for so long, what is not done is stuck."""

_KINDS = {"renderer": "renderer.child", "worker": "cli worker", "server": "gunicorn"}


def storm(setup: str, plan: Plan, directory: Path, workers: int = 2) -> Findings:
    """What came of a plan on a service of such a set-up, whose files are below a directory."""
    with SETUPS[setup](directory) as settings:
        service = Service(directory, workers, **settings, **_SETTINGS)
        try:
            service.start()
            return _Storm(service, plan).run()
        finally:
            service.end()


class _Stuck(Exception):
    """Nothing moves any more."""


class _Storm:
    """One plan, and the service that it falls on: it runs before, and is at rest afterwards."""

    def __init__(self, service: Service, plan: Plan) -> None:
        self._service = service
        self._plan = plan
        self._caller = Caller(service)
        self._deaths: list[Death] = []

    def run(self) -> Findings:
        """Ask and kill, wait until all is done or nothing moves any more, and look at what is there."""
        begin = time.monotonic()
        orders = self._plan.orders
        threading.Thread(target=self._caller.ask_all, args=(orders, self._done), daemon=True).start()
        try:
            for kill in self._plan.kills:
                self._strike(kill)
            self._wait_until(lambda: len(self._caller.accepted) == len(orders))
            self._wait_until(lambda: self._done() >= len(orders))
            self._wait_until(lambda: {"pending", "processing"}.isdisjoint(self._caller.statuses().values()))
        except _Stuck:
            pass
        return self._findings(time.monotonic() - begin)

    def _findings(self, seconds: float) -> Findings:
        statuses, count = self._caller.statuses(), self._caller.count()
        self._service.stop()
        stand, files, told = Counter(statuses.values()), self._files(), steps(self._service.said())
        completed = {export for export, status in statuses.items() if status == "completed"}
        return Findings(
            accepted=len(statuses),
            kills=len(self._deaths),
            completed=len(completed),
            lost=stand["failed"] + stand["gone"] + len(completed - files.keys()),
            stuck=len(self._plan.orders) - len(statuses) + stand["pending"] + stand["processing"],
            asked_twice=count - len(statuses) + stand["gone"],
            double_files=files.total() - len(completed & files.keys()),
            double_completions=sum(count - 1 for count in completions(told).values()),
            recovery_seconds=max(recoveries(told, self._deaths), default=0.0),
            recovery_bound=LEASE_SECONDS + SECONDS_TO_RECOVER,
            seconds=seconds,
        )

    def _strike(self, kill: Kill) -> None:
        """Kill a part as a power cut would. What is not there at the moment is waited for."""
        self._wait_until(lambda: self._done() >= kill.done)
        time.sleep(kill.pause_seconds)
        service = self._service
        if kill.target == "everything":
            everything = frozenset(service.members())
            service.kill_everything()
            service.start()
            self._deaths.append(Death(time.time(), kill.target, everything))
            return
        members: list[int] = []

        def are_there() -> bool:
            members[:] = sorted(service.members(_KINDS[kill.target]))
            return bool(members)

        self._wait_until(are_there)
        chosen = members if kill.target == "server" else [members[kill.which % len(members)]]
        self._deaths.append(Death(time.time(), kill.target, frozenset(chosen)))
        kill_all(chosen)

    def _wait_until(self, condition: Callable[[], object]) -> None:
        """Return once `condition` holds. Raises `_Stuck`."""
        before, since = self._progress(), time.monotonic()
        while not condition():
            if (now := self._progress()) != before:
                before, since = now, time.monotonic()
            if time.monotonic() - since > _QUIET_SECONDS:
                raise _Stuck
            time.sleep(0.1)

    def _progress(self) -> tuple[int, int]:
        return self._done(), len(self._caller.accepted)

    def _done(self) -> int:
        return self._files().total()

    def _files(self) -> Counter[str]:
        """How many files each export has."""
        return Counter(key.split("/")[1] for key in self._service.file_keys())
