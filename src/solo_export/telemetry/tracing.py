"""Spans for OpenTelemetry, from the POST to the stored file; nothing of it is imported unless asked for.

A trace is carried in the export's row as a W3C `traceparent`, so it goes on in whatever process draws it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from typing import Any

from django.conf import settings

MAX_LENGTH = 55
"""Characters of a `traceparent`."""


def is_installed() -> bool:
    """Whether traces can be made here."""
    return find_spec("opentelemetry") is not None


def is_on() -> bool:
    """Whether traces are sent anywhere."""
    return bool(_endpoint())


@contextmanager
def span(name: str, *, parent: str = "", attributes: Mapping[str, str] = {}) -> Iterator[None]:
    """Trace the body as a span, below `parent` or else below the span that this thread is in."""
    if not is_on():
        yield
        return
    with _tracer(_endpoint()).start_as_current_span(name, context=_context(parent), attributes=attributes):
        yield


def note_span(name: str, start: datetime, end: datetime) -> None:
    """A span that is over already, below the one that this thread is in."""
    if is_on():
        nanoseconds = [int(moment.timestamp() * 1e9) for moment in (start, max(start, end))]
        _tracer(_endpoint()).start_span(name, start_time=nanoseconds[0]).end(end_time=nanoseconds[1])


def traceparent() -> str:
    """The span that this thread is in, for others to go on from; empty where nothing is traced."""
    if not is_on():
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent", "")


def flush() -> None:
    """Send what has not been sent yet."""
    if is_on():
        _provider(_endpoint()).force_flush()


def _endpoint() -> str:
    return str(getattr(settings, "SOLO_OTLP_ENDPOINT", ""))


def _context(parent: str) -> Any:
    if not parent:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({"traceparent": parent})


def _tracer(endpoint: str) -> Any:
    return _provider(endpoint).get_tracer("solo_export")


@cache
def _provider(endpoint: str) -> Any:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "solo-export"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces")))
    return provider
