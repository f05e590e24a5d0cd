"""Polls of one export beside a bare Django view that reads the same row, on PostgreSQL, within one process.

Both are called as WSGI applications, in turns, so that whoever else is on the machine disturbs both alike.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.support.postgres import missing_postgres, postgres

_CALLS = 200

Row = dict[str, Any]


def rows(runs: int) -> Iterator[Row]:
    """A row for each state of an export, ours and the bare view's; nothing without PostgreSQL."""
    if reason := missing_postgres():
        print(f"Without polling: {reason}.")
        return
    with postgres() as address:
        _set_up(address)
        for status in ("pending", "processing", "completed"):
            yield from _measured(status, runs)


def _set_up(address: str) -> None:
    """Django on that database, for the rest of this process."""
    os.environ |= {
        "DATABASE_URL": f"{address}/postgres",
        "SOLO_SECRET_KEY": "of no importance here, but long enough",
        "SOLO_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "solo_export.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _measured(status: str, runs: int) -> Iterator[Row]:
    from django.contrib.auth.models import User
    from rest_framework_simplejwt.tokens import AccessToken

    from benchmarks.bare_view import BareHandler
    from solo_export.boards.models import SoloSession
    from solo_export.exports.models import ExportRequest
    from solo_export.wsgi import application

    user, _ = User.objects.get_or_create(username="somebody")
    session, _ = SoloSession.objects.get_or_create(user=user, defaults={"name": "Lesson", "state": {}})
    export = ExportRequest.objects.create(
        session=session,
        user=user,
        format="png",
        status=status,
        file_name="Lesson.png",
        file_key="exports/a/b.png" if status == "completed" else "",
    )
    token = str(AccessToken.for_user(user))
    callers = {"service": application, "bare view": BareHandler()}
    seconds: dict[str, list[float]] = {name: [] for name in callers}
    for _ in range(runs + 1):
        for name, caller in callers.items():
            seconds[name].append(_seconds(caller, f"/api/v1/exports/{export.pk}/", token))
    for name, measured in seconds.items():
        yield {"case": f"poll {status}", "by": name, "per_second": 1 / min(measured[1:])}


def _seconds(application: Callable[..., Any], path: str, token: str) -> float:
    """Seconds of one call, by many calls in a row."""
    from django.test import RequestFactory

    environ = RequestFactory().get(path, headers={"Authorization": f"Bearer {token}"}).environ
    statuses = set()

    def start_response(status: str, _headers: Any) -> None:
        statuses.add(status)

    start = time.perf_counter()
    for _ in range(_CALLS):
        response = application({**environ, "wsgi.input": io.BytesIO()}, start_response)
        b"".join(response)
        response.close()
    seconds = time.perf_counter() - start
    if statuses != {"200 OK"}:
        raise RuntimeError(f"Polls were answered by {statuses}.")
    return seconds / _CALLS
