"""Boards that bring down whoever draws them, beside fifty that don't."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from typing import Any

from tests.chaos.journal import steps
from tests.service.lifecycle.real.conftest import Start
from tests.service.lifecycle.real.test_run import long_board
from tests.support.processes import command_line, descendants, frozen, wait_until
from tests.support.service import Client, Service

LIMITS = {"SOLO_EXPORT_RENDER_SECONDS": "10", "SOLO_EXPORT_RENDER_MEMORY_MB": "256"}


def test_poisonous_boards_die_alone_and_each_with_a_reason(start: Start) -> None:
    service = start(SOLO_LOG_FORMAT="json", **LIMITS)
    client = Client(service.address)
    long = long_board(client)
    poison = {
        "crash": client.ask("png", session=long, pages="all"),
        "abort": client.ask("png", session=long, pages="all"),
        "loop": client.ask("png", session=endless_board(client)),
        "eat": client.ask("png", session=hungry_board(client), scale=7),
    }
    neighbours = [client.ask("json") for _ in range(50)]
    with _Strikes(service, client, {poison["crash"]: signal.SIGSEGV, poison["abort"]: signal.SIGABRT}):
        wait_until(lambda: client.is_done(*neighbours), "all neighbours are completed")
        wait_until(
            lambda: all(client.status(export) == "failed" for export in poison.values()), "the others failed"
        )
    attempts = [step.export for step in steps(service.said()) if step.name == "taken for"]
    assert all(attempts.count(export) <= 3 for export in poison.values())
    assert all(attempts.count(export) == 1 for export in neighbours)
    reasons = {kind: client.get(f"/exports/{export}/")["error"] for kind, export in poison.items()}
    assert reasons == {
        "crash": "This board can't be drawn: drawing it broke off.",
        "abort": "This board can't be drawn: drawing it broke off.",
        "loop": "Drawing this board takes too long.",
        "eat": "A picture of 6440 × 8400 pixels could not be made.",
    }


class _Strikes(threading.Thread):
    """Hits whatever child draws certain exports with a signal, as a fault in native code would, each time."""

    def __init__(self, service: Service, client: Client, signals: dict[str, signal.Signals]) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._service = service
        self._signals = signals
        self._is_over = threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_: Any) -> None:
        self._is_over.set()
        self.join()

    def run(self) -> None:
        """Strike whenever a page is drawn: a child that has not begun yet would be no board's victim."""
        while not self._is_over.wait(0.2):
            for export, number in self._signals.items():
                answer = self._client.get(f"/exports/{export}/")
                if answer["status"] == "processing" and answer["progress"] and answer["progress"]["done"]:
                    self._hit(export, number)

    def _hit(self, export: str, number: signal.Signals) -> None:
        """Strike the child that draws an export; not if its worker has another in hand by now."""
        taken = [step for step in steps(self._service.said()) if step.export == export]
        worker = taken[-1].process
        children = [pid for pid in descendants(worker) if "renderer.child" in command_line(pid)]
        with suppress(ProcessLookupError), frozen(children):
            last = [step for step in steps(self._service.said()) if step.process == worker][-1]
            if (last.export, last.name) == (export, "taken for"):
                for pid in children:
                    os.kill(pid, number)


def endless_board(client: Client) -> str:
    """The id of a board of one page that takes minutes to draw, and no more memory for it than others."""
    blurred = {"x": 460, "y": 600, "radius": 400, "fill": "red", "shadowColor": "black", "shadowBlur": 60}
    circle = {"className": "Circle", "attrs": blurred | {"opacity": 0.5}}
    layer = {"className": "Layer", "attrs": {}, "children": [circle] * 3000}
    stage = {"className": "Stage", "attrs": {"width": 920, "height": 1200}, "children": [layer]}
    return str(client.post("/solo/sessions/", {"name": "Endless", "state": stage})["id"])


def hungry_board(client: Client) -> str:
    """The id of a board that takes more memory at a large scale than a renderer may have."""
    stroke = {
        "tool": "pen",
        "color": "#000",
        "size": 6,
        "points": [{"x": n * 7 % 900, "y": n} for n in range(50)],
    }
    state = {"pages": [{"strokes": [stroke], "assets": []}]}
    return str(client.post("/solo/sessions/", {"name": "Hungry", "state": state})["id"])
