"""What the answers are written in: JSON, whatever the caller's Accept header or `?format=` says."""

from __future__ import annotations

from collections.abc import Iterable

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class AlwaysJson(DefaultContentNegotiation):
    """Takes the view's only renderer.

    DRF would read `?format=pdf` as a wish for a renderer of that name and answer 404.
    """

    def select_renderer(
        self,
        request: Request,  # noqa: ARG002
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002
    ) -> tuple[BaseRenderer, str]:
        """The first renderer and its media type."""
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)
