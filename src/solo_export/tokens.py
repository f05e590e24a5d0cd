"""Signing in to the API: a pair of JSON web tokens for a name and a password, and a new one in time."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

from solo_export.exports.api.base import ApiView
from solo_export.exports.api.parsers import JsonParser, WholeFormParser
from solo_export.exports.api.schema import bad_request, refusals
from solo_export.exports.api.shapes import RefusalSerializer

_PARSERS = (JsonParser, WholeFormParser, FormParser)

_REFUSALS = {
    **bad_request({"error": "This field is required.", "field": "password"}),
    **refusals(401, 411, 413, 415),
}
_TOO_MANY_FAILED = {
    429: OpenApiResponse(
        RefusalSerializer,
        description="Too many sign-ins with this name, or from this address, have failed. `Retry-After` says "
        "when to try again.",
        examples=[
            OpenApiExample("too many failed", {"detail": "Too many sign-ins have failed. Try again in 72 s."})
        ],
    )
}

_ACCESS = "eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIn0.c2lnbmF0dXJl"
_REFRESH = "eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCJ9.c2lnbmF0dXJl"


class Token(ApiView, TokenObtainPairView):
    """A pair of tokens for whoever knows a password."""

    parser_classes = _PARSERS
    permission_classes = ()

    @extend_schema(
        operation_id="token_create",
        summary="Sign in",
        description="Send the access token with every call, as `Authorization: Bearer …`.",
        tags=["Signing in"],
        examples=[
            OpenApiExample("sign in", {"username": "demo", "password": "demo"}, request_only=True),
            OpenApiExample("signed in", {"access": _ACCESS, "refresh": _REFRESH}, response_only=True),
        ],
        responses={200: TokenObtainPairSerializer, **_REFUSALS, **_TOO_MANY_FAILED},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Exchange a name and a password for a pair of tokens."""
        return super().post(request, *args, **kwargs)


class Refresh(ApiView, TokenRefreshView):
    """A new access token for whoever holds a refresh token."""

    parser_classes = _PARSERS
    permission_classes = ()

    @extend_schema(
        summary="Stay signed in",
        tags=["Signing in"],
        examples=[
            OpenApiExample("a refresh token", {"refresh": _REFRESH}, request_only=True),
            OpenApiExample("a new access token", {"access": _ACCESS}, response_only=True),
        ],
        responses={200: TokenRefreshSerializer, **_REFUSALS},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Exchange a refresh token for a new access token."""
        try:
            return super().post(request, *args, **kwargs)
        except ObjectDoesNotExist:
            raise AuthenticationFailed("No active account found for the given token.") from None
