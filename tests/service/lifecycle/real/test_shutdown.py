"""Workers that are told to end while they have much in hand."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.service.lifecycle.real.conftest import Start
from tests.service.lifecycle.real.test_run import long_board
from tests.support.processes import PATIENCE_SECONDS, started, wait_until
from tests.support.service import Client, environment


def test_twenty_exports_in_flight_are_handed_back_at_once(
    start: Start, tmp_path: Path, settings_of_service: dict[str, str]
) -> None:
    patient = {"SOLO_EXPORT_LEASE_SECONDS": "600", "SOLO_EXPORT_RENDER_SECONDS": "600"}
    settings = {**patient, **settings_of_service}
    service = start(workers=0, **settings)
    client = Client(service.address)
    board = long_board(client)
    exports = [client.ask("png", session=board, pages="all", scale=4) for _ in range(20)]

    def all_are(status: str) -> bool:
        return {client.status(export) for export in exports} == {status}

    worker = [sys.executable, "-m", "solo_export.cli", "worker", "--threads"]
    env = environment(service.data_dir, **settings)
    log = tmp_path / "worker.log"
    with started([*worker, "20"], log, env) as first:
        wait_until(lambda: all_are("processing"), "all are in flight")
        first.terminate()
        assert first.wait(PATIENCE_SECONDS) == 0
    assert all_are("pending")
    assert log.read_text().count("is handed back") == 20
    with started([*worker, "1"], tmp_path / "next.log", env):
        wait_until(lambda: any(client.status(export) == "processing" for export in exports), "one is taken")
