"""An application that sends back what it gets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def application(environ: Any, start_response: Any) -> Iterable[bytes]:
    """The body of the request as that of the answer."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
