"""What was accepted arrives, and only once, whatever is killed in the middle of it."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import Counter
from pathlib import Path

from tests.service.lifecycle.conftest import stored
from tests.service.lifecycle.real.conftest import Start
from tests.service.lifecycle.real.test_run import long_board
from tests.support.processes import started, wait_until
from tests.support.service import Client, environment

EXPORTS = 50


def done(client: Client, board: str) -> int:
    """How many exports are completed."""
    return Counter(export["status"] for export in exports(client, board))["completed"]


def exports(client: Client, board: str) -> list[dict[str, object]]:
    """All exports of a board."""
    results: list[dict[str, object]] = client.get(f"/solo/sessions/{board}/exports/?limit=500")["results"]
    return results


def lesson(client: Client) -> str:
    """The id of a board that takes a moment to draw."""
    strokes = [
        {
            "tool": "pen",
            "color": "#2563eb",
            "size": 4,
            "points": [{"x": 40 + n * 7 % 800, "y": row * 20 + n % 9} for n in range(60)],
        }
        for row in range(50)
    ]
    state = {"pages": [{"strokes": strokes, "assets": []}] * 5, "currentPageIndex": 0}
    return str(client.post("/solo/sessions/", {"name": "Lesson", "state": state})["id"])


def test_fifty_exports_survive_every_kind_of_kill(start: Start, settings_of_service: dict[str, str]) -> None:
    service = start(SOLO_EXPORT_LEASE_SECONDS="3", **settings_of_service)
    client = Client(service.address)
    board = lesson(client)
    files = service.data_dir / "files"
    accepted = [client.ask(("png", "pdf")[number % 2], board, pages="all") for number in range(EXPORTS)]

    def kill(what: str, after: int) -> None:
        """Kill a part of the service, or all of it, when so many files are there."""
        wait_until(lambda: len(stored(files)) >= after, f"{after} are done")
        assert len(stored(files)) < EXPORTS
        if what:
            service.kill(what)
        else:
            service.kill_everything()
            service.begin()

    kill("cli worker", after=3)
    kill("gunicorn", after=8)
    kill("", after=12)
    kill("cli worker", after=18)
    kill("", after=22)
    service.kill_everything()
    service.start()
    client = Client(service.address)
    wait_until(lambda: done(client, board) == EXPORTS, "all are done", seconds=240)

    rows = exports(client, board)
    assert sorted(str(row["id"]) for row in rows) == sorted(accepted)
    assert sorted(path.parent.name for path in stored(files)) == sorted(accepted)
    sizes = {path.parent.name: path.stat().st_size for path in stored(files)}
    assert {str(row["id"]): row["file_size"] for row in rows} == sizes
    completions = Counter(re.findall(r"Export (\S+) is completed", service.said()))
    assert max(completions.values()) == 1
    assert service.said().count("was left by its worker") >= 3


def test_a_worker_that_slept_through_its_lease_changes_nothing(start: Start, tmp_path: Path) -> None:
    service = start(workers=1, SOLO_EXPORT_LEASE_SECONDS="2")
    client = Client(service.address)
    export = client.ask("png", session=long_board(client, pages=20), pages="all")
    wait_until(lambda: client.status(export) == "processing", "the first worker has the export")
    sleepers = service.members("cli worker") + service.members("renderer.child")
    for pid in sleepers:
        os.kill(pid, signal.SIGSTOP)
    env = environment(service.data_dir, SOLO_EXPORT_LEASE_SECONDS="2")
    command = [sys.executable, "-m", "solo_export.cli", "worker", "--threads", "1"]
    with started(command, tmp_path / "second.log", env):
        wait_until(lambda: client.is_done(export), "the second worker has done it", seconds=120)
    row = client.get(f"/exports/{export}/")
    for pid in sleepers:
        os.kill(pid, signal.SIGCONT)
    wait_until(lambda: f"{export} is no longer this worker's" in service.said(), "the first has noticed")
    assert client.get(f"/exports/{export}/")["updated_at"] == row["updated_at"]
    assert len(stored(service.data_dir / "files")) == 1
