"""An export's answers as server-sent events, for who would rather listen than poll.

A stream holds one of the server's threads. So there are few of them, each ends soon, and whoever reads it
comes back with the id of the last event (the `ETag` of a poll) and misses nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from solo_export.exports.api.conditional import entity_tag
from solo_export.exports.api.errors import TooManyRequests, Unavailable
from solo_export.exports.api.renderers import JsonRenderer
from solo_export.exports.models import ExportRequest
from solo_export.exports.runner import shared_runner

MEDIA_TYPE = "text/event-stream"

MAX_STREAMS = 4
"""Of one server process: a quarter of its threads. The calls that wait may take half of them."""

MAX_STREAMS_OF_ONE = 2
"""Of one person and server process."""

_SECONDS_TO_WAIT = 5
_TOO_MANY = "Too many streams of events are open here. Poll the export, or try again in a moment."
_TOO_MANY_OF_YOURS = "You have too many streams of events open. Close one, or poll the export."

_START = b"retry: 2000\n\n"
_HEARTBEAT = b": still here\n\n"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks at the row, of silence before a heartbeat, and of a stream in all."""

    look: float = 0.5
    heartbeat: float = 10.0
    longest: float = 60.0


class Places:
    """The streams that there may be in this process, and whose they are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: Counter[object] = Counter()

    def take(self, person: object) -> None:
        """Take a place. Raises `TooManyRequests` and `Unavailable`."""
        with self._lock:
            if self._taken[person] >= MAX_STREAMS_OF_ONE:
                raise TooManyRequests(_TOO_MANY_OF_YOURS, wait=_SECONDS_TO_WAIT)
            if self._taken.total() >= MAX_STREAMS:
                raise Unavailable(_TOO_MANY, wait=_SECONDS_TO_WAIT)
            self._taken[person] += 1

    def give_back(self, person: object) -> None:
        """Free a place for somebody else."""
        with self._lock:
            self._taken[person] -= 1
            self._taken += Counter()  # which drops those who have none


PLACES = Places()


class EventStream:
    """The events of one export, as bytes, until it has ended, is gone, or the stream is old enough.

    `look` finds the export as it stands, None once it is gone; `answer` is what the API says of it. Whoever
    makes a stream has taken a place for `person`; `close` gives it back, read or not.
    """

    def __init__(
        self,
        person: object,
        look: Callable[[], ExportRequest | None],
        answer: Callable[[ExportRequest], dict[str, Any]],
        last_id: str,
        pace: Pace = Pace(),
    ) -> None:
        self._person = person
        self._look = look
        self._answer = answer
        self._last_id = last_id
        self._pace = pace
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Each event when it happens."""
        yield _START
        end = time.monotonic() + self._pace.longest
        spoke = time.monotonic()
        while export := self._found():
            if news := self._news(export):
                yield news
                spoke = time.monotonic()
            elif time.monotonic() - spoke >= self._pace.heartbeat:
                yield _HEARTBEAT
                spoke = time.monotonic()
            if export.is_final or time.monotonic() >= end or shared_runner().is_stopping:
                return
            time.sleep(self._pace.look)

    def close(self) -> None:
        """Give the stream's place back."""
        if not self._is_closed:
            self._is_closed = True
            PLACES.give_back(self._person)

    def _found(self) -> ExportRequest | None:
        try:
            return self._look()
        except DatabaseError as error:
            log.warning("A stream of events ends, because the database does not answer: %s", error)
            return None

    def _news(self, export: ExportRequest) -> bytes:
        """The event of an answer that differs from the last one; nothing if it doesn't."""
        answer = self._answer(export)
        tag = entity_tag(answer)
        if tag == self._last_id:
            return b""
        self._last_id = tag
        return b"id: %s\ndata: %s\n\n" % (tag.encode(), JsonRenderer().render(answer))
