"""Things that a process has one of."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from solo_export.exports.shared import shared


def test_threads_that_ask_at_the_same_time_get_the_same() -> None:
    together = threading.Barrier(8)

    @shared
    def thing() -> object:
        threading.Event().wait(0.2)  # the others come meanwhile
        return object()

    def ask(_: int) -> object:
        together.wait()
        return thing()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1
