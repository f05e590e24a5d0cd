"""Somebody else's Django project, with its own people, sessions and sign-in, gets exports by an app."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.support.processes import PATIENCE_SECONDS, free_port, listens, wait_until

PROJECT = Path(__file__).parent
ANNA, BORIS = "anna@school.example", "boris@school.example"


class School:
    """The project on disk, with its database made and its people in it."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._env = {
            **os.environ,
            "SCHOOL_DATA_DIR": str(data_dir),
            "DJANGO_SETTINGS_MODULE": "school.settings",
        }

    def manage(self, *command: str) -> str:
        """The output of a command, which must succeed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=PROJECT,
            env=self._env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def running(self, *command: str) -> Iterator[None]:
        """A command that runs until the end of the block, and then stops cleanly."""
        process = subprocess.Popen([sys.executable, "manage.py", *command], cwd=PROJECT, env=self._env)
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)

    def call(self, path: str, body: Any = None, person: str | None = ANNA, **headers: str) -> tuple[int, Any]:
        """The status and the answer of a call: decoded if it is JSON, else its bytes."""
        if person is not None:
            headers["Authorization"] = f"Basic {base64.b64encode(f'{person}:chalk'.encode()).decode()}"
        data = None if body is None else json.dumps(body).encode()
        url = path if path.startswith("http") else self.address + path
        request = Request(url, data, {"Content-Type": "application/json", **headers})
        try:
            with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.status, _decoded(answer)
        except HTTPError as error:
            return error.code, _decoded(error)

    def wait_for_export(self, wanted: str) -> Any:
        """How an export of the first lesson has ended."""
        status, export = self.call("/boards/api/v1/solo/sessions/1/export/", {"format": wanted})
        assert status == 201
        poll = f"/boards/api/v1/exports/{export['id']}/"
        wait_until(lambda: self.call(poll)[1]["status"] in {"completed", "failed"}, "the export has ended")
        return self.call(poll)[1]


def _decoded(answer: Any) -> Any:
    data = answer.read()
    is_ours = (
        answer.headers["Content-Type"] == "application/json" and "Content-Disposition" not in answer.headers
    )
    return json.loads(data) if is_ours else data


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    port = free_port()
    school = School(tmp_path_factory.mktemp("school"), port)
    school.manage("migrate", "--verbosity", "0")
    assert school.manage("begin_school") == "1"
    with (
        school.running("runserver", "--noreload", f"127.0.0.1:{port}"),
        school.running("export_worker", "--threads", "1"),
    ):
        wait_until(lambda: listens(port), "the server listens")
        school.wait_for_export("json")
        yield school


def test_the_project_is_sound_and_needs_no_migration_of_its_own_for_exports(school: School) -> None:
    school.manage("check", "--fail-level", "WARNING")
    assert "No changes" in school.manage("makemigrations", "--check", "--dry-run")


@pytest.mark.parametrize(("wanted", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF-"), ("json", b'{"')])
def test_an_export_is_asked_for_polled_and_downloaded(school: School, wanted: str, start: bytes) -> None:
    export = school.wait_for_export(wanted)
    assert (export["status"], export["error"]) == ("completed", None)
    assert (export["session_id"], export["format"]) == ("1", wanted)
    assert export["file_url"].startswith(f"{school.address}/boards/files/")
    status, data = school.call(export["file_url"], person=None)
    assert status == 200
    assert data.startswith(start)
    assert len(data) == export["file_size"]


def test_a_caller_may_wait_even_where_requests_are_transactions(school: School) -> None:
    path = "/boards/api/v1/solo/sessions/1/export/"
    status, export = school.call(path, {"format": "json"}, Prefer="wait=30")
    assert (status, export["status"]) == (201, "completed")
    assert export["data"]["pages"][0]["id"] == "p1"


def test_exports_of_a_lesson_are_listed(school: School) -> None:
    school.call("/boards/api/v1/solo/sessions/1/export/", {})
    status, body = school.call("/boards/api/v1/solo/sessions/1/exports/")
    assert (status, list(body)) == (200, ["count", "results"])
    assert body["count"] == len(body["results"]) >= 1


@pytest.mark.parametrize("lesson", ["2", "0", "-1", "one", "9" * 40, "9" * 5000, "1.5", "%00"])
def test_a_lesson_that_is_not_there_is_not_found(school: School, lesson: str) -> None:
    answer = school.call(f"/boards/api/v1/solo/sessions/{lesson}/export/", {"format": "png"})
    assert answer == (404, {"detail": "Session not found"})


def test_another_teachers_lesson_and_exports_are_not_found(school: School) -> None:
    _, export = school.call("/boards/api/v1/solo/sessions/1/export/", {})
    path = "/boards/api/v1/solo/sessions/1/export/"
    assert school.call(path, {}, BORIS) == (404, {"detail": "Session not found"})
    path = f"/boards/api/v1/exports/{export['id']}/"
    assert school.call(path, None, BORIS) == (404, {"detail": "Export not found"})


def test_refusals_read_the_same_whatever_the_projects_own_handler_and_parsers_are(school: School) -> None:
    path = "/boards/api/v1/solo/sessions/1/export/"
    assert school.call(path, {"format": "gif"}) == (400, {"error": "Invalid format"})
    assert school.call(path, {}, person=None)[0] == 401
