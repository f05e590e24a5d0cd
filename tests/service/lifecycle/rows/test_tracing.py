"""One trace from the POST to the stored file, sent where a setting says; and nothing where it does not."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pytest_django import Settings
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from solo_export.exports.renderer.pool import RendererPool
from solo_export.exports.runner import Runner
from solo_export.telemetry import tracing
from tests.support.service import environment

pytestmark = pytest.mark.django_db

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector:
    """An OTLP collector; `spans` are those that came."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector._take(ExportTraceServiceRequest.FromString(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def _take(self, message: Any) -> None:
        for resource in message.resource_spans:
            for scope in resource.scope_spans:
                self.spans += scope.spans


@pytest.fixture
def collector(settings: Settings) -> Iterator[Collector]:
    """A collector that traces are sent to."""
    collector = Collector()
    thread = threading.Thread(target=collector.server.serve_forever, daemon=True)
    thread.start()
    settings.SOLO_OTLP_ENDPOINT = collector.address
    yield collector
    collector.server.shutdown()


@pytest.fixture
def pool() -> Iterator[RendererPool]:
    """A child that draws."""
    pool = RendererPool(size=1, memory_mb=1024, seconds=120)
    yield pool
    pool.close()


def test_a_trace_goes_from_the_post_to_the_file(
    collector: Collector, session: SoloSession, pool: RendererPool
) -> None:
    client = APIClient()
    client.force_authenticate(session.user)
    client.post(
        f"/api/v1/solo/sessions/{session.pk}/export/",
        {"format": "png"},
        headers={"traceparent": f"00-{TRACE}-{CALLER}-01"},
    )
    export = ExportRequest.objects.get()
    assert export.trace_parent.split("-")[1] == TRACE
    assert Runner(pool).run()
    tracing.flush()
    spans = {span.name: span for span in collector.spans}
    assert set(spans) == {"POST", "export", "claim", "queue", "draw", "store", "record"}
    assert {span.trace_id.hex() for span in collector.spans} == {TRACE}
    assert spans["POST"].parent_span_id.hex() == CALLER
    assert spans["export"].parent_span_id == spans["POST"].span_id
    for name in ("claim", "queue", "draw", "store", "record"):
        assert spans[name].parent_span_id == spans["export"].span_id
        assert spans[name].end_time_unix_nano >= spans[name].start_time_unix_nano


def test_where_nothing_is_traced_nothing_is_imported(tmp_path: Path) -> None:
    program = """
import django, sys
django.setup()
from solo_export.telemetry import tracing
import solo_export.wsgi
with tracing.span("x"):
    assert tracing.traceparent() == ""
assert not [name for name in sys.modules if name.startswith("opentelemetry")]
"""
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="solo_export.settings")
    subprocess.run([sys.executable, "-c", program], env=env, check=True)
