"""Fetching images: from allowed hosts, at addresses that were checked, and within bounds.

The servers are real, on 127.0.0.1; the resolver is the tests' own, and says which of them is "public".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from solo_export.exports.assets import AllowedHost, Bounds, FetchedImage, ImageFetcher
from solo_export.exports.networks import is_public
from tests.boardkit.pictures import png
from tests.support.site import Answer, Handler, Site, certificate, file, redirect, running

PICTURE = png(4, 3)
NAME = "images.example.org"


@pytest.fixture
def site() -> Iterator[Site]:
    with running(Site()) as site:
        site.pages["/a.png"] = file(PICTURE)
        yield site


class Names:
    """A resolver that answers from a table, each name once after the other, and counts."""

    def __init__(self, **names: list[str]) -> None:
        self.asked: list[str] = []
        self._names = {name.replace("_", "."): addresses for name, addresses in names.items()}

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self._names:
            raise OSError("no such name")
        return self._names[host]


def names() -> Names:
    return Names(images_example_org=["127.0.0.1"])


def fetcher(site: Site, *, resolver: Names | None = None, bounds: Bounds = Bounds()) -> ImageFetcher:
    """For the site under its name; 127.0.0.1 counts as public, and only that."""
    return ImageFetcher(
        [AllowedHost(NAME, site.port)],
        bounds=bounds,
        resolver=resolver or names(),
        is_allowed=lambda address: address == "127.0.0.1",
    )


def fetched(site: Site, path: str, bounds: Bounds = Bounds()) -> FetchedImage:
    [image] = fetcher(site, bounds=bounds).fetch_all([f"http://{NAME}:{site.port}{path}"])
    return image


class TestAnAllowedHost:
    def test_its_image_is_fetched_under_its_name_and_with_nothing_of_ours(self, site: Site) -> None:
        assert fetched(site, "/a.png").data == PICTURE
        [(path, headers)] = site.requests
        assert path == "/a.png"
        assert headers.pop("Host") == f"{NAME}:{site.port}"
        assert set(headers) == {"Accept", "Accept-Encoding", "User-Agent"}

    def test_a_query_and_letters_of_any_alphabet_arrive_as_a_browser_sends_them(self, site: Site) -> None:
        site.pages["/%D0%BA%20%D1%82.png?a=1&b=%D1%96"] = file(PICTURE)
        assert fetched(site, "/к%20т.png?a=1&b=і").data == PICTURE

    def test_several_are_fetched_and_each_answer_belongs_to_its_address(self, site: Site) -> None:
        addresses = [f"http://{NAME}:{site.port}/{name}" for name in ("a.png", "none.png", "a.png?2")]
        site.pages["/a.png?2"] = file(PICTURE + b"2")
        images = fetcher(site).fetch_all(addresses)
        assert [image.address for image in images] == addresses
        assert [image.data for image in images] == [PICTURE, None, PICTURE + b"2"]
        assert images[1].reason == "its server answers with 404."

    def test_the_machines_proxy_is_not_asked(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        assert fetched(site, "/a.png").data == PICTURE

    def test_https_needs_a_certificate_for_the_name(self, tmp_path: Path) -> None:
        for shown, data in ((NAME, PICTURE), ("other.example.org", None)):
            server, trusting = certificate(tmp_path, shown)
            with running(Site(server)) as site:
                site.pages["/a.png"] = file(PICTURE)
                own = ImageFetcher(
                    [AllowedHost(NAME, site.port)], resolver=names(), is_allowed=bool, tls=trusting
                )
                [image] = own.fetch_all([f"https://{NAME}:{site.port}/a.png"])
                assert image.data == data


class TestTheAddressCheckedIsTheAddressConnectedTo:
    def test_a_name_is_resolved_once(self, site: Site) -> None:
        resolver = names()
        [image] = fetcher(site, resolver=resolver).fetch_all([f"http://{NAME}:{site.port}/a.png"])
        assert image.data == PICTURE
        assert resolver.asked == [NAME]

    @pytest.mark.parametrize("found", [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["::1"], ["not an address"]])
    def test_one_private_address_of_a_name_is_enough_to_refuse_it(self, site: Site, found: list[str]) -> None:
        resolver = Names(images_example_org=found)
        [image] = fetcher(site, resolver=resolver).fetch_all([f"http://{NAME}:{site.port}/a.png"])
        assert (image.data, image.reason) == (None, "its host is not in the public Internet.")
        assert site.requests == []

    def test_this_machine_is_not_public(self, site: Site) -> None:
        own = ImageFetcher([AllowedHost(NAME, site.port)], resolver=names())
        [image] = own.fetch_all([f"http://{NAME}:{site.port}/a.png"])
        assert (image.data, site.requests) == (None, [])
        assert not is_public("127.0.0.1")


class TestRedirects:
    def test_one_to_the_same_host_is_followed(self, site: Site) -> None:
        site.pages["/old.png"] = redirect("/a.png")
        assert fetched(site, "/old.png").data == PICTURE

    @pytest.mark.parametrize(
        ("location", "reason"),
        [
            ("http://other.example.org/a.png", "images are not fetched from its host."),
            ("http://127.0.0.1/a.png", "images are not fetched from its host."),
            ("http://169.254.169.254/latest/meta-data/", "images are not fetched from its host."),
            ("//images.example.org:22/", "images are not fetched from its host."),
            ("file:///etc/passwd", "its address begins with neither http nor https."),
            ("http://a:b@images.example.org/", "its address holds a name or a password."),
            ("http://[", "its server breaks off."),
        ],
    )
    def test_each_new_address_is_checked_like_the_first(self, site: Site, location: str, reason: str) -> None:
        site.pages["/old.png"] = redirect(location)
        image = fetched(site, "/old.png")
        assert (image.data, image.reason) == (None, reason)

    def test_each_new_name_is_resolved_and_checked(self, site: Site) -> None:
        site.pages["/old.png"] = redirect(f"http://inside.example.org:{site.port}/a.png")
        resolver = Names(images_example_org=["127.0.0.1"], inside_example_org=["10.0.0.1"])
        own = ImageFetcher(
            [AllowedHost("*.example.org", site.port)],
            resolver=resolver,
            is_allowed=lambda address: address == "127.0.0.1",
        )
        [image] = own.fetch_all([f"http://{NAME}:{site.port}/old.png"])
        assert image.reason == "its host is not in the public Internet."
        assert resolver.asked == [NAME, "inside.example.org"]

    def test_a_ring_of_them_ends(self, site: Site) -> None:
        site.pages["/old.png"] = redirect("/old.png")
        assert fetched(site, "/old.png").reason == "its address was redirected too often."
        assert len(site.requests) == 4


class TestAddressesThatAreRefused:
    @pytest.mark.parametrize(
        "address",
        [
            *("ftp://images.example.org/a.png", "gopher://images.example.org/", "file:///etc/passwd"),
            *("http://images.example.org:22/a.png", "https://images.example.org:80/", "http://:80/"),
            *("http://anna@images.example.org/a.png", "http://images.example.org@10.0.0.1/a.png"),
            *("http://10.0.0.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://2130706433/"),
            *("http://0x7f.1/", "http://localhost/", "http://images.example.org.evil.example/"),
            *("http://evil.example\\@images.example.org/", "http://images.example.org\r\nHost: x/"),
            *("http://images.example.org:99999/", "http://images.example.org:x/", "http://", "http:///a"),
            *("http://[fe80::1%25eth0]/", "http://a..b/", "http://\u2025/"),
        ],
    )
    def test_nobody_is_asked(self, address: str) -> None:
        resolver = Names(images_example_org=["127.0.0.1"])
        [image] = ImageFetcher([AllowedHost(NAME)], resolver=resolver).fetch_all([address])
        assert image.data is None
        assert image.reason.endswith(".")
        assert resolver.asked == []

    def test_a_name_that_is_not_known(self, site: Site) -> None:
        [image] = fetcher(site, resolver=Names()).fetch_all([f"http://{NAME}:{site.port}/a.png"])
        assert image.reason == "its host is not known."

    def test_a_server_that_is_not_there(self) -> None:
        site = Site()
        site.server_close()
        assert fetched(site, "/a.png").reason == "its server can't be reached."


def dripping(*, head: bool) -> Answer:
    """An answer that never ends, a byte at a time, in its head or in its body."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X-Long: " if head else b"\r\n\x89PNG\r\n\x1a\n"))
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    return answer


