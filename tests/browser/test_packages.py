"""The JavaScript packages: their types, their own tests, their size."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from solo_export.page import BUILT
from tests.support.required import lacking

ROOT = Path(__file__).parent.parent.parent
MOST_SCRIPT = 300_000


def npm(*arguments: str) -> None:
    """Run one of the packages' commands; fail with what it says if it fails."""
    if not (ROOT / "node_modules" / "vitest").is_dir():
        lacking("the JavaScript packages (npm ci)")
    done = subprocess.run([ROOT / "scripts/npm", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["test", "types"])
def test_the_packages_pass_their_own_tests_and_types(command: str) -> None:
    npm("run", command)


def test_the_clients_types_are_those_of_the_schema() -> None:
    """After a change of the API, `make schema` writes both."""
    npm("run", "schema", "--", "--check")


def test_the_pages_script_is_small() -> None:
    scripts = list((BUILT / "assets").glob("*.js.gz"))
    if not scripts:
        lacking("the board's page (scripts/page builds it)")
    assert sum(script.stat().st_size for script in scripts) < MOST_SCRIPT
