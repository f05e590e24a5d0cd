"""The tests of rows and of the API once more, on PostgreSQL instead of SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("tests", ["tests/service/lifecycle/rows", "tests/service/api"])
def test_everything_holds_on_postgresql(postgres_url: str, tests: str) -> None:
    env = {**os.environ, "DATABASE_URL": postgres_url, "SOLO_SECRET_KEY": "0123456789" * 5}
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", tests]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
