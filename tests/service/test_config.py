"""The environment: what it may say, and what a wrong value is answered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from boardkit import Limits
from solo_export import config
from solo_export.config import ConfigError
from solo_export.exports import conf

README = Path(__file__).parents[2] / "README.md"


def test_an_empty_environment_gives_the_apps_own_defaults() -> None:
    values = config.read({})
    assert {name: values[name] for name in conf.DEFAULTS if name in values}.items() <= conf.DEFAULTS.items()
    assert {name: values[name] for name in conf.LIMITS} == {
        name: getattr(Limits(), field) for name, field in conf.LIMITS.items()
    }


def test_an_empty_variable_counts_as_unset() -> None:
    assert config.read({"SOLO_EXPORT_URL_SECONDS": " "})["SOLO_EXPORT_URL_SECONDS"] == 900


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("SOLO_ALLOWED_HOSTS", "a.example, b.example,", ["a.example", "b.example"]),
        ("SOLO_EXPORT_SYNC", "1", True),
        ("SOLO_EXPORT_SYNC", "no", False),
        ("SOLO_EXPORT_LEASE_SECONDS", "5", 5),
        ("SOLO_PUBLIC_URL", "https://boards.example.org/", "https://boards.example.org"),
        ("SOLO_CORS_ORIGINS", "https://a.example,http://localhost:5173", ["https://a.example", "http://localhost:5173"]),
        ("SOLO_BROKER_URL", "redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("SOLO_MAX_PAGES", "7", 7),
        ("SOLO_FONT_FOLDERS", "/tmp, /", ["/tmp", "/"]),
        ("SOLO_WEBHOOK_URL", "https://boards.example.org/hooks/", "https://boards.example.org/hooks/"),
    ],
)  # fmt: skip
def test_a_value_is_read(name: str, written: str, value: object) -> None:
    assert config.read({name: written})[name] == value


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("SOLO_EXPORT_SYNC", "perhaps"),
        ("SOLO_WEBHOOK_URL", "ftp://boards.example.org"),
        ("SOLO_WEBHOOK_SECRET", "not so secret"),
        ("SOLO_EXPORT_URL_SECONDS", "15 min"),
        ("SOLO_EXPORT_URL_SECONDS", "0"),
        ("SOLO_EXPORT_LEASE_SECONDS", "-1"),
        ("SOLO_EXPORT_RENDER_MEMORY_MB", "1"),
        ("SOLO_MAX_STATE_BYTES", "1e7"),
        ("SOLO_PUBLIC_URL", "boards.example.org"),
        ("SOLO_CORS_ORIGINS", "https://a.example/path"),
        ("SOLO_BROKER_URL", "localhost:6379"),
        ("SOLO_BROKER_URL", "sqs://"),
        ("SOLO_S3_ENDPOINT_URL", "minio:9000"),
        ("DATABASE_URL", "oops"),
        ("DATABASE_URL", "mysql://solo@db.example/solo"),
        ("SOLO_SECRET_KEY", "short"),
        ("SOLO_FONT_FOLDERS", "/nowhere"),
    ],
)
def test_a_wrong_value_is_answered_by_what_would_be_right(name: str, written: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.read({name: written})
    message = str(caught.value)
    assert message.startswith(f"{name} must be ")
    assert message.endswith(".")
    assert written not in message.removeprefix(name).split()


def test_a_wrong_value_stops_the_start_with_one_sentence() -> None:
    env = {**os.environ, "SOLO_EXPORT_LEASE_SECONDS": "soon"}
    command = [sys.executable, "-m", "solo_export.cli", "migrate"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == ("solo-export: SOLO_EXPORT_LEASE_SECONDS must be a whole number from 1 to 3600.\n")


def test_several_machines_need_a_key_that_all_of_them_know() -> None:
    env = {**os.environ, "DATABASE_URL": "postgres://solo@db.example/solo", "SOLO_SECRET_KEY": ""}
    command = [sys.executable, "-m", "solo_export.cli", "migrate"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("solo-export: SOLO_SECRET_KEY must be set")


def test_the_readme_has_the_table() -> None:
    _, _, rest = README.read_text().partition("[start:settings] -->\n")
    table, _, _ = rest.partition("\n<!-- --8<-- [end:settings]")
    assert table == config.table(), "Write it anew with: solo-export settings"
