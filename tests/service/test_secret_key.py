"""The key that signs addresses and tokens, and the directory that it is kept in."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from solo_export.config import ConfigError
from solo_export.data_dir import data_dir
from solo_export.secret_key import secret_key


def test_a_given_key_is_taken(tmp_path: Path) -> None:
    assert secret_key("given", tmp_path, embedded=False) == "given"
    assert list(tmp_path.iterdir()) == []


def test_one_machine_makes_its_own_and_keeps_it_to_itself(tmp_path: Path) -> None:
    key = secret_key("", tmp_path, embedded=True)
    assert len(key) >= 50
    assert secret_key("", tmp_path, embedded=True) == key
    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key("", tmp_path, embedded=True), range(32)))
    assert len(keys) == 1


def test_several_machines_are_not_given_a_key_each(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SOLO_SECRET_KEY must be set"):
        secret_key("", tmp_path, embedded=False)


def test_where_it_cannot_be_kept_the_start_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SOLO_DATA_DIR"):
        secret_key("", tmp_path / "not there", embedded=True)


class TestDataDirectory:
    def test_it_is_made_for_its_owner_alone(self, tmp_path: Path) -> None:
        directory = data_dir(str(tmp_path / "a" / "b"), is_needed=True)
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700

    def test_it_is_not_made_where_nothing_would_be_in_it(self, tmp_path: Path) -> None:
        assert not data_dir(str(tmp_path / "a"), is_needed=False).exists()

    def test_one_that_cannot_be_made_is_answered_by_what_to_write(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(ConfigError, match="SOLO_DATA_DIR must be"):
            data_dir(str(tmp_path / "file"), is_needed=True)
