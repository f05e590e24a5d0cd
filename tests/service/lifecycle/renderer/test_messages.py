"""What parent and child say to each other."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from solo_export.exports.renderer.messages import (
    MAX_HEADER_BYTES,
    MAX_PAYLOAD_BYTES,
    Message,
    MessageError,
    receive,
    send,
)

Ends = tuple[socket.socket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Both ends of a connection."""
    here, there = socket.socketpair()
    with here, there:
        yield here, there


@pytest.mark.parametrize(
    "message",
    [
        Message({}),
        Message({"reply": "done", "name": "Урок", "n": [1, None]}, b"\0\xff"),
        Message({"job": "render"}, bytes(5_000_000)),
    ],
)
def test_a_message_arrives_as_it_was_sent(ends: Ends, message: Message) -> None:
    here, there = ends
    sender = threading.Thread(target=send, args=(here, message))
    sender.start()
    assert receive(there) == message
    sender.join()


def test_messages_follow_one_another(ends: Ends) -> None:
    here, there = ends
    for n in range(3):
        send(here, Message({"n": n}, b"x" * n))
    assert [receive(there).header["n"] for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0",
        struct.pack(">IQ", 5, 0) + b"{}",
        struct.pack(">IQ", 2, 9) + b"{}",
        struct.pack(">IQ", 4, 0) + b"nope",
        struct.pack(">IQ", 2, 0) + b"[]",
        struct.pack(">IQ", MAX_HEADER_BYTES + 1, 0),
        struct.pack(">IQ", 2, MAX_PAYLOAD_BYTES + 1),
    ],
)
def test_what_is_no_message_is_an_error(ends: Ends, sent: bytes) -> None:
    here, there = ends
    here.sendall(sent)
    here.shutdown(socket.SHUT_WR)
    with pytest.raises(MessageError):
        receive(there)


def test_silence_ends_at_the_deadline(ends: Ends) -> None:
    with pytest.raises(TimeoutError):
        receive(ends[1], deadline=time.monotonic())


def test_a_receiver_that_does_not_read_holds_nobody_up(ends: Ends) -> None:
    with pytest.raises(TimeoutError):
        send(ends[0], Message({}, bytes(50_000_000)), deadline=time.monotonic() + 0.2)
