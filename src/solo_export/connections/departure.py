"""Answers go out as their readers take them, so that slow readers hold no thread.

Gunicorn's threads send until the last byte is taken, and its loop waits two seconds for each caller to hang
up first: some dozens who read a byte now and then, or who never hang up, would keep everybody else out. Here
a thread sends what the network takes at once, and the loop does the rest without waiting. There is an end to
that, too: in time for each, in number and in bytes for all, and whoever began longest ago goes first.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import IO, Any

from solo_export.connections.arrival import ArrivalWorker

PATIENCE_SECONDS = 30.0
SLOWEST_BYTES_PER_SECOND = 5_000
"""Who takes less than this, after the first patience, is given up on."""

FAREWELL_SECONDS = 2.0
"""For a caller to hang up first, so that the last of an answer isn't lost with the connection."""

MOST_AT_ONCE = 300
MOST_FAREWELLS = 100
MOST_BYTES = 256_000_000
_CHUNK = 65_536


class _Section:
    """A part of a file, which is read as it is sent."""

    def __init__(self, file: IO[bytes], offset: int, size: int) -> None:
        self._descriptor = os.dup(file.fileno())  # the answer closes its own
        self._offset = offset
        self._left = size

    held_bytes = 0

    def send(self, sock: socket.socket) -> int:
        sent = os.sendfile(sock.fileno(), self._descriptor, self._offset, self._left)
        self._offset += sent
        self._left = self._left - sent if sent else 0  # a file that was cut has nothing more to give
        return sent

    @property
    def is_sent(self) -> bool:
        return self._left == 0

    def close(self) -> None:
        os.close(self._descriptor)


class _Bytes:
    """A part of an answer that is in memory."""

    def __init__(self, data: bytes) -> None:
        self._left = memoryview(data)

    @property
    def held_bytes(self) -> int:
        return len(self._left)

    def send(self, sock: socket.socket) -> int:
        sent = sock.send(self._left)
        self._left = self._left[sent:]
        return sent

    @property
    def is_sent(self) -> bool:
        return not self._left

    def close(self) -> None:
        self._left.release()


class Departure(socket.socket):
    """A connection that keeps what its reader does not take yet."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(fileno=connection.detach())
        self._parts: deque[_Section | _Bytes] = deque()
        self._began = 0.0
        self._sent = 0

    @property
    def is_over(self) -> bool:
        """Whether all of the answer is sent."""
        return not self._parts

    @property
    def held_bytes(self) -> int:
        """What is left of the answer and takes up memory."""
        return sum(part.held_bytes for part in self._parts)

    @property
    def deadline(self) -> float:
        """When there has been enough patience with the reader; later, the more was taken."""
        return self._began + PATIENCE_SECONDS + self._sent / SLOWEST_BYTES_PER_SECOND

    def sendall(self, data: Any, flags: int = 0) -> None:  # noqa: ARG002 - gunicorn gives none
        """Send what the network takes, and keep the rest. Raises `OSError` once the reader is gone."""
        self._add(_Bytes(bytes(data)))

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """The same for so many bytes of a file."""
        size = os.fstat(file.fileno()).st_size - offset if count is None else count
        self._add(_Section(file, offset, size))
        return size

    def send_more(self) -> None:
        """Send what the network takes by now. Raises `OSError` once the reader is gone."""
        while self._parts:
            try:
                self._sent += self._parts[0].send(self)
            except BlockingIOError:
                return
            if self._parts[0].is_sent:
                self._parts.popleft().close()

    def close(self) -> None:
        """Close the connection, and forget what is not sent."""
        while self._parts:
            self._parts.popleft().close()
        super().close()

    def _add(self, part: _Section | _Bytes) -> None:
        if self.is_over:
            self._began, self._sent = time.monotonic(), 0
        self._parts.append(part)
        self.setblocking(False)
        self.send_more()


class DepartureWorker(ArrivalWorker):
    """Gunicorn's worker of threads, for answers that are taken slowly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departing: dict[Any, Any] = {}
        self._parting: dict[Any, float] = {}

    def enqueue_req(self, conn: Any) -> None:
        """Take a request up, on a connection that keeps what is not taken."""
        if not isinstance(conn.sock, Departure):
            conn.sock = Departure(conn.sock)
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, future: Any) -> None:
        """Called once a thread is done: send what is left, then wait for the next request, or part."""
        if conn.sock.fileno() < 0:  # an answer that broke off
            self._close(conn)
        elif not conn.sock.is_over:
            self._depart(conn, future)
        elif future.exception() or future.result():
            super().finish_request(conn, future)
        else:
            self._part(conn)

    def murder_pending(self) -> None:
        """Called every second: give up on whoever takes too long."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [conn for conn in self._departing if now >= conn.sock.deadline]:
            self._drop(conn)
        for conn in [conn for conn, deadline in self._parting.items() if now >= deadline]:
            self._end_parting(conn)

    def _depart(self, conn: Any, future: Any) -> None:
        conn.sock.setblocking(False)
        self._departing[conn] = future
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._on_room, conn))
        while len(self._departing) > MOST_AT_ONCE or self._held_bytes() > MOST_BYTES:
            self._drop(next(iter(self._departing)))

    def _on_room(self, conn: Any, _sock: Any) -> None:
        try:
            conn.sock.send_more()
        except OSError:
            self._drop(conn)
            return
        if conn.sock.is_over:
            self.poller.unregister(conn.sock)
            self.finish_request(conn, self._departing.pop(conn))

    def _held_bytes(self) -> int:
        return sum(conn.sock.held_bytes for conn in self._departing)

    def _drop(self, conn: Any) -> None:
        del self._departing[conn]
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _part(self, conn: Any) -> None:
        """Say that nothing more will come, and close once the caller has hung up."""
        conn.sock.setblocking(False)
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self._parting[conn] = time.monotonic() + FAREWELL_SECONDS
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_last_words, conn))
        if len(self._parting) > MOST_FAREWELLS:
            self._end_parting(next(iter(self._parting)))

    def _on_last_words(self, conn: Any, _sock: Any) -> None:
        with suppress(OSError):
            if conn.sock.recv(_CHUNK):
                return
        self._end_parting(conn)

    def _end_parting(self, conn: Any) -> None:
        del self._parting[conn]
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()
