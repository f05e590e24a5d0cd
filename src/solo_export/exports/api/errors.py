"""What a refused call reads: one shape for every 400, one for all other refusals.

    400           {"error": "scale must be from 0.1 to 8.", "field": "options.scale"}
    401 … 503     {"detail": "Export not found"}, with "field" where one is to blame

`field` is the dotted path of the value in the body. It is absent where the body as a whole is wrong,
and for the one text that the specification fixes: `{"error": "Invalid format"}`.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from rest_framework import status
from rest_framework.exceptions import (
    APIException,
    NotFound,
    ParseError,
    UnsupportedMediaType,
    ValidationError,
)
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from solo_export.exports.actions.request import SessionGone, StateTooLarge
from solo_export.exports.admission.load import LineFull, TooMuch
from solo_export.exports.admission.once import KeyReused
from solo_export.exports.admission.page_numbers import NoSuchPage
from solo_export.exports.renderer.errors import RendererError
from solo_export.exports.storage import StorageError

log = logging.getLogger(__name__)


class BadRequest(APIException):
    """The body can't be accepted: `message` says what would be right, `field` names the value."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(_body("error", message, field), code="bad_request")


class BodyTooLarge(APIException):
    """The body, or one value in it, exceeds a limit."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(_body("detail", message, field), code="too_large")


class Unavailable(APIException):
    """Something that the call needs is busy or away; the same call may do in a moment."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "The service is busy. Try again in a moment."
    default_code = "unavailable"
    wait = 5

    def __init__(self, message: str | None = None, *, wait: int = wait) -> None:
        super().__init__(message)
        self.wait = wait


class TooManyRequests(APIException):
    """The person has used up what one person may use; `wait` is in seconds."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "too_many_requests"

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class KeyTaken(APIException):
    """The Idempotency-Key stands for another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key came with another request before. Send a new key."
    default_code = "key_taken"


class LengthRequired(APIException):
    """A body without Content-Length, which Django would take for an empty one."""

    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_detail = "Send the body with a Content-Length header."
    default_code = "length_required"


class SessionNotFound(NotFound):
    """No such session, somebody else's, or an id of the wrong kind: the caller can't tell which."""

    default_detail = "Session not found"


class ExportNotFound(NotFound):
    """No such export, somebody else's, or an id that is no UUID: the caller can't tell which."""

    default_detail = "Export not found"


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler, in the shapes above; None leaves an unforeseen error to Django."""
    exception = _translated(exception)
    response = exception_handler(exception, context)
    if response is None:
        return None
    if isinstance(exception, ValidationError):
        field, message = _first(exception.detail)
        response.data = _body("error", message if field else "The body must be a JSON object.", field)
    elif isinstance(exception, ParseError):
        response.data = {"error": str(exception.detail)}
    elif isinstance(exception, UnsupportedMediaType):
        response.data = {"detail": _sendable(context["request"])}
    elif isinstance(response.data, dict) and "messages" in response.data:
        response.data = {key: response.data[key] for key in ("detail", "code")}
    return response


def _translated(exception: Exception) -> Exception:
    """What the actions and Django raise, as an answer; anything else as it is."""
    match exception:
        case StateTooLarge():
            return BodyTooLarge(str(exception))
        case SessionGone():
            return SessionNotFound()
        case NoSuchPage():
            return BadRequest(str(exception), field="options.pages")
        case KeyReused():
            return KeyTaken()
        case TooMuch():
            return TooManyRequests(str(exception), wait=exception.retry_after)
        case LineFull():
            return Unavailable(str(exception), wait=exception.retry_after)
        case RendererError() | StorageError() | OperationalError() | InterfaceError():
            log.exception("The API could not answer just now.", exc_info=exception)
            return Unavailable()
        case RequestDataTooBig():
            return BodyTooLarge("The form is too large; send a picture as its file, and little besides.")
        case TooManyFieldsSent() | TooManyFilesSent():
            return ParseError("The form has too many parts.")
    return exception


def _sendable(request: Request) -> str:
    return f"Send the body as {' or '.join(parser.media_type for parser in request.parsers or ())}."


def _body(key: str, message: str, field: str | None) -> dict[str, str]:
    return {key: message} if field is None else {key: message, "field": field}


def _first(detail: Any) -> tuple[str | None, str]:
    """The first complaint of a serializer, and the field that it is about."""
    if isinstance(detail, dict):
        name, complaints = next(iter(detail.items()))
        inner, message = _first(complaints)
        if name == "non_field_errors":
            return inner, message
        return (str(name) if inner is None else f"{name}.{inner}"), message
    if isinstance(detail, list):
        return _first(detail[0])
    return None, str(detail)
