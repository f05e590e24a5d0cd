"""Tells browsers what the service's own pages may load: the documentation and the admin site."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_HEADER = "Content-Security-Policy"


class ContentPolicyMiddleware:
    """Adds the policy of the settings to every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with a policy."""
        response = self._get_response(request)
        response.headers.setdefault(_HEADER, settings.SOLO_CONTENT_SECURITY_POLICY)
        return response
