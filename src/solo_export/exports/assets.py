"""Fetches the images that a board names by address, from hosts that the operator allows and nowhere else.

A board is somebody else's data, and this is the one place where it says whom to connect to. So:

- hosts are those of SOLO_IMAGE_HOSTS; ports their schemes' own, unless listed with the host;
- a name is resolved once, all its addresses must be public, and the connection goes to one that was checked;
- a redirect is a new address, checked like the first;
- nothing of ours goes along: no cookie, no credential, no proxy of the environment;
- time, bytes and number are bounded, and what comes back must begin as an image does.

Nothing here raises for an image: what can't be had becomes a reason, which the person reads.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from solo_export.exports import conf
from solo_export.exports.networks import is_public
from solo_export.exports.shared import shared

Resolver = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host name, given with the port. Raises `OSError`."""

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_AT_ONCE = 4
_POLL_SECONDS = 0.1
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_LATE = "its server takes too long."

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"\0\0\1\0")
"""How the files begin that boardkit draws."""
_BRANDS = (b"ftypavif", b"ftypavis")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one board may have fetched: bytes and seconds for one image and for all, and how many."""

    image_bytes: int = 20_000_000
    board_bytes: int = 50_000_000
    images: int = 100
    redirects: int = 3
    image_seconds: float = 10.0
    board_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class FetchedImage:
    """What came of one address: the file, or None and the reason as the end of a sentence."""

    address: str
    data: bytes | None = field(default=None, repr=False)
    reason: str = ""


class AllowedHost(NamedTuple):
    """A host that may be asked; `*.` before a name allows what is below it. Port None is the scheme's own."""

    name: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> AllowedHost:
        """`images.example.org`, `*.example.org` or `images.example.org:8443`. Raises `ValueError`."""
        parts = urlsplit(f"//{text}")
        if not parts.hostname or parts.netloc != text or "@" in text:
            raise ValueError(text)
        return cls(parts.hostname.removesuffix("."), parts.port)

    def covers(self, host: str, port: int, own_port: int) -> bool:
        """Whether this is a host and port to connect to."""
        is_named = host.endswith(self.name[1:]) if self.name.startswith("*.") else host == self.name
        return is_named and port == (self.port or own_port)


class _Refused(Exception):
    """The image can't be had; the text ends a sentence."""


