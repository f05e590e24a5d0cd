"""Which request and which export the work of this thread is for."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_LENGTH = 64
"""Characters of a request's id."""

_SOUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:=+/-]{0,63}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_export_id: ContextVar[str] = ContextVar("export_id", default="")


def request_id() -> str:
    """The id of the request that is being worked for; empty where there is none."""
    return _request_id.get()


def export_id() -> str:
    """The id of the export that is being worked on; empty where there is none."""
    return _export_id.get()


def sound_request_id(wanted: str) -> str:
    """The id that a caller wants, if it is one that a log can hold; else a new one."""
    return wanted if _SOUND.fullmatch(wanted) else uuid.uuid4().hex


@contextmanager
def working_for(*, request: str | None = None, export: str | None = None) -> Iterator[None]:
    """While the body runs, what it logs names this request and this export; None leaves one as it was."""
    tokens = [
        (variable, variable.set(value))
        for variable, value in ((_request_id, request), (_export_id, export))
        if value is not None
    ]
    try:
        yield
    finally:
        for variable, token in tokens:
            variable.reset(token)
