"""The release before beside this one: for a while both work on one database."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from solo_export.exports import migrations
from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import started, wait_until
from tests.support.required import program
from tests.support.service import Client, environment

ROOT = Path(__file__).parents[4]
NEWEST_MIGRATION = max(Path(migrations.__path__[0]).glob("0*.py")).relative_to(ROOT)


@pytest.fixture
def previous_release(tmp_path: Path) -> Path:
    """This repository as it was before the newest migration, without what is compiled."""
    git = [program("git"), "-C", str(ROOT)]
    log = [*git, "log", "--diff-filter=A", "--format=%H", "--", str(NEWEST_MIGRATION)]
    added = subprocess.run(log, capture_output=True, text=True, check=False).stdout.split()
    if not added:
        pytest.skip("This copy of the project has no history, and so no release before.")
    archive = tmp_path / "previous.tar"
    subprocess.run([*git, "archive", "--output", str(archive), f"{added[0]}~", "src"], check=True)
    shutil.unpack_archive(archive, tmp_path / "previous")
    return tmp_path / "previous" / "src"


def test_its_worker_and_ours_drain_the_same_queue(
    start: Start, tmp_path: Path, postgres_url: str, redis_url: str, previous_release: Path
) -> None:
    settings = {"DATABASE_URL": postgres_url, "SOLO_BROKER_URL": redis_url}
    assert not (previous_release.parent / NEWEST_MIGRATION).exists()
    service = start(workers=0, **settings)
    client = Client(service.address)
    exports = [client.ask(format) for format in ("png", "pdf", "json") * 8]
    worker = [sys.executable, "-m", "solo_export.cli", "worker", "--threads", "1"]
    ours = environment(service.data_dir, **settings)
    logs = tmp_path / "ours.log", tmp_path / "theirs.log"
    theirs = {**ours, "PYTHONPATH": str(previous_release)}

    def completed_by_each() -> list[int]:
        return [log.read_text().count("is completed") for log in logs]

    with started(worker, logs[0], ours), started(worker, logs[1], theirs):
        wait_until(lambda: client.is_done(*exports), "all are done")
        while not all(completed_by_each()):
            exports.append(client.ask("json"))
            wait_until(lambda: client.is_done(*exports[-1:]), "one more is done")
    assert sum(completed_by_each()) == len(exports)
    assert all(client.download(export) for export in exports)
