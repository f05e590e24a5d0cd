"""Answers `/health/live`, `/health/ready` and `/metrics` before anything else has a say.

Whoever asks is a machine beside us that calls us by any name, so the check of host names must not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from solo_export.exports import conf
from solo_export.health import probes
from solo_export.health.checkup import Checkup
from solo_export.health.queue_depth import QueueDepth
from solo_export.telemetry import metrics

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def health(get_response: GetResponse) -> GetResponse:
    """Answer the three calls, pass on all others."""
    answers = {"/health/live": _live, "/health/ready": _ready, "/metrics": _metrics}

    def answer(request: HttpRequest) -> HttpResponseBase:
        ask = answers.get(request.path_info.removesuffix("/"))
        if ask is None:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = ask(request)
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _live(_request: HttpRequest) -> JsonResponse:
    """Whoever reads this lives."""
    return JsonResponse({"status": "live"})


def _ready(_request: HttpRequest) -> JsonResponse:
    """What each part found: `ok`, or the trouble; 503 if requests can't be answered because of any.

    Whoever reads the code alone may take us out of service, which would make a lesser trouble worse.
    """
    findings = _checkup().findings()
    troubled = [finding for finding in findings if finding.trouble]
    is_ready = not any(finding.is_vital for finding in troubled)
    body = {
        "status": ("degraded" if troubled else "ready") if is_ready else "unavailable",
        "checks": {finding.name: finding.trouble or "ok" for finding in findings},
    }
    response = JsonResponse(body, status=200 if is_ready else 503)
    if not is_ready:
        response["Retry-After"] = "5"
    return response


def _metrics(request: HttpRequest) -> HttpResponse:
    """The counts of all processes of this server, for whoever may read them."""
    if not _may_read_metrics(request):
        text = "The metrics are for who sends SOLO_METRICS_TOKEN, or, without one, asks from this machine."
        return JsonResponse({"detail": text}, status=403)
    return HttpResponse(metrics.exposition([QueueDepth()]), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    """Whoever knows the token; without one, this machine itself, and not whom a proxy speaks for."""
    if token := conf.get("SOLO_METRICS_TOKEN"):
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    is_passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not is_passed_on and _is_this_machine(request.META.get("REMOTE_ADDR", ""))


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


@cache
def _checkup() -> Checkup:
    return Checkup(probes.needed)
