"""A service that speaks S3's protocol and, when told to, does not do what it is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "hush"}
BUCKET = "boards"

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Quiet(MotoRequestHandler):
    def log_request(self, *_: object) -> None:
        pass


class FaultyS3:
    """Moto's S3 behind a WSGI application that may get in its way."""

    def __init__(self) -> None:
        self._inner: Application = DomainDispatcherApplication(create_backend_app)
        self._fault: Application = self._inner
        self.address = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer."""
        return self._fault(environ, start_response)

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Every call is answered with 500 while the body runs."""
        with self._instead(_error("500 Internal Server Error", "InternalError")):
            yield

    @contextmanager
    def full(self) -> Iterator[None]:
        """What is there can be read and deleted while the body runs; nothing can be stored."""
        no = _error("507 Insufficient Storage", "XMinioStorageFull")

        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            is_meant = environ["REQUEST_METHOD"] in ("PUT", "POST")
            return (no if is_meant else self._inner)(environ, start_response)

        with self._instead(answer):
            yield

    @contextmanager
    def slow(self, seconds: float) -> Iterator[None]:
        """Every call takes so much longer while the body runs."""

        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            time.sleep(seconds)
            return self._inner(environ, start_response)

        with self._instead(answer):
            yield

    def keys(self) -> list[str]:
        """What is stored."""
        return [file.key for file in bucket_at(self.address).objects.all()]

    @contextmanager
    def _instead(self, application: Application) -> Iterator[None]:
        self._fault = application
        try:
            yield
        finally:
            self._fault = self._inner


@contextmanager
def faulty_s3() -> Iterator[FaultyS3]:
    """The service, with an empty bucket."""
    storage = FaultyS3()
    server = make_server("127.0.0.1", 0, storage, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    storage.address = f"http://127.0.0.1:{server.port}"
    bucket = bucket_at(storage.address)
    bucket.create()
    try:
        yield storage
    finally:
        bucket.objects.all().delete()
        bucket.delete()
        server.shutdown()


def bucket_at(endpoint: str) -> Any:
    """The bucket `boards` of a service."""
    session = boto3.Session(aws_access_key_id="key", aws_secret_access_key="hush", region_name="us-east-1")
    return session.resource("s3", endpoint_url=endpoint).Bucket(BUCKET)


def _error(status: str, code: str) -> Application:
    body = f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode()

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
        return [body]

    return answer
