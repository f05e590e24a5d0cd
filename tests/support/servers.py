"""A server that tests start, stop, and leave hanging; its data and its address stay what they were."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.support.processes import descendants, end, frozen, is_alive, kill_all, wait_until


class Server:
    """One program. `address` is what its clients are told, `answers` whether it is there for them."""

    def __init__(
        self,
        address: str,
        command: Sequence[str | Path],
        log: Path,
        *,
        answers: Callable[[], bool],
        env: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        self.address = address
        self._command = command
        self._log = log
        self._answers = answers
        self._env = env
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it answers."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self._env,
                user=self._user,
                cwd=self._log.parent,
            )
        wait_until(self._answers, f"{self._log.stem} answers")

    def kill(self) -> None:
        """End it as a power cut would; nobody listens any more."""
        assert self._process is not None
        pids = self._pids()
        kill_all(pids)
        self._process.wait()
        wait_until(lambda: not any(map(is_alive, pids)), f"{self._log.stem} is dead")

    @contextmanager
    def away(self) -> Iterator[None]:
        """It refuses every connection while the body runs."""
        self.kill()
        yield
        self.start()

    def hanging(self) -> AbstractContextManager[None]:
        """It takes connections while the body runs, and answers nothing."""
        return frozen(self._pids())

    @contextmanager
    def running(self) -> Iterator[Server]:
        """It runs while the body does, unless the body ends it."""
        self.start()
        assert self._process is not None
        try:
            yield self
        finally:
            end(self._process)

    def _pids(self) -> list[int]:
        assert self._process is not None
        return [self._process.pid, *descendants(self._process.pid)]
