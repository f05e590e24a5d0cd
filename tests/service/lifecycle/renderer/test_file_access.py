"""A process that may only read some files: what it can no longer do, and that a child is such a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from solo_export.exports.renderer.file_access import can_limit

pytestmark = pytest.mark.skipif(not can_limit(), reason="this kernel has no Landlock")

LIMITED = """
import os, sys, threading
from pathlib import Path
from solo_export.exports.renderer.file_access import allow_reading_only
folder = Path(sys.argv[1])
kept_open = open(folder / "allowed" / "font")
assert allow_reading_only([folder / "allowed", folder / "single", folder / "missing"])
"""
CHILD = """
import sys
from pathlib import Path
from solo_export.exports.renderer.child import shut_in
folder = Path(sys.argv[1])
shut_in(1024, ())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "allowed").mkdir()
    for name in ("allowed/font", "single", "secret"):
        (tmp_path / name).write_text(name)
    return tmp_path


def run(prelude: str, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", prelude + code, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("prelude", [LIMITED, CHILD], ids=["any process", "a child that draws"])
@pytest.mark.parametrize(
    "code",
    [
        pytest.param("(folder / 'secret').read_text()", id="reading another file"),
        pytest.param("list(folder.iterdir())", id="listing another folder"),
        pytest.param("Path(f'/proc/{os.getppid()}/environ').read_text()", id="the parent's environment"),
        pytest.param("open(folder / 'allowed' / 'font', 'a')", id="writing"),
        pytest.param("os.truncate(folder / 'secret', 0)", id="truncating"),
        pytest.param("(folder / 'allowed' / 'font').unlink()", id="deleting"),
        pytest.param("(folder / 'secret').rename(folder / 'taken')", id="renaming"),
        pytest.param("(folder / 'new').touch()", id="making a file"),
        pytest.param("(folder / 'new').mkdir()", id="making a folder"),
        pytest.param("(folder / 'link').symlink_to('/etc')", id="making a link"),
    ],
)
def test_it_is_refused(folder: Path, prelude: str, code: str) -> None:
    attempt = f"import os\ntry: {code}\nexcept PermissionError: print('refused')"
    assert run(prelude, attempt, folder).stdout == "refused\n"
    assert (folder / "secret").read_text() == "secret"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("(folder / 'allowed' / 'font').read_text()", id="a file in a folder"),
        pytest.param("(folder / 'single').read_text()", id="a file"),
        pytest.param("list((folder / 'allowed').iterdir())", id="the folder's list"),
        pytest.param("kept_open.read()", id="one that was open"),
    ],
)
def test_what_is_allowed_can_be_read(folder: Path, code: str) -> None:
    assert run(LIMITED, f"print(bool({code}))", folder).stdout == "True\n"


def test_it_holds_for_threads_made_later(folder: Path) -> None:
    code = """
found = []
def attempt():
    try: (folder / "secret").read_text()
    except PermissionError as error: found.append(error)
thread = threading.Thread(target=attempt); thread.start(); thread.join()
print(len(found))
"""
    assert run(LIMITED, code, folder).stdout == "1\n"
