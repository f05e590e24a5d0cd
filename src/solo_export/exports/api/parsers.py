"""Reads bodies by our own rules instead of DRF's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, cast

from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

from solo_export.exports.api import json_body

_LAST_BYTES = 1000
"""Of a form, kept to look for its end in: the last boundary, and what little may follow it."""


class JsonParser(BaseParser):
    """`application/json`, always UTF-8. `ApiView` has checked the length before."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """The body's value."""
        return json_body.parse(stream.read())


class WholeFormParser(MultiPartParser):
    """`multipart/form-data` that came whole. Django would take a form that was cut off for a shorter one."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The form's fields and files. Raises `ParseError`."""
        watched = _Watched(stream)
        form = super().parse(cast(IO[Any], watched), media_type, parser_context)
        boundary = parse_header_parameters(media_type or "")[1].get("boundary", "")
        if f"--{boundary}--".encode() not in watched.last:
            raise ParseError("The form is cut off: the boundary that ends it is missing.")
        return form


class _Watched:
    """A stream whose last bytes are remembered."""

    def __init__(self, stream: IO[Any]) -> None:
        self._stream = stream
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read(size)
        self.last = (self.last + data)[-_LAST_BYTES:]
        return data
