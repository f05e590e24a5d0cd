"""Requests come in whole before a thread takes them up, so that slow senders hold no thread.

Gunicorn's threads read from the socket themselves: as many callers as there are threads, each of whom sends
a byte now and then, would keep everybody else out, without even an account. Here the one loop that accepts
connections also gathers what they send, whoever sends it and however slowly. There is an end to that, too:
in time for each, in number and in bytes for all, and whoever began longest ago goes first.
"""

from __future__ import annotations

import errno
import re
import select
import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import ThreadWorker

HEAD_SECONDS = 10.0
WHOLE_SECONDS = 120.0
THREAD_SECONDS = 1.0
"""For what is not waited for here: bodies that are refused anyway, whose sender should still read why."""

MOST_AT_ONCE = 500
MOST_BYTES = 256_000_000
LARGEST_HEAD = 64_000
LARGEST_BODY = 64_000_000
_IN_MEMORY = 1_000_000
_CHUNK = 262_144

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Arrival:
    """What has come of a request; afterwards it stands for the socket, to the thread that reads it."""

    def __init__(self, sock: socket.socket, received: bytes = b"") -> None:
        self.began = time.monotonic()
        self.size = 0
        self._sock = sock
        self._spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._head = bytearray()
        self._wanted: int | None = None
        self._thread_deadline = 0.0
        self._take(received)

    @property
    def is_whole(self) -> bool:
        """Whether a thread can take it up."""
        return self._wanted is not None and self.size >= self._wanted

    @property
    def deadline(self) -> float:
        """When there has been enough patience with its sender."""
        return self.began + (HEAD_SECONDS if self._wanted is None else WHOLE_SECONDS)

    def receive(self) -> bool:
        """Take in what there is, without waiting; False if the sender has hung up."""
        while not self.is_whole:
            try:
                data = self._sock.recv(_CHUNK)
            except (BlockingIOError, InterruptedError):
                return True
            except OSError:
                return False
            if not data:
                return False
            self._take(data)
        return True

    def begin_reading(self) -> None:
        """From here on a thread reads."""
        self._spool.seek(0)
        self._thread_deadline = time.monotonic() + THREAD_SECONDS

    def recv(self, size: int) -> bytes:
        """What was gathered, then what the socket still gives in the short time that is left."""
        data = self._spool.read(size)
        if data:
            return data
        left = max(0.0, self._thread_deadline - time.monotonic())
        if not select.select([self._sock], [], [], left)[0]:
            raise ConnectionResetError(errno.ECONNRESET, "The request did not come in time.")
        return self._sock.recv(size)

    def close(self) -> bytes:
        """Forget what was gathered; what is left of it belongs to the next request."""
        left: bytes = self._spool.read()
        self._spool.close()
        return left

    def _take(self, data: bytes) -> None:
        if self._wanted is not None:
            self._keep(data)
            return
        known = max(0, len(self._head) - len(_END_OF_HEAD))
        self._head += data
        self.size = len(self._head)
        end = self._head.find(_END_OF_HEAD, known)
        if end < 0 and self.size < LARGEST_HEAD:
            return
        self._wanted = 0 if end < 0 else self._expected(end + len(_END_OF_HEAD))
        self.size = 0
        self._keep(self._head)

    def _keep(self, data: bytes | bytearray) -> None:
        self._spool.write(data)
        self.size += len(data)

    def _expected(self, head_bytes: int) -> int:
        """How many bytes there will be; of a body that will be refused, none is waited for."""
        head, rest = self._head[:head_bytes], self._head[head_bytes:]
        lengths = _LENGTH.findall(head)
        if _CHUNKED.search(head) or len(lengths) != 1 or int(lengths[0]) > LARGEST_BODY:
            return head_bytes
        body_bytes = int(lengths[0])
        if _EXPECTS.search(head) and len(rest) < body_bytes:
            with suppress(OSError):
                self._sock.send(_CONTINUE)
            head = bytearray(_EXPECTS.sub(b"", head))  # once is enough
            self._head = head + rest
        return len(head) + body_bytes


class ArrivalWorker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker of threads, for requests that are there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arriving: dict[Any, Arrival] = {}

    def enqueue_req(self, conn: Any) -> None:
        """Gather a request, and give it to a thread once it is there; on the loop's own thread."""
        ahead = conn.parser.unreader.take_buffered() if conn.parser else b""
        conn.sock.setblocking(False)
        conn.arrival = Arrival(conn.sock, ahead)
        if not conn.arrival.receive():
            self._give_up(conn)
        elif conn.arrival.is_whole:
            self.submit(conn)
        else:
            self._arriving[conn] = conn.arrival
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))
            self._give_up_the_oldest()

    def submit(self, conn: Any) -> None:
        """Have a thread answer."""
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Answer a request, on a thread."""
        conn.arrival.begin_reading()
        conn.initialized = True
        if conn.parser is None:
            conn.parser = http.get_parser(conn.cfg, conn.arrival, conn.client)
        conn.parser.unreader.sock = conn.arrival
        try:
            return super().handle(conn)
        finally:
            unreader = conn.parser.unreader
            unreader.unread(unreader.take_buffered() + conn.arrival.close())

    def murder_pending(self) -> None:
        """Called every second: give up on whoever takes too long, and on all once the worker stops."""
        super().murder_pending()
        now = time.monotonic()
        for conn, arrival in list(self._arriving.items()):
            if now >= arrival.deadline or not self.alive:
                self._leave(conn)

    def _on_more(self, conn: Any, _sock: Any) -> None:
        if not conn.arrival.receive():
            self._leave(conn)
        elif conn.arrival.is_whole:
            self._stop_waiting(conn)
            self.submit(conn)
        else:
            self._give_up_the_oldest()

    def _give_up_the_oldest(self) -> None:
        while len(self._arriving) > MOST_AT_ONCE or self._bytes() > MOST_BYTES:
            self._leave(next(iter(self._arriving)))

    def _bytes(self) -> int:
        return sum(arrival.size for arrival in self._arriving.values())

    def _leave(self, conn: Any) -> None:
        self._stop_waiting(conn)
        self._give_up(conn)

    def _stop_waiting(self, conn: Any) -> None:
        del self._arriving[conn]
        self.poller.unregister(conn.sock)

    def _give_up(self, conn: Any) -> None:
        conn.arrival.close()
        self.nr_conns -= 1
        conn.close()
