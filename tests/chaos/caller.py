"""Somebody who wants exports from a service that keeps dying, and goes on asking until there is an answer."""

from __future__ import annotations

import http.client
import time
import urllib.error
from collections.abc import Callable
from typing import TypeVar

from tests.chaos.plan import BOARDS, Order
from tests.support.service import Client, Service

_MOST_UNDER_WAY = 12
"""So that there is always something to do, and for long something still to be asked for."""

_SECONDS_BETWEEN_CALLS = 0.2

_Answer = TypeVar("_Answer")


class Caller:
    """Signs in and saves the boards when it is made; the service must run then."""

    def __init__(self, service: Service) -> None:
        self.accepted: list[str] = []
        self._service = service
        self._clients: dict[str, Client] = {}
        self._boards = [self._save(number) for number in range(len(BOARDS))]

    def ask_all(self, orders: tuple[Order, ...], done: Callable[[], int]) -> None:
        """Ask for one after the other, some of them at once; `done` says how many there are."""
        for order in orders:
            while len(self.accepted) - done() >= _MOST_UNDER_WAY:
                time.sleep(_SECONDS_BETWEEN_CALLS)
            self.accepted.append(self._ask(order))

    def statuses(self) -> dict[str, str]:
        """How each accepted export stands; `gone` for one that nobody knows any more."""
        return {export: self._status(export) for export in list(self.accepted)}

    def count(self) -> int:
        """How many exports the service has."""
        return int(self._call(lambda client: client.get("/exports/")["count"]))

    def _save(self, number: int) -> str:
        board = {"name": f"Lesson {number}", "state": BOARDS[number]}
        return str(self._call(lambda client: client.post("/solo/sessions/", board)["id"]))

    def _ask(self, order: Order) -> str:
        path = f"/solo/sessions/{self._boards[order.board]}/export/"
        body = {"format": order.format, "options": {"pages": "all"}}
        key = {"Idempotency-Key": order.key}
        return str(self._call(lambda client: client.post(path, body, **key)["id"]))

    def _status(self, export: str) -> str:
        try:
            return self._call(lambda client: client.status(export))
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return "gone"

    def _call(self, call: Callable[[Client], _Answer]) -> _Answer:
        """Call until there is an answer that says more than that the service is not there just now."""
        while True:
            try:
                return call(self._client())
            except urllib.error.HTTPError as error:
                if error.code != 503:
                    raise
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(_SECONDS_BETWEEN_CALLS)

    def _client(self) -> Client:
        """Somebody signed in, as long as the service stays at its address."""
        address = self._service.address
        if address not in self._clients:
            self._clients[address] = Client(address)
        return self._clients[address]
