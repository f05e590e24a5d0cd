"""Writes answers as JSON, whatever text the rows hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer


class JsonRenderer(JSONRenderer):
    """DRF's own, except that half a surrogate pair, which no UTF-8 can hold, is written as an escape.

    Boards saved before anybody checked them hold such text.
    """

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The answer's bytes: readable UTF-8, or all ASCII where that can't be."""
        try:
            return bytes(super().render(data, accepted_media_type, renderer_context))
        except UnicodeEncodeError:
            return bytes(_EscapingRenderer().render(data, accepted_media_type, renderer_context))


class _EscapingRenderer(JSONRenderer):
    ensure_ascii = True
