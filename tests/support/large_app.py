"""An application whose answers are too large for the network to take them at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import Any

LARGE_BYTES = 12_000_000
_PIECE = 100_000


def large_bytes() -> bytes:
    """What the large answers hold."""
    return bytes(range(250)) * (LARGE_BYTES // 250)


def application(environ: Any, start_response: Any) -> Iterable[bytes]:
    """The same large answer as a file, as bytes, in pieces of no known number; or a small one."""
    path, data = environ["PATH_INFO"], large_bytes()
    if path == "/small":
        data = b"small"
    start_response("200 OK", [] if path == "/pieces" else [("Content-Length", str(len(data)))])
    if path == "/file":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the server closes it
        file.write(data)
        file.seek(0)
        return environ["wsgi.file_wrapper"](file)  # type: ignore[no-any-return]
    return (
        [data[begin : begin + _PIECE] for begin in range(0, len(data), _PIECE)]
        if path == "/pieces"
        else [data]
    )
