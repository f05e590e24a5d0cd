"""What was accepted arrives, and only once, whatever is killed in the middle of it.

`make chaos` does the same for longer.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.chaos.plan import plan
from tests.chaos.setups import SETUPS
from tests.chaos.storm import storm
from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import frozen, started, wait_until
from tests.support.service import Client, environment


@pytest.mark.parametrize("setup", SETUPS)
def test_nothing_is_lost_or_done_twice_whatever_is_killed(setup: str, tmp_path: Path) -> None:
    findings = storm(setup, plan(exports=16, kills=6, seed=3), tmp_path)
    assert findings.miscounts() == []
    assert (findings.completed, findings.kills) == (16, 6)


def test_a_worker_that_slept_for_three_leases_changes_nothing(
    start: Start, tmp_path: Path, settings_of_service: dict[str, str]
) -> None:
    settings = {"SOLO_EXPORT_LEASE_SECONDS": "2", **settings_of_service}
    service = start(workers=1, **settings)
    client = Client(service.address)
    earlier = client.ask("json")
    wait_until(lambda: client.is_done(earlier), "the first worker has a renderer")
    command = [sys.executable, "-m", "solo_export.cli", "worker", "--threads", "1"]
    second = tmp_path / "second.log"
    with frozen(service.members("renderer.child")):
        export = client.ask("json")
        wait_until(lambda: client.status(export) == "processing", "the first worker has the export")
        with frozen(service.members("cli worker")):
            fell_asleep = time.monotonic()
            with started(command, second, environment(service.data_dir, **settings)):
                wait_until(lambda: client.is_done(export), "the second worker has done it")
            wait_until(lambda: time.monotonic() - fell_asleep > 3 * 2, "three leases have passed")
            row = client.get(f"/exports/{export}/")
    wait_until(lambda: f"{export} is no longer this worker's" in service.said(), "the first has noticed")
    said = service.said() + second.read_text()
    assert said.count(f"Export {export} is completed") == 1
    assert client.get(f"/exports/{export}/")["updated_at"] == row["updated_at"]
    assert len(service.file_keys()) == len([earlier, export])
