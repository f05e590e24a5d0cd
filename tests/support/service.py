"""`solo-export run` as a person starts it, and a client that knows nothing but the API."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from tests.support.processes import (
    PATIENCE_SECONDS,
    command_line,
    descendants,
    end,
    is_alive,
    kill_all,
    wait_until,
)

SECRET = "0123456789" * 5
LOG_NAME = "service.log"


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a service with these settings, which draws everything anew, and no others."""
    foreign = re.compile(r"SOLO_(?!REQUIRE)|DATABASE_URL|AWS_|DJANGO_")
    own = {name: value for name, value in os.environ.items() if not foreign.match(name)}
    return {
        **own,
        "SOLO_DATA_DIR": str(data_dir),
        "SOLO_SECRET_KEY": SECRET,
        "SOLO_EXPORT_REUSE": "0",
        **settings,
    }


class Service:
    """The whole service on one data directory, started and killed as often as a test likes."""

    def __init__(self, directory: Path, workers: int, **settings: str) -> None:
        self.data_dir = directory / "data"
        self.log = directory / LOG_NAME
        self.address = ""
        self._workers = workers
        self._environment = environment(self.data_dir, **settings)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The supervisor."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and return when it says that it runs."""
        already_said = self.said()
        self.begin()
        wait_until(lambda: "runs at" in self.said()[len(already_said) :], "the service runs")
        self.address = re.findall(r"runs at (\S+)/ ", self.said())[-1]

    def begin(self) -> None:
        """Start it, and don't wait."""
        command = [
            sys.executable,
            "-m",
            "solo_export.cli",
            "run",
            "--port",
            "0",
            "--workers",
            str(self._workers),
        ]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=output, stderr=output, cwd=self.log.parent
            )

    def said(self) -> str:
        """All that it has printed since the first start."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def file_keys(self) -> list[str]:
        """The files of exports on its disk."""
        files = self.data_dir / "files"
        return [str(path.relative_to(files)) for path in files.glob("exports/*/*")]

    def members(self, kind: str = "") -> list[int]:
        """Its processes whose command line holds `kind`: `gunicorn`, `cli worker`, `renderer.child`."""
        return [pid for pid in descendants(self.pid) if kind in command_line(pid)]

    def kill(self, kind: str) -> None:
        """Kill some of its processes as a power cut would, and wait until they are gone."""
        pids = self.members(kind)
        kill_all(pids)
        wait_until(lambda: not any(map(is_alive, pids)), f"{kind} is dead")

    def kill_everything(self) -> None:
        """Kill all of it at once."""
        assert self._process is not None
        kill_all([self.pid, *self.members()])
        self._process.wait()

    def kill_supervisor(self) -> list[int]:
        """Kill nothing but the process that started the others, which are returned."""
        assert self._process is not None
        members = self.members()
        self._process.kill()
        self._process.wait()
        return members

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, as Ctrl-C does with SIGINT; its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        """End it however that is possible, if it runs at all."""
        if self._process is not None:
            end(self._process)


class Client:
    """Somebody who signs in as the demonstration user and calls the API.

    Whoever is told that the service is busy just now comes again when they were told to.
    """

    def __init__(self, address: str) -> None:
        self._api = f"{address}/api/v1"
        self.token = ""
        signed_in = self.post("/auth/token/", {"username": "demo", "password": "demo"})
        self.token, self.refresh = signed_in["access"], signed_in["refresh"]
        self.session = self.get("/solo/sessions/")["results"][0]["id"]

    @property
    def authorization(self) -> dict[str, str]:
        """The header that says who calls; none before the signing in."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str) -> Any:
        """The answer to a GET."""
        return self._patiently(self._request(path))

    def post(self, path: str, body: dict[str, Any], **headers: str) -> Any:
        """The answer to a POST."""
        return self._patiently(self._request(path, body, headers))

    def post_once(self, path: str, body: dict[str, Any], **headers: str) -> Any:
        """The answer to a POST. Raises `HTTPError` of 503, too, where the service is busy."""
        return _answer(self._request(path, body, headers))

    def delete(self, path: str) -> None:
        """Delete what is at a path."""
        self._patiently(self._request(path, method="DELETE"))

    def ask(self, format: str = "png", session: str | None = None, **options: Any) -> str:
        """Ask for an export; its id."""
        path = f"/solo/sessions/{session or self.session}/export/"
        return str(self.post(path, {"format": format, "options": options})["id"])

    def status(self, export_id: str) -> str:
        """How an export stands."""
        return str(self.get(f"/exports/{export_id}/")["status"])

    def is_done(self, *exports: str) -> bool:
        """Whether all of these exports are completed."""
        return all(self.status(export) == "completed" for export in exports)

    def download(self, export_id: str) -> bytes:
        """The file of a completed export, opened as a tab opens it: without a header."""
        with urllib.request.urlopen(self.get(f"/exports/{export_id}/")["file_url"]) as answer:
            return bytes(answer.read())

    def _request(
        self, path: str, body: Any = None, headers: Mapping[str, str] = {}, method: str | None = None
    ) -> urllib.request.Request:
        all_headers = {"Content-Type": "application/json", **self.authorization, **headers}
        data = None if body is None else json.dumps(body).encode()
        return urllib.request.Request(f"{self._api}{path}", data, all_headers, method=method)

    @staticmethod
    def _patiently(request: urllib.request.Request) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return _answer(request)
            except HTTPError as refusal:
                pause = refusal.headers["Retry-After"]
                if refusal.code != HTTPStatus.SERVICE_UNAVAILABLE or not pause or time.monotonic() > deadline:
                    raise
                time.sleep(int(pause))


def _answer(request: urllib.request.Request) -> Any:
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        return json.loads(answer.read() or "null")
