"""The documentation's examples do what they say, against the service as a reader starts it.

What is marked `sh`, `python` or `typescript`, without a title, is run, page by page; what is marked `ini` are
settings. A remark behind several blanks at the end of a line of `sh` says what the line prints.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from solo_export import config
from tests.support.processes import wait_until
from tests.support.required import lacking, program
from tests.support.service import Client, Service

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md"))
DOCUMENTED_ADDRESS = "http://127.0.0.1:8000"


def code(page: str, language: str) -> str:
    """All of a page's examples in a language, one after the other."""
    text = (DOCS / page).read_text()
    blocks = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text, flags=re.DOTALL | re.MULTILINE)
    return "\n".join(dedent(block) for _, block in blocks)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the service runs."""
    service = Service(tmp_path_factory.mktemp("service"), workers=1)
    try:
        service.start()
        client = Client(service.address)
        first = client.ask()
        wait_until(
            lambda: client.is_done(first), "the worker is there: readers' calls wait for half a minute"
        )
        yield service.address
    finally:
        service.end()


def run(command: list[str], script: str, folder: Path) -> str:
    """What a script prints; it must not fail."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command, input=script, capture_output=True, text=True, cwd=folder, env={**os.environ, "PATH": path}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("page", [page for page in PAGES if code(page, "sh")])
def test_shell(page: str, address: str, tmp_path: Path) -> None:
    program("curl")
    script = code(page, "sh").replace(DOCUMENTED_ADDRESS, address)
    printed = run(["bash", "-euo", "pipefail", "-s"], script, tmp_path)
    place = 0
    for promised in re.findall(r"\S {4}# (.+)$", script, flags=re.MULTILINE):
        place = printed.find(promised, place)
        assert place >= 0, f"{promised} is not printed, or not in its turn:\n{printed}"


@pytest.mark.parametrize("page", [page for page in PAGES if code(page, "python")])
def test_python(page: str, address: str, tmp_path: Path) -> None:
    run([sys.executable, "-"], code(page, "python").replace(DOCUMENTED_ADDRESS, address), tmp_path)


@pytest.mark.parametrize("page", [page for page in PAGES if code(page, "typescript")])
def test_typescript(page: str, address: str) -> None:
    if not (ROOT / "node_modules" / "rolldown").is_dir():
        lacking("the JavaScript packages (npm ci)")
    # Within the tree, for the client to be found by its name; each page's own, as pages are tried at once.
    folder = ROOT / "build" / "docs" / page
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "example.ts").write_text(code(page, "typescript").replace(DOCUMENTED_ADDRESS, address))
    bundle = "rolldown example.ts --platform node --format esm --file example.mjs"
    run(["bash", "-eu"], f"{ROOT}/scripts/npm exec -- {bundle}\nnode example.mjs", folder)


@pytest.mark.parametrize("page", [page for page in PAGES if code(page, "ini")])
def test_settings(page: str, tmp_path: Path) -> None:
    lines = code(page, "ini").replace("/srv/fonts", str(tmp_path)).split()
    written = dict(line.split("=", 1) for line in lines)
    config.read(written)
    assert {name for name in written if name.startswith("SOLO_")} <= {row.name for row in config.TABLE}
