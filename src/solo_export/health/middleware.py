"""Answers `/health/live` and `/health/ready` before anything else has a say.

Whoever asks is a machine beside us that calls us by any name, so the check of host names must not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase

from solo_export.health import probes
from solo_export.health.checkup import Checkup

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def health(get_response: GetResponse) -> GetResponse:
    """Answer the two calls, pass on all others."""
    answers = {"/health/live": _live, "/health/ready": _ready}

    def answer(request: HttpRequest) -> HttpResponseBase:
        ask = answers.get(request.path_info.removesuffix("/"))
        if ask is None:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = ask()
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _live() -> JsonResponse:
    """Whoever reads this lives."""
    return JsonResponse({"status": "live"})


def _ready() -> JsonResponse:
    """What each part found: `ok`, or the trouble; 503 if there is any."""
    findings = _checkup().findings()
    is_ready = not any(finding.trouble for finding in findings)
    body = {
        "status": "ready" if is_ready else "unavailable",
        "checks": {finding.name: finding.trouble or "ok" for finding in findings},
    }
    response = JsonResponse(body, status=200 if is_ready else 503)
    if not is_ready:
        response["Retry-After"] = "5"
    return response


@cache
def _checkup() -> Checkup:
    return Checkup(probes.needed)
