"""A caller who wants an export no longer, while a worker in another process draws it."""

from __future__ import annotations

from tests.service.lifecycle.conftest import stored
from tests.service.lifecycle.real.conftest import Start
from tests.service.lifecycle.real.test_run import long_board
from tests.support.processes import wait_until
from tests.support.service import Client


def test_a_cancelled_drawing_is_stopped_and_its_place_is_free(
    start: Start, settings_of_service: dict[str, str]
) -> None:
    service = start(workers=1, SOLO_EXPORT_LEASE_SECONDS="3", **settings_of_service)
    client = Client(service.address)
    slow = client.ask("png", session=long_board(client), pages="all", scale=4)
    wait_until(lambda: client.status(slow) == "processing", "the export is under way")
    client.delete(f"/exports/{slow}/")
    wait_until(lambda: f"Export {slow} is no longer this worker's." in service.said(), "the worker noticed")
    assert client.get("/exports/")["count"] == 0
    assert stored(service.data_dir / "files") == []
    quick = client.ask("json")
    wait_until(lambda: client.is_done(quick), "the only worker is free again")
