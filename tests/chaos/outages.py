"""Something that the service stands on goes away under load and comes back, and the promises are counted."""

from __future__ import annotations

import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.findings import Felt
from tests.chaos.plan import BOARDS, Order, plan
from tests.chaos.troubles import GROUNDS, LEASE_SECONDS, Trouble
from tests.support.processes import wait_until
from tests.support.service import Client, Service

_SETTINGS = {"SOLO_EXPORT_LEASE_SECONDS": str(LEASE_SECONDS), "SOLO_EXPORT_CALLS_PER_MINUTE": "1000000"}
_SECONDS_BETWEEN_POSTS = 0.1


def outages(ground: str, posts: int, seed: int, directory: Path) -> Iterator[tuple[str, Felt]]:
    """What was felt of each trouble of a ground, one after the other, with so many exports asked for."""
    with GROUNDS[ground](directory) as found:
        service = Service(directory, workers=2, **found.settings, **_SETTINGS)
        try:
            service.start()
            for number, trouble in enumerate(found.troubles):
                orders = plan(posts, kills=0, seed=seed + number).orders
                keys = found.keys or service.file_keys
                yield trouble.name, _feel(Client(service.address), trouble, orders, keys)
        finally:
            service.end()


def _feel(client: Client, trouble: Trouble, orders: tuple[Order, ...], keys: Callable[[], list[str]]) -> Felt:
    """What is felt of a trouble that comes after a third of the posts and stays for another third."""
    before, files_before = _count(client), len(keys())
    caller = _Caller(client, orders)
    if trouble.needs_rest:
        with trouble.during():
            pass
    with caller.asking():
        caller.wait_for_posts(len(orders) // 3)
        if not trouble.needs_rest:
            with trouble.during():
                caller.wait_for_posts(2 * len(orders) // 3)
        over, accepted = time.monotonic(), list(caller.accepted)
        wait_until(lambda: client.is_done(*accepted), "all is done that was accepted")
        catch_up_seconds = time.monotonic() - over
    wait_until(lambda: _are_ended(client, caller.accepted), "all has ended")
    seconds = sorted(answer.seconds for answer in caller.answers)
    return Felt(
        posts=len(caller.answers),
        refused=sum(answer.is_refusal for answer in caller.answers),
        unclear=sum(not (answer.is_refusal or answer.is_acceptance) for answer in caller.answers),
        accepted=len(caller.accepted),
        not_completed=sum(not client.is_done(export) for export in caller.accepted),
        asked_twice=_count(client) - before - len(caller.accepted),
        stray_files=len(keys()) - files_before - len(caller.accepted),
        slow_post_seconds=seconds[len(seconds) * 99 // 100],
        catch_up_seconds=catch_up_seconds,
        may_be_noticed=not trouble.is_of_broker,
    )


def _count(client: Client) -> int:
    return int(client.get("/exports/")["count"])


def _are_ended(client: Client, exports: list[str]) -> bool:
    return {"pending", "processing"}.isdisjoint(client.status(export) for export in exports)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a POST was answered, `status` 0 for nothing, and after how long."""

    status: int
    retry_after: str
    seconds: float

    @property
    def is_acceptance(self) -> bool:
        return self.status == 201

    @property
    def is_refusal(self) -> bool:
        return self.status == 503 and self.retry_after.isdecimal()


class _Caller:
    """Asks for one export after the other, and again by the same key until it is accepted."""

    def __init__(self, client: Client, orders: tuple[Order, ...]) -> None:
        self.accepted: list[str] = []
        self.answers: list[_Answer] = []
        self._client = client
        self._orders = orders
        self._boards = [
            client.post("/solo/sessions/", {"name": "Lesson", "state": board})["id"] for board in BOARDS
        ]

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Asks on a thread of its own while the body runs, and until there is nothing more to ask for."""
        thread = threading.Thread(target=self._ask_all, daemon=True)
        thread.start()
        yield
        thread.join()

    def wait_for_posts(self, number: int) -> None:
        """Return after so many answers."""
        wait_until(lambda: len(self.answers) >= number, f"{number} POSTs are answered")

    def _ask_all(self) -> None:
        for order in self._orders:
            while not self._is_accepted(order):
                pass

    def _is_accepted(self, order: Order) -> bool:
        time.sleep(_SECONDS_BETWEEN_POSTS)
        path = f"/solo/sessions/{self._boards[order.board]}/export/"
        body = {"format": order.format, "options": {"pages": "all"}}
        began, status, retry_after = time.monotonic(), 0, ""
        try:
            export = self._client.post_once(path, body, **{"Idempotency-Key": order.key})["id"]
        except urllib.error.HTTPError as error:
            status, retry_after = error.code, error.headers.get("Retry-After", "")
        except OSError:
            pass
        else:
            status = 201
            self.accepted.append(str(export))
        self.answers.append(_Answer(status, retry_after, time.monotonic() - began))
        return status == 201
