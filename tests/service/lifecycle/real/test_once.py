"""Asking a hundred times at once, of several server processes, is asking once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.service.lifecycle.conftest import stored
from tests.service.lifecycle.real.conftest import Start
from tests.support.processes import wait_until
from tests.support.service import Client


def test_a_hundred_posts_with_one_key_make_one_export(
    start: Start, settings_of_service: dict[str, str]
) -> None:
    service = start(workers=1, **settings_of_service)
    client = Client(service.address)
    path = f"/solo/sessions/{client.session}/export/"

    def ask(_: int) -> str:
        """Whoever is told that the server is busy asks again: that is what the key is for."""
        return str(client.post(path, {"format": "json"}, **{"Idempotency-Key": "the only one"})["id"])

    with ThreadPoolExecutor(100) as threads:
        [export] = set(threads.map(ask, range(100)))
    wait_until(lambda: client.is_done(export), "the export is done")
    assert client.get("/exports/")["count"] == 1
    assert len(stored(service.data_dir / "files")) == 1
