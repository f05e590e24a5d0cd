"""/files/…: what a signed address opens, and how."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from solo_export.exports import storage
from solo_export.exports.models import ExportRequest
from tests.service.api.conftest import Finish

pytestmark = pytest.mark.django_db

DATA = bytes(range(256)) * 40


@pytest.fixture
def path(client: APIClient, export: ExportRequest, finish: Finish) -> str:
    """The address of a finished export of 10,240 bytes, without the host."""
    finish(export, DATA)
    url: str = client.get(f"/api/v1/exports/{export.id}/").json()["file_url"]
    return urlsplit(url).path


def content(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_the_file_opens_in_any_tab_without_signing_in(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert content(answer) == DATA
    assert answer.headers["Content-Length"] == "10240"
    assert answer.headers["Content-Type"] == "application/pdf"


def test_the_file_is_saved_under_its_name(path: str) -> None:
    header = Client().get(path).headers["Content-Disposition"]
    assert header.startswith('attachment; filename="')
    assert header.endswith(f"filename*=UTF-8''{quote('Урок 4.pdf')}")
    assert header.isascii()


def test_the_file_cannot_act_as_a_page_of_ours(path: str) -> None:
    headers = Client().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ("png", "image/png"),
        ("pdf", "application/pdf"),
        ("json", "application/json"),
        ("svg", "image/svg+xml"),
        ("jpg", "image/jpeg"),
        ("webp", "image/webp"),
    ],
)
def test_the_type_is_the_stored_files_whatever_the_name_says(
    client: APIClient, export: ExportRequest, finish: Finish, wanted: str, kind: str
) -> None:
    ExportRequest.objects.update(format=wanted)
    export.refresh_from_db()
    finish(export, name="page.html")
    url = client.get(f"/api/v1/exports/{export.id}/").json()["file_url"]
    assert Client().get(urlsplit(url).path).headers["Content-Type"] == kind


def test_a_head_request_tells_the_length_and_sends_nothing(path: str) -> None:
    answer = Client().head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Length"] == "10240"
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=10000-", 10000, 10239), ("bytes=-1", 10239, 10239)],
)
def test_a_range_is_sent_alone(path: str, header: str, first: int, last: int) -> None:
    answer = Client().get(path, headers={"Range": header})
    assert answer.status_code == 206
    assert content(answer) == DATA[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/10240"
    assert answer.headers["Content-Length"] == str(last - first + 1)
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_range_behind_the_end_is_refused(path: str) -> None:
    answer = Client().get(path, headers={"Range": "bytes=10240-"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */10240"


def test_several_ranges_get_the_whole_file(path: str) -> None:
    answer = Client().get(path, headers={"Range": "bytes=0-1,5-6"})
    assert (answer.status_code, content(answer)) == (200, DATA)


def test_a_range_of_another_version_gets_the_whole_file(path: str) -> None:
    tag = Client().head(path).headers["ETag"]
    same = Client().get(path, headers={"Range": "bytes=0-1", "If-Range": tag})
    other = Client().get(path, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert (same.status_code, other.status_code) == (206, 200)


def refused(answer: Any, status: int) -> bool:
    return (
        answer.status_code == status
        and answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        and "export it again" in answer.content.decode()
    )


def test_an_expired_address_is_refused_in_words(path: str, settings: Settings) -> None:
    settings.SOLO_EXPORT_URL_SECONDS = -1
    assert refused(Client().get(path), 403)


def test_a_tampered_address_is_refused(path: str) -> None:
    _, files, token, name = path.split("/")
    assert files == "files"
    for damaged in (
        token[:-1],
        token[1:],
        token.swapcase(),
        token + "x",
        "x",
        "a:b:c",
        "☃",
        f"{token}:{token}",
    ):
        assert refused(Client().get(f"/files/{damaged}/{name}"), 403)


def test_an_address_works_for_no_other_name(path: str) -> None:
    token = path.split("/")[2]
    assert refused(Client().get(f"/files/{token}/other.pdf"), 403)


def test_a_file_that_is_gone_is_not_found(path: str, export: ExportRequest) -> None:
    storage.discard_all(export.id)
    assert refused(Client().get(path), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_file_is_only_read(path: str, method: str) -> None:
    assert getattr(Client(enforce_csrf_checks=True), method)(path).status_code == 405
