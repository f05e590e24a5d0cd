"""What parent and child say to each other: a header of JSON values, then bytes, over a stream socket.

parent → child   {"job": "render", …} + state + images    {"job": "image_addresses", …} + state
                 {"job": "clean_png", …} + picture
child → parent   {"reply": "ready"}
                 {"reply": "progress", "done": 1, "total": 3}
                 {"reply": "done", …} + file
                 {"reply": "error", "error": "OverLimit", "message": "…", "details": {…}}
"""

from __future__ import annotations

import json
import math
import socket
import struct
import time
from dataclasses import dataclass, field
from typing import Any

MAX_HEADER_BYTES = 64 * 1024 * 1024
MAX_PAYLOAD_BYTES = 1024 * 1024 * 1024
"""More than any file within the limits can have; a child that sends more has lost its mind."""

_LENGTHS = struct.Struct(">IQ")


class MessageError(Exception):
    """The other side closed the socket, or sent what is no message."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `header` holds JSON values only."""

    header: dict[str, Any]
    payload: bytes = field(default=b"", repr=False)


def send(connection: socket.socket, message: Message, deadline: float = math.inf) -> None:
    """Write a whole message before `deadline` on the monotonic clock.

    Raises `OSError`, of which `TimeoutError` is one.
    """
    header = json.dumps(message.header).encode()
    _limit_wait(connection, deadline)
    connection.sendall(_LENGTHS.pack(len(header), len(message.payload)) + header)
    _limit_wait(connection, deadline)
    connection.sendall(message.payload)


def receive(connection: socket.socket, deadline: float = math.inf) -> Message:
    """Read a whole message before `deadline` on the monotonic clock. Raises `MessageError` and `OSError`."""
    lengths = _read(connection, _LENGTHS.size, deadline)
    header_length, payload_length = _LENGTHS.unpack(lengths)
    if header_length > MAX_HEADER_BYTES or payload_length > MAX_PAYLOAD_BYTES:
        raise MessageError("too long")
    try:
        header = json.loads(_read(connection, header_length, deadline))
    except ValueError as error:
        raise MessageError("no JSON") from error
    if not isinstance(header, dict):
        raise MessageError("no object")
    return Message(header, _read(connection, payload_length, deadline))


def _read(connection: socket.socket, length: int, deadline: float) -> bytes:
    data = bytearray(length)
    view = memoryview(data)
    while view:
        _limit_wait(connection, deadline)
        count = connection.recv_into(view)
        if count == 0:
            raise MessageError("closed")
        view = view[count:]
    return bytes(data)


def _limit_wait(connection: socket.socket, deadline: float) -> None:
    if deadline == math.inf:
        connection.settimeout(None)
        return
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    connection.settimeout(remaining)
