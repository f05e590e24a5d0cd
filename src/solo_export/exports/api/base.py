"""What all calls of the API have in common, in our own project and in a host's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.decorators import method_decorator
from rest_framework.parsers import BaseParser
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from solo_export.exports import conf
from solo_export.exports.admission import load
from solo_export.exports.api import errors
from solo_export.exports.api.negotiation import AlwaysJson
from solo_export.exports.api.parsers import JsonParser
from solo_export.exports.api.renderers import JsonRenderer

ENVELOPE_BYTES = 64_000
"""What a body may hold besides its one large value, a state or a picture."""

_MAX_LENGTH_DIGITS = 18
"""Of a Content-Length; Python reads no number of thousands of digits."""

LINGER_BYTES = 64_000_000
"""So much of a body that was refused is still read and dropped. Who sends more is cut off."""


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class ApiView(APIView):
    """A call that takes JSON, answers JSON, and wants to know who calls.

    How callers sign in is the project's own choice (`DEFAULT_AUTHENTICATION_CLASSES`); all else is said
    here, so that the calls read the same wherever they are mounted. No call runs in one transaction as a
    whole: an export that is waited for must be visible to its worker.
    """

    parser_classes: Sequence[type[BaseParser]] = (JsonParser,)
    renderer_classes = (JsonRenderer,)
    content_negotiation_class = AlwaysJson
    permission_classes: Sequence[type[BasePermission]] = (IsAuthenticated,)
    versioning_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse whoever calls too often, and a body without a length or over the limit before it is read."""
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS and request.user.is_authenticated:
            load.count_call(request.user.pk)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in request.META or not (length.isascii() and length.isdecimal()):
            raise errors.LengthRequired
        if len(length) > _MAX_LENGTH_DIGITS or int(length) > self.max_body_bytes():
            raise errors.BodyTooLarge(f"The body may have at most {self.max_body_bytes()} bytes.")

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Hear the caller out: whoever is cut off while still sending never reads the refusal."""
        if response.status_code >= 400:
            _discard_rest(request)
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def caller(self) -> AbstractBaseUser:
        """Whoever calls. `IsAuthenticated` has turned away the anonymous."""
        return cast(AbstractBaseUser, self.request.user)

    def max_body_bytes(self) -> int:
        """The largest body that this call takes."""
        return conf.limits().state_bytes + ENVELOPE_BYTES

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        """Our own, whatever the project's is."""
        return errors.handle


def _discard_rest(request: Request) -> None:
    left = LINGER_BYTES
    with suppress(OSError):
        while left > 0 and (chunk := request.read(65_536)):
            left -= len(chunk)
