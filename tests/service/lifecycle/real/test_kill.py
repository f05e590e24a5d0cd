"""What was accepted arrives, and only once, whatever is killed in the middle of it."""

from __future__ import annotations

import re
from collections import Counter

from tests.service.lifecycle.conftest import stored
from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import wait_until
from tests.support.service import Client, Service

EXPORTS = 50


def done(client: Client, board: str) -> int:
    """How many exports are completed."""
    return Counter(export["status"] for export in exports(client, board))["completed"]


def exports(client: Client, board: str) -> list[dict[str, object]]:
    """All exports of a board."""
    results: list[dict[str, object]] = client.get(f"/solo/sessions/{board}/exports/?limit=500")["results"]
    return results


def signed_in(service: Service) -> Client:
    """A client, as soon as the server answers."""
    clients: list[Client] = []

    def is_signed_in() -> bool:
        try:
            clients.append(Client(service.address))
        except OSError:
            return False
        return True

    wait_until(is_signed_in, "the server answers")
    return clients[-1]


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


def test_fifty_exports_survive_every_kind_of_kill(start: Start) -> None:
    service = start(SOLO_EXPORT_LEASE_SECONDS="3")
    client = Client(service.address)
    board = lesson(client)
    accepted = [client.ask(("png", "pdf")[number % 2], board, pages="all") for number in range(EXPORTS)]

    def kill(what: str, after: int) -> None:
        """Kill a part of the service, or all of it, when so many exports are done."""
        client = signed_in(service)
        wait_until(lambda: done(client, board) >= after, f"{after} are done")
        assert done(client, board) < EXPORTS
        if what:
            service.kill(what)
        else:
            service.kill_everything()
            service.start()

    kill("cli worker", after=3)
    kill("gunicorn", after=8)
    kill("", after=12)
    kill("cli worker", after=18)
    kill("", after=22)
    client = signed_in(service)
    wait_until(lambda: done(client, board) == EXPORTS, "all are done", seconds=180)

    rows = exports(client, board)
    assert sorted(str(row["id"]) for row in rows) == sorted(accepted)
    files = stored(service.data_dir / "files")
    assert sorted(path.parent.name for path in files) == sorted(accepted)
    sizes = {path.parent.name: path.stat().st_size for path in files}
    assert {str(row["id"]): row["file_size"] for row in rows} == sizes
    completions = Counter(re.findall(r"Export (\S+) is completed", service.said()))
    assert max(completions.values()) == 1
    assert service.said().count("was left by its worker") >= 3
