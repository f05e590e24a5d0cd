"""Reads JSON bodies by our own rules instead of DRF's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from solo_export.exports.api import json_body


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