class TestBounds:
    @pytest.mark.parametrize("head", [True, False])
    def test_a_server_that_drips_is_cut_off(self, site: Site, head: bool) -> None:
        site.pages["/slow.png"] = dripping(head=head)
        assert fetched(site, "/slow.png", Bounds(image_seconds=0.3)).reason == "its server takes too long."

    def test_a_server_that_says_nothing_is_left(self, site: Site) -> None:
        silence = threading.Event()

        def silent(_: Handler) -> None:
            silence.wait(30)

        site.pages["/slow.png"] = silent
        assert fetched(site, "/slow.png", Bounds(image_seconds=0.3)).reason == "its server takes too long."
        silence.set()

    def test_a_resolver_that_hangs_holds_nobody_up(self, site: Site) -> None:
        answered = threading.Event()
        own = ImageFetcher(
            [AllowedHost(NAME, site.port)],
            bounds=Bounds(board_seconds=0.2),
            resolver=lambda *_: ["127.0.0.1"] if answered.wait(30) else [],
        )
        [image] = own.fetch_all([f"http://{NAME}:{site.port}/a.png"])
        assert image.reason == "fetching the board's images took too long."
        answered.set()

    def test_a_file_that_is_too_large_is_not_read_to_its_end(self, site: Site) -> None:
        site.pages["/large.png"] = file(PICTURE + bytes(1_000_000), length=10**12)
        assert fetched(site, "/large.png", Bounds(image_bytes=100_000)).reason == "it has more than 0.1 MB."

    def test_a_file_that_is_shorter_than_it_claims_is_none(self, site: Site) -> None:
        site.pages["/cut.png"] = file(PICTURE, length=len(PICTURE) + 1)
        assert fetched(site, "/cut.png").reason == "its server breaks off."

    def test_all_images_of_a_board_together_are_bounded(self, site: Site) -> None:
        addresses = [f"http://{NAME}:{site.port}/a.png?{number}" for number in range(4)]
        for number in range(4):
            site.pages[f"/a.png?{number}"] = file(PICTURE)
        images = fetcher(site, bounds=Bounds(images=3, board_bytes=2 * len(PICTURE))).fetch_all(addresses)
        assert [image.data is not None for image in images] == [True, True, False, False]
        assert "MB together" in images[2].reason
        assert images[3].reason == "at most 3 images of a board are fetched."

    def test_whoever_asked_may_call_it_off(self, site: Site) -> None:
        def called_off() -> None:
            raise InterruptedError

        site.pages["/slow.png"] = dripping(head=False)
        with pytest.raises(InterruptedError):
            fetcher(site, bounds=Bounds(image_seconds=0.5)).fetch_all(
                [f"http://{NAME}:{site.port}/slow.png"], called_off
            )


