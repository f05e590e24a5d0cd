"""`solo-export doctor`: what it finds, what it advises, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from solo_export.doctor import installation, machine
from solo_export.doctor.finding import State
from tests.support.processes import free_port
from tests.support.service import environment


def doctor(directory: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "solo_export.cli", *arguments]
    env = environment(directory / "data", **settings)
    env.pop("SOLO_REQUIRE_ALL", None)  # the tests' own, and none of the service's
    return subprocess.run(
        command,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
    )


def states(answer: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    return {check["name"]: check["state"] for check in json.loads(answer.stdout)["checks"]}


def test_a_sound_installation_needs_nothing(tmp_path: Path) -> None:
    assert doctor(tmp_path, "migrate", "-v0").returncode == 0
    answer = doctor(tmp_path, "doctor", "--json")
    assert answer.returncode == 0, answer.stdout
    assert json.loads(answer.stdout)["ok"] is True
    for name in ("python", "settings", "database", "migrations", "storage", "renderer", "clock"):
        assert states(answer)[name] == "ok"


def test_what_must_be_done_is_said_and_ends_it_with_1(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "files").touch()
    broker = f"redis://:s3cret@127.0.0.1:{free_port()}/0"
    answer = doctor(tmp_path, "doctor", SOLO_BROKER_URL=broker)
    assert answer.returncode == 1
    said = answer.stdout
    for line in ("FAULT   database", "FAULT   storage", "FAULT   broker", "ok      renderer"):
        assert line in said
    assert "solo-export migrate" in said
    assert "s3cret" not in said + answer.stderr


def test_settings_that_cannot_be_read_are_a_fault_like_any_other(tmp_path: Path) -> None:
    answer = doctor(tmp_path, "doctor", "--json", SOLO_EXPORT_LEASE_SECONDS="soon")
    assert answer.returncode == 1
    assert states(answer)["settings"] == "fault"
    assert "SOLO_EXPORT_LEASE_SECONDS must be" in answer.stdout


def test_what_a_setting_must_look_like_is_written_out(tmp_path: Path) -> None:
    said = doctor(tmp_path, "doctor", DATABASE_URL="postgres").stdout
    assert "such as postgres://user:password@localhost:5432/name" in said


def test_settings_that_do_not_fit_together_or_are_unknown_are_told(tmp_path: Path) -> None:
    settings = {"SOLO_WEBHOOK_URL": "https://boards.example.org/hooks/", "SOLO_MAX_PAGE": "3"}
    answer = doctor(tmp_path, "doctor", **settings)
    assert answer.returncode == 1
    assert "FAULT   settings     SOLO_WEBHOOK_URL needs SOLO_WEBHOOK_SECRET" in answer.stdout
    assert "warning settings     There is no setting SOLO_MAX_PAGE, so it does nothing." in answer.stdout
    assert "Did you mean SOLO_MAX_PAGES?" in answer.stdout


@pytest.mark.parametrize(
    ("finding", "state", "advice"),
    [
        (machine.python((3, 10, 4)), State.FAULT, "3.11"),
        (machine.python((3, 14, 0)), State.WELL, ""),
        (machine.kernels(["boardkit.scene.freehand"]), State.WARNING, "gcc"),
        (machine.kernels([]), State.WELL, ""),
        (machine.fonts(["Chinese", "emoji"]), State.WARNING, "fonts-noto-cjk fonts-noto-color-emoji"),
        (machine.fonts(None), State.WARNING, "fontconfig"),
        (machine.fonts([]), State.WELL, ""),
        (machine.sandbox(can_seal=True, can_limit=True), State.WELL, ""),
        (machine.sandbox(can_seal=True, can_limit=False), State.WARNING, "5.13"),
        (installation.clock(-6), State.WARNING, "NTP"),
        (installation.clock(4.9), State.WELL, ""),
        (installation.memory(2048, 4, 4096), State.WARNING, "SOLO_EXPORT_RENDER_MEMORY_MB to 1024"),
        (installation.memory(2048, 2, 4096), State.WELL, ""),
        (
            installation.public_address({"SOLO_PUBLIC_URL": "", "DATABASE_URL": {"ENGINE": "x"}}),
            State.WARNING,
            "https://",
        ),
        (installation.proxies({"SOLO_PROXIES": 0, "SOLO_HTTPS_ONLY": True}), State.WARNING, "such as 1"),
        (installation.proxies({"SOLO_PROXIES": 1, "SOLO_HTTPS_ONLY": True}), State.WELL, ""),
        (installation.proxies({"SOLO_PROXIES": 0, "SOLO_HTTPS_ONLY": False}), State.WELL, ""),
    ],
)
def test_each_finding_says_how_it_stands_and_what_to_do(finding: Any, state: State, advice: str) -> None:
    assert finding.state is state
    assert advice in finding.advice
    assert bool(finding.advice) is (state is not State.WELL)


def test_the_way_of_the_clock_is_told() -> None:
    assert "7 s behind" in installation.clock(7.2).text
    assert "7 s ahead of" in installation.clock(-7.2).text
