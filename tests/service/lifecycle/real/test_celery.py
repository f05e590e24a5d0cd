"""The same promises through Celery, on Redis and on RabbitMQ."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.lifecycle.conftest import stored
from tests.service.lifecycle.real.conftest import Start
from tests.service.lifecycle.real.test_run import long_board
from tests.support.processes import wait_until
from tests.support.redis import stoppable_redis
from tests.support.service import Client, Service


@pytest.fixture(params=["redis", "rabbitmq"])
def broker_url(request: pytest.FixtureRequest) -> str:
    """The address of a real broker."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def completed_once(service: Service, exports: list[str]) -> bool:
    """Whether each export has one file and was completed by one attempt."""

    def completions() -> list[int]:
        said = service.said()
        return [said.count(f"Export {export} is completed") for export in exports]

    wait_until(lambda: all(completions()), "the end of each is logged, which its caller may hear of before")
    files = [path.parent.name for path in stored(service.data_dir / "files")]
    return sorted(files) == sorted(exports) and set(completions()) == {1}


def test_exports_are_run_by_celery(start: Start, broker_url: str) -> None:
    service = start(SOLO_BROKER_URL=broker_url)
    client = Client(service.address)
    exports = [client.ask(format) for format in ("png", "pdf", "json") * 3]
    wait_until(lambda: client.is_done(*exports), "all are done")
    assert completed_once(service, exports)


def test_a_shutdown_hands_back_what_is_under_way(start: Start, broker_url: str) -> None:
    service = start(SOLO_BROKER_URL=broker_url, SOLO_EXPORT_LEASE_SECONDS="600")
    client = Client(service.address)
    slow = client.ask("png", session=long_board(client), pages="all", scale=4)
    wait_until(lambda: client.status(slow) == "processing", "the export is under way")
    assert service.stop() == 0
    assert f"Export {slow} is handed back." in service.said()


def test_a_service_that_starts_without_its_broker_waits_for_it(start: Start, tmp_path: Path) -> None:
    with stoppable_redis(tmp_path) as redis:
        with redis.away():
            service = start(SOLO_BROKER_URL=redis.address, SOLO_EXPORT_LEASE_SECONDS="3")
            client = Client(service.address)
            exports = [client.ask("json") for _ in range(5)]
            assert {client.status(export) for export in exports} == {"pending"}
            wait_until(lambda: service.members("renderer.child"), "a renderer warms up meanwhile")
        wait_until(lambda: client.is_done(*exports), "all are done")
        assert completed_once(service, exports)
        service.end()
