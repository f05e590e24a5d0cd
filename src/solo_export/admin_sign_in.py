"""Signing in by cookie, for the admin site alone. Calls of the API bring a token and are spared its work."""

from __future__ import annotations

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

ADMIN = "admin/"
"""Where the admin site is, below the root."""


class _OfTheAdminSite(MiddlewareMixin):
    """Passes on every request that is not for the admin site."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_for_admin = request.path_info.startswith(f"/{ADMIN}")
        return super().__call__(request) if is_for_admin else self.get_response(request)  # type: ignore[return-value]


class Sessions(_OfTheAdminSite, SessionMiddleware):
    """Django's sessions."""


class Csrf(_OfTheAdminSite, CsrfViewMiddleware):
    """Django's guard against forged forms."""


class Authentication(_OfTheAdminSite, AuthenticationMiddleware):
    """Who a session belongs to."""


class Messages(_OfTheAdminSite, MessageMiddleware):
    """What the admin site has to say after a form was sent."""
