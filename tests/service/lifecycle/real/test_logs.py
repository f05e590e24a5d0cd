"""One request's way through the logs of all processes."""

from __future__ import annotations

import json

from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import wait_until
from tests.support.service import Client, Service


def lines(service: Service) -> list[dict[str, object]]:
    """What was logged; the greeting is for people and stands between."""
    return [json.loads(line) for line in service.said().splitlines() if line.startswith("{")]


def test_an_export_is_followed_by_its_request_from_the_post_to_the_file(start: Start, redis_url: str) -> None:
    service = start(SOLO_LOG_FORMAT="json", SOLO_BROKER_URL=redis_url)
    client = Client(service.address)
    path = f"/solo/sessions/{client.session}/export/"
    export = client.post(path, {"format": "png"}, **{"X-Request-ID": "r-4711"})["id"]
    wait_until(lambda: client.is_done(export), "the export is done")

    def ours() -> list[dict[str, object]]:
        return [line for line in lines(service) if line.get("request_id") == "r-4711"]

    # Each process writes when it comes to it. What a library says as a renderer starts may be read late.
    steps = {f"solo_export.exports.{module}" for module in ("actions.request", "runner", "outcome")}
    expected = {*steps, "gunicorn.access"}
    wait_until(lambda: expected <= {line["logger"] for line in ours()}, "all of them have said it")
    loggers = [line["logger"] for line in ours() if line["logger"] != "solo_export.exports.renderer.process"]
    assert sorted(map(str, loggers)) == sorted(expected)
    assert all(line.get("export_id") == export for line in ours() if line["logger"] in steps)
    [answered] = [line for line in ours() if line["logger"] == "gunicorn.access"]
    assert (answered["method"], answered["status"]) == ("POST", 201)


def test_as_json_nothing_else_is_written_once_it_runs(start: Start) -> None:
    service = start(SOLO_LOG_FORMAT="json")
    service.kill("cli worker")
    wait_until(lambda: "is started again" in service.said(), "a worker is started again")
    service.stop()
    _, _, said = service.said().partition("file_url")
    assert [line for line in said.splitlines()[2:] if not line.startswith("{")] == []
