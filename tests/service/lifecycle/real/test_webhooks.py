"""The operator's system hears of exports from the workers, whatever they are."""

from __future__ import annotations

from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import wait_until
from tests.support.receiver import SECRET, receiver
from tests.support.service import Client


def test_every_end_is_told_once(start: Start, settings_of_service: dict[str, str]) -> None:
    with receiver() as system:
        hook = {"SOLO_WEBHOOK_URL": f"{system.address}/hooks", "SOLO_WEBHOOK_SECRET": SECRET}
        client = Client(start(**hook, **settings_of_service).address)
        good, bad = client.ask("json"), client.ask("png", pages=["nowhere"])
        told = system.messages
        wait_until(lambda: len(told) == 2, "both are told")
    assert all(message.is_signed() for message in told)
    assert {(message.json["type"], message.json["data"]["id"]) for message in told} == {
        ("export.completed", good),
        ("export.failed", bad),
    }