class TestContent:
    @pytest.mark.parametrize("kind", ["text/html", "application/octet-stream"])
    def test_a_picture_is_one_whatever_it_is_called(self, site: Site, kind: str) -> None:
        site.pages["/a"] = file(PICTURE, kind)
        assert fetched(site, "/a").data == PICTURE

    def test_an_avif_is_one(self, site: Site) -> None:
        avif = b"\0\0\0\x20ftypavif" + bytes(20)
        site.pages["/a"] = file(avif, "image/avif")
        assert fetched(site, "/a").data == avif

    @pytest.mark.parametrize(
        "data", [b"", b"<html>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"]
    )
    def test_what_is_none_is_not_taken_for_one(self, site: Site, data: bytes) -> None:
        site.pages["/a.png"] = file(data, "image/png")
        assert fetched(site, "/a.png").reason == "it is no PNG, JPEG, WebP, AVIF, GIF, BMP or ICO file."

    def test_what_is_compressed_is_not_unpacked(self, site: Site) -> None:
        def bomb(handler: Handler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Encoding", "gzip")
            handler.send_header("Content-Length", "2")
            handler.end_headers()
            handler.wfile.write(b"\x1f\x8b")

        site.pages["/a.png"] = bomb
        assert fetched(site, "/a.png").reason == "it is no PNG, JPEG, WebP, AVIF, GIF, BMP or ICO file."


class TestTheListOfHosts:
    @pytest.mark.parametrize(
        ("entry", "host", "port", "covered"),
        [
            ("images.example.org", "images.example.org", 443, True),
            ("images.example.org", "images.example.org", 8443, False),
            ("images.example.org", "a.images.example.org", 443, False),
            ("images.example.org:8443", "images.example.org", 8443, True),
            ("images.example.org:8443", "images.example.org", 443, False),
            ("*.example.org", "a.b.example.org", 443, True),
            ("*.example.org", "example.org", 443, False),
            ("*.example.org", "badexample.org", 443, False),
            ("IMAGES.example.org", "images.example.org", 443, True),
        ],
    )
    def test_an_entry_covers(self, entry: str, host: str, port: int, covered: bool) -> None:
        assert AllowedHost.parse(entry).covers(host, port, own_port=443) is covered

    @pytest.mark.parametrize("entry", ["", "http://a.example", "a.example/b", "anna@a.example", "a:x", "a?b"])
    def test_what_is_no_host(self, entry: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011
            AllowedHost.parse(entry)
