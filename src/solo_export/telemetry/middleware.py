"""Gives every request an id that its answer, its log lines and its export carry."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from solo_export.telemetry.ids import sound_request_id, working_for
from solo_export.telemetry.tracing import span

HEADER = "X-Request-ID"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def request_ids(get_response: GetResponse) -> GetResponse:
    """Take the caller's own `X-Request-ID`, or make one up, and answer it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        name = sound_request_id(request.META.get("HTTP_X_REQUEST_ID", ""))
        with working_for(request=name), _traced(request):
            response = get_response(request)
        response.headers[HEADER] = name
        return response

    return answer


def _traced(request: HttpRequest) -> AbstractContextManager[None]:
    """A span around what begins work, below the caller's own if it sends one; polls are not traced."""
    if request.method != "POST":
        return nullcontext()
    return span("POST", parent=request.META.get("HTTP_TRACEPARENT", ""))
