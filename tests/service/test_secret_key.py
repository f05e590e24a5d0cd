"""The key that signs addresses and tokens."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from solo_export.config import ConfigError
from solo_export.secret_key import secret_key


def test_a_given_key_is_taken(tmp_path: Path) -> None:
    assert secret_key("given", tmp_path, embedded=False) == "given"
    assert list(tmp_path.iterdir()) == []


def test_one_machine_makes_its_own_and_keeps_it_to_itself(tmp_path: Path) -> None:
    directory = tmp_path / "var"
    key = secret_key("", directory, embedded=True)
    assert len(key) >= 50
    assert secret_key("", directory, embedded=True) == key
    [file] = directory.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_processes_that_start_at_once_agree_on_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key("", tmp_path, embedded=True), range(32)))
    assert len(keys) == 1


def test_several_machines_are_not_given_a_key_each(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SOLO_SECRET_KEY must be set"):
        secret_key("", tmp_path, embedded=False)


def test_a_directory_that_cannot_be_written_is_answered_by_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("no directory")
    with pytest.raises(ConfigError, match="SOLO_DATA_DIR"):
        secret_key("", tmp_path / "var", embedded=True)
