"""`solo-export run`: everything on one machine by one command."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import is_alive, wait_until
from tests.support.service import Client, environment


def test_the_line_that_it_prints_exports_the_demonstration_board(start: Start, tmp_path: Path) -> None:
    service = start()
    client = Client(service.address)
    first = client.ask("pdf")
    wait_until(lambda: client.is_done(first), "the workers are there: the line waits for half a minute only")
    [line] = re.findall(r"^  (curl .*)$", service.said(), re.MULTILINE)
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True)
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF-")


def test_no_log_says_how_to_open_a_file(start: Start) -> None:
    service = start()
    client = Client(service.address)
    export = client.ask("json")
    wait_until(lambda: client.is_done(export), "the export is done")
    address = client.get(f"/exports/{export}/")["file_url"]
    with urllib.request.urlopen(address) as answer:
        assert answer.read()
    token = address.split("/files/")[1].split("/")[0]
    wait_until(lambda: "GET /files/…/" in service.said(), "the download is logged")
    assert token not in service.said()


def test_ctrl_c_ends_it_cleanly_and_leaves_no_process(start: Start) -> None:
    service = start()
    wait_until(lambda: len(service.members("gunicorn")) > 1, "the server's own processes are there")
    members = service.members()
    assert service.stop(signal.SIGINT) == 0
    wait_until(lambda: not any(map(is_alive, members)), "all of it has ended")


def test_a_shutdown_hands_back_what_is_under_way(start: Start) -> None:
    service = start(SOLO_EXPORT_LEASE_SECONDS="600")
    client = Client(service.address)
    slow = client.ask("png", session=long_board(client), pages="all", scale=4)
    wait_until(lambda: client.status(slow) == "processing", "the export is under way")
    service.stop()
    assert f"Export {slow} is handed back." in service.said()
    service.start()
    client = Client(service.address)
    wait_until(lambda: client.status(slow) == "processing", "the next worker has it, lease or no lease")


def test_a_second_start_finds_what_the_first_left(start: Start) -> None:
    service = start()
    client = Client(service.address)
    export = client.ask("json")
    wait_until(lambda: client.is_done(export), "the export is done")
    service.stop()
    service.start()
    again = Client(service.address)
    assert again.session == client.session
    assert again.download(export)


def test_what_dies_is_started_again(start: Start) -> None:
    service = start()
    for kind in ("gunicorn", "cli worker"):
        service.kill(kind)
    client = None

    def answers() -> bool:
        nonlocal client
        try:
            client = Client(service.address)
        except OSError:
            return False
        return True

    wait_until(answers, "the server is back")
    assert client is not None
    export = client.ask("json")
    wait_until(lambda: client.is_done(export), "the workers are back")


def test_without_the_supervisor_nobody_lives_on(start: Start) -> None:
    service = start()
    client = Client(service.address)
    client.ask("png", session=long_board(client), pages="all", scale=4)
    wait_until(lambda: service.members("renderer.child"), "a renderer works")
    members = service.kill_supervisor()
    wait_until(lambda: not any(map(is_alive, members)), "all of it has ended")


def test_a_port_that_is_taken_is_answered_by_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        command = [sys.executable, "-m", "solo_export.cli", "run", "--port", port]
        done = subprocess.run(
            command, env=environment(tmp_path), capture_output=True, text=True, check=False, cwd=tmp_path
        )
    assert done.returncode == 2
    assert done.stderr.startswith(f"solo-export: 127.0.0.1:{port} can't be listened at")
    assert done.stderr.endswith("Choose another --port or --host.\n")


def test_with_sync_the_post_answers_when_the_work_is_done(start: Start) -> None:
    client = Client(start(SOLO_EXPORT_SYNC="1").address)
    answer = client.post(f"/solo/sessions/{client.session}/export/", {"format": "png"})
    assert answer["status"] == "completed"
    assert client.download(answer["id"]).startswith(b"\x89PNG")


def test_with_sync_too_a_shutdown_hands_back_what_is_under_way(start: Start) -> None:
    service = start(workers=0, SOLO_EXPORT_SYNC="1", SOLO_EXPORT_LEASE_SECONDS="600")
    client = Client(service.address)
    board = long_board(client)
    with ThreadPoolExecutor(1) as elsewhere:
        posting = elsewhere.submit(client.ask, "png", session=board, pages="all", scale=4)
        wait_until(lambda: service.members("renderer.child"), "the board is being drawn")
        wait_until(lambda: client.get(f"/solo/sessions/{board}/exports/")["count"], "the export is accepted")
        assert service.stop() == 0
        export = posting.result()
    assert f"Export {export} is handed back." in service.said()


def long_board(client: Client, pages: int = 400) -> str:
    """The id of a board that takes minutes to draw, or less with fewer pages."""
    points = [{"x": n * 7 % 900, "y": n * 13 % 1100} for n in range(300)]
    page = {"strokes": [{"tool": "pen", "color": "#000", "size": 6, "points": points}], "assets": []}
    return str(client.post("/solo/sessions/", {"name": "Long", "state": {"pages": [page] * pages}})["id"])