class _Target(NamedTuple):
    """An address that may be connected to, once its host is resolved."""

    scheme: str
    host: str
    port: int
    path: str


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that the machine knows for a name."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class ImageFetcher:
    """Fetches images for any number of threads.

    `resolver` and `is_allowed` stand for the machine's names and the rule about addresses, so that tests
    can have servers of their own; `tls` is what certificates are checked against.
    """

    def __init__(
        self,
        hosts: Sequence[AllowedHost],
        *,
        bounds: Bounds = Bounds(),
        resolver: Resolver = system_resolver,
        is_allowed: Callable[[str], bool] = is_public,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._hosts = hosts
        self._bounds = bounds
        self._resolver = resolver
        self._is_allowed = is_allowed
        self._tls = tls or ssl.create_default_context()

    @property
    def is_on(self) -> bool:
        """Whether any host may be asked at all."""
        return bool(self._hosts)

    def fetch_all(
        self, addresses: Sequence[str], check: Callable[[], None] = lambda: None
    ) -> tuple[FetchedImage, ...]:
        """What came of each address; `check` is called now and then and may raise to end it all."""
        deadline = time.monotonic() + self._bounds.board_seconds
        wanted, excess = addresses[: self._bounds.images], addresses[self._bounds.images :]
        pool = ThreadPoolExecutor(_AT_ONCE, "images")
        try:
            futures = [pool.submit(self._fetch, address, deadline) for address in wanted]
            _wait(futures, deadline, check)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        late = "fetching the board's images took too long."
        found = [
            future.result() if future.done() and not future.cancelled() else FetchedImage(address, None, late)
            for address, future in zip(wanted, futures, strict=True)
        ]
        reason = f"at most {self._bounds.images} images of a board are fetched."
        return (*self._within_total(found), *(FetchedImage(address, None, reason) for address in excess))

    def _within_total(self, images: Sequence[FetchedImage]) -> Iterator[FetchedImage]:
        left = self._bounds.board_bytes
        for image in images:
            size = len(image.data or b"")
            if size > left:
                reason = f"the board's images have more than {self._bounds.board_bytes / 1e6:g} MB together."
                yield FetchedImage(image.address, None, reason)
            else:
                left -= size
                yield image

    def _fetch(self, address: str, board_deadline: float) -> FetchedImage:
        deadline = min(board_deadline, time.monotonic() + self._bounds.image_seconds)
        try:
            return FetchedImage(address, self._follow(address, deadline))
        except _Refused as refused:
            return FetchedImage(address, None, str(refused))

    def _follow(self, address: str, deadline: float) -> bytes:
        for _ in range(self._bounds.redirects + 1):
            target = self._target(address)
            with self._answer(target, deadline) as answer:
                if answer.status not in _REDIRECTS:
                    return self._image(answer, deadline)
                address = urljoin(address, answer.headers.get("Location", ""))
        raise _Refused("its address was redirected too often.")

    def _target(self, address: str) -> _Target:
        if any(ord(character) <= 32 or character in "\\\x7f" for character in address):
            raise _Refused("its address is malformed.")
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").encode("idna").decode().removesuffix(".")
            port = parts.port
        except ValueError:
            raise _Refused("its address is malformed.") from None
        if parts.scheme not in _PORTS:
            raise _Refused("its address begins with neither http nor https.")
        if "@" in parts.netloc:
            raise _Refused("its address holds a name or a password.")
        own_port = _PORTS[parts.scheme]
        port = own_port if port is None else port
        if not any(allowed.covers(host, port, own_port) for allowed in self._hosts):
            raise _Refused("images are not fetched from its host.")
        query = f"?{parts.query}" if parts.query else ""
        return _Target(parts.scheme, host, port, quote(f"{parts.path or '/'}{query}", safe=_SAFE))

    def _checked_ips(self, target: _Target) -> Sequence[str]:
        """The addresses that may be connected to. If one of a name's is private, none is trusted."""
        try:
            found = self._resolver(target.host, target.port)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise _Refused("its host is not known.")
        if not all(self._is_allowed(address) for address in found):
            raise _Refused("its host is not in the public Internet.")
        return found

    @contextmanager
    def _answer(self, target: _Target, deadline: float) -> Iterator[BaseHTTPResponse]:
        """The answer of a server, its body still to be read."""
        connection = self._connected(target, deadline)
        try:
            with _cut_off(connection, deadline):
                connection.request("GET", target.path, headers=_headers(target), preload_content=False)
                yield connection.getresponse()
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            late = time.monotonic() >= deadline
            raise _Refused(_LATE if late else "its server breaks off.") from error
        finally:
            connection.close()

    def _connected(self, target: _Target, deadline: float) -> HTTPConnection:
        for ip in self._checked_ips(target):
            left = deadline - time.monotonic()
            if left <= 0:
                raise _Refused(_LATE)
            connection = self._connection(target, ip, left)
            try:
                connection.connect()
            except (HTTPError, OSError, ValueError):
                connection.close()
            else:
                return connection
        raise _Refused("its server can't be reached.")

    def _connection(self, target: _Target, ip: str, seconds: float) -> HTTPConnection:
        """To the address that was checked; the name is for the certificate and the Host header only."""
        if target.scheme == "http":
            return HTTPConnection(ip, target.port, timeout=seconds)
        return HTTPSConnection(
            ip,
            target.port,
            timeout=seconds,
            ssl_context=self._tls,
            server_hostname=target.host,
            assert_hostname=target.host,
        )

    def _image(self, answer: BaseHTTPResponse, deadline: float) -> bytes:
        if answer.status != HTTPStatus.OK:
            raise _Refused(f"its server answers with {answer.status}.")
        most = self._bounds.image_bytes
        data = bytearray()
        for chunk in answer.stream(_CHUNK, decode_content=False):
            data += chunk
            if len(data) > most:
                raise _Refused(f"it has more than {most / 1e6:g} MB.")
        if time.monotonic() >= deadline:
            raise _Refused(_LATE)
        if not _is_image(data):
            raise _Refused("it is no PNG, JPEG, WebP, AVIF, GIF, BMP or ICO file.")
        return bytes(data)


@contextmanager
def _cut_off(connection: HTTPConnection, deadline: float) -> Iterator[None]:
    """Ends a connection at the deadline: a socket's own time-out begins anew with every byte."""
    held = connection.sock

    def shut() -> None:
        with suppress(OSError):
            if held is not None:
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _headers(target: _Target) -> dict[str, str]:
    host = f"[{target.host}]" if ":" in target.host else target.host
    if target.port != _PORTS[target.scheme]:
        host = f"{host}:{target.port}"
    return {"Host": host, "Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "solo-export"}


def _is_image(data: bytes | bytearray) -> bool:
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return is_webp or data[4:12] in _BRANDS or data.startswith(_MAGIC)


def _wait(futures: Sequence[Future[FetchedImage]], deadline: float, check: Callable[[], None]) -> None:
    """Return when all is fetched, or a little after the deadline."""
    left = set(futures)
    while left and time.monotonic() < deadline + _POLL_SECONDS:
        check()
        _, left = wait(left, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)


@shared
def shared_fetcher() -> ImageFetcher:
    """The fetcher of this process, for the hosts that the settings allow."""
    return ImageFetcher([AllowedHost.parse(text) for text in conf.get("SOLO_IMAGE_HOSTS")])
