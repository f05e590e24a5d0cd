"""The client's own rendering: multipart `file`, or `data_url` in JSON."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.api import pictures
from solo_export.exports.models import ExportRequest, WebhookDelivery
from solo_export.exports.renderer.pool import shared_pool

pytestmark = pytest.mark.django_db(transaction=True)

COLOR = (37, 99, 235, 255)


def png(width: int = 4, height: int = 3) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (width, height), COLOR).save(file, "PNG")
    return file.getvalue()


def upload(data: bytes, name: str = "board.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def data_url(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def send(client: APIClient, session: SoloSession, body: dict[str, Any], kind: str) -> Any:
    return client.post(f"/api/v1/solo/sessions/{session.id}/export/", body, format=kind)


def as_file(data: bytes) -> tuple[dict[str, Any], str]:
    return {"format": "png", "file": upload(data)}, "multipart"


def as_data_url(data: bytes) -> tuple[dict[str, Any], str]:
    return {"format": "png", "data_url": data_url(data)}, "json"


WAYS = [pytest.param(as_file, id="file"), pytest.param(as_data_url, id="data_url")]


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_is_stored_and_completed_at_once(client: APIClient, session: SoloSession, way: Any) -> None:
    answer = send(client, session, *way(png()))
    assert answer.status_code == 201
    body = answer.json()
    assert (body["status"], body["origin"], body["format"]) == ("completed", "client", "png")
    assert body["page_count"] == 1
    data = b"".join(APIClient().get(urlsplit(body["file_url"]).path))
    assert len(data) == body["file_size"]
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size, picture.convert("RGBA").getpixel((0, 0))) == ("PNG", (4, 3), COLOR)


def test_png_is_meant_where_a_picture_comes_without_a_format(client: APIClient, session: SoloSession) -> None:
    assert send(client, session, {"data_url": data_url(png())}, "json").json()["status"] == "completed"


def test_the_options_by_which_the_client_drew_are_kept(client: APIClient, session: SoloSession) -> None:
    options = {"scale": 4, "filename": "Моя дошка"}
    body = send(client, session, {"data_url": data_url(png()), "options": options}, "json").json()
    assert body["options"] == options
    assert urlsplit(body["file_url"]).path.endswith("%D0%B4%D0%BE%D1%88%D0%BA%D0%B0.png")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GIF89a" + b"\0" * 40, id="another kind"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="markup"),
        pytest.param(png(200, 200)[:200], id="cut short"),
        pytest.param(png()[:8] + b"\0" * 60, id="a signature and nothing"),
        pytest.param(png()[:40] + bytes([png()[40] ^ 255]) + png()[41:], id="damaged"),
    ],
)
def test_what_is_no_sound_png_is_refused_by_its_field(
    client: APIClient, session: SoloSession, way: Any, data: bytes
) -> None:
    body, kind = way(data)
    answer = send(client, session, body, kind)
    assert answer.status_code == 400
    assert answer.json()["field"] == ("file" if "file" in body else "data_url")
    assert "picture" in answer.json()["error"]
    assert not ExportRequest.objects.exists()


def test_the_operators_system_is_told_of_it_as_of_every_export(
    client: APIClient, session: SoloSession, settings: Settings
) -> None:
    settings.SOLO_WEBHOOK_URL = "https://boards.example.org/hooks"
    export_id = send(client, session, *as_data_url(png())).json()["id"]
    delivery = WebhookDelivery.objects.get()
    assert (str(delivery.export_id), delivery.event) == (export_id, "export.completed")
    assert json.loads(delivery.body)["data"]["origin"] == "client"


@pytest.mark.parametrize("way", WAYS)
def test_where_no_renderer_can_start_the_picture_is_not_to_blame(
    client: APIClient, session: SoloSession, way: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "boardkit.py").write_text("raise ImportError('a library is missing')")
    shared_pool().close()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answer = send(client, session, *way(png()))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert not ExportRequest.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_of_too_many_pixels_is_refused(
    client: APIClient, session: SoloSession, settings: Settings, way: Any
) -> None:
    settings.SOLO_MAX_IMAGE_PIXELS = settings.SOLO_MAX_PICTURE_PIXELS = 11
    assert send(client, session, *way(png(4, 3))).status_code == 400


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_of_too_many_bytes_is_refused(client: APIClient, session: SoloSession, way: Any) -> None:
    answer = send(client, session, *way(png() + b"\0" * pictures.MAX_BYTES))
    assert answer.status_code == 413
    assert not ExportRequest.objects.exists()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("wanted", ["pdf", "json"])
def test_a_picture_goes_with_png_only(client: APIClient, session: SoloSession, way: Any, wanted: str) -> None:
    body, kind = way(png())
    answer = send(client, session, body | {"format": wanted}, kind)
    assert answer.status_code == 400
    assert answer.json()["field"] in body


@pytest.mark.parametrize(
    "url",
    [
        None,
        5,
        [],
        {},
        "",
        "data:",
        "data:image/png;base64,****",
        "data:image/jpeg;base64,AAAA",
        "https://x/y.png",
        "data:image/png,raw",
        "data:image/png;base64,Ї",
        "data:image/png;base64,A",
    ],
)
def test_what_is_no_data_url_is_refused(client: APIClient, session: SoloSession, url: object) -> None:
    answer = send(client, session, {"format": "png", "data_url": url}, "json")
    assert (answer.status_code, answer.json()["field"]) == (400, "data_url")


def test_a_file_that_is_only_text_is_refused(client: APIClient, session: SoloSession) -> None:
    for body, kind in (
        ({"file": "board.png"}, "multipart"),
        ({"file": {"name": "x"}}, "json"),
        ({"file": None}, "json"),
    ):
        answer = send(client, session, body, kind)
        assert (answer.status_code, answer.json()["field"]) == (400, "file")


def test_two_pictures_at_once_are_refused(client: APIClient, session: SoloSession) -> None:
    answer = send(client, session, {"file": upload(png()), "data_url": data_url(png())}, "multipart")
    assert (answer.status_code, answer.json()["field"]) == (400, "data_url")


def test_a_file_in_another_field_is_refused(client: APIClient, session: SoloSession) -> None:
    answer = send(client, session, {"format": "png", "picture": upload(png())}, "multipart")
    assert (answer.status_code, answer.json()["field"]) == (400, "picture")
    assert not ExportRequest.objects.exists()
