"""Pictures, numbers and headers that nobody means well by: an answer that says so, never a server error."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from boardkit import RenderOptions, render
from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from tests.boardkit.pictures import data_url
from tests.service.api.conftest import Finish
from tests.support.hostile_pictures import BROKEN, LOADED

pytestmark = pytest.mark.django_db

DIGITS = "9" * 5000


def board_with(data: bytes, kind: str) -> dict[str, Any]:
    asset = {"id": "i1", "type": "image", "src": data_url(data, kind), "x": 0, "y": 0, "w": 40, "h": 30}
    return {"pages": [{"width": 50, "height": 40, "strokes": [], "assets": [asset]}]}


class TestPicturesOnBoards:
    @pytest.mark.parametrize("format", ["png", "pdf", "svg"])
    @pytest.mark.parametrize("name", BROKEN)
    def test_one_that_shows_nothing_is_a_remark_and_the_rest_is_drawn(self, name: str, format: Any) -> None:
        rendered = render(board_with(BROKEN[name], "image/png"), format=format)
        [warning] = rendered.warnings
        assert warning.code in {"image_unreadable", "image_missing"}
        assert warning.element == "i1"

    @pytest.mark.parametrize("name", LOADED)
    def test_what_a_picture_carries_besides_is_not_unpacked(self, name: str) -> None:
        rendered = render(board_with(LOADED[name], "image/png"), options=RenderOptions(scale=1))
        assert {warning.code for warning in rendered.warnings} <= {"image_unreadable"}

    @pytest.mark.parametrize("name", [name for name in LOADED if "text" in name])
    def test_texts_in_a_picture_go_no_further(self, name: str) -> None:
        drawing = render(board_with(LOADED[name], "image/png"), format="svg")
        assert drawing.warnings == ()
        assert len(drawing.data) < len(LOADED[name])

    @pytest.mark.parametrize("kind", ["image/png", "text/html", "application/x-nonsense", ""])
    def test_a_picture_is_what_its_bytes_say(self, kind: str) -> None:
        sound = LOADED["a page of HTML behind its end"]
        assert render(board_with(sound, kind)).warnings == ()


class TestOnesOwnPicture:
    def send(self, client: APIClient, session: SoloSession, data: bytes) -> Any:
        body = {"format": "png", "data_url": data_url(data)}
        return client.post(f"/api/v1/solo/sessions/{session.id}/export/", body)

    @pytest.mark.parametrize("name", BROKEN)
    def test_one_that_is_no_sound_png_is_refused(
        self, client: APIClient, session: SoloSession, name: str
    ) -> None:
        answer = self.send(client, session, BROKEN[name])
        assert (answer.status_code, answer.json()["field"]) == (400, "data_url")
        assert not ExportRequest.objects.exists()

    @pytest.mark.parametrize("name", LOADED)
    def test_what_it_carries_besides_is_left_behind(
        self, client: APIClient, session: SoloSession, name: str
    ) -> None:
        answer = self.send(client, session, LOADED[name])
        assert answer.status_code in {201, 400}
        if answer.status_code == 201:
            assert answer.json()["file_size"] < 1000


class TestNumbers:
    @pytest.mark.parametrize(
        "number", [DIGITS, f"-{DIGITS}", "1e999", "-1e999", f"1{'0' * 400}.5", f"1e{DIGITS}"]
    )
    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("post", "/api/v1/solo/sessions/", '{{"state": {{"pages": [{{"width": {}}}]}}}}'),
            ("put", "/api/v1/solo/sessions/{}/", '{{"page_count": {}}}'),
            ("post", "/api/v1/solo/sessions/{}/export/", '{{"options": {{"scale": {}}}}}'),
            ("post", "/api/v1/solo/sessions/{}/export/", '{{"options": {{"pages": [{}]}}}}'),
        ],
    )
    def test_one_that_no_browser_reads_is_refused_by_name(
        self, client: APIClient, session: SoloSession, method: str, path: str, body: str, number: str
    ) -> None:
        answer = getattr(client, method)(
            path.format(session.id), body.format(number), content_type="application/json"
        )
        assert answer.status_code == 400
        assert answer.json()["field"]

    @pytest.mark.parametrize("format", ["png", "pdf", "json"])
    def test_one_in_a_row_that_nobody_checked_is_read_as_a_browser_reads_it(self, format: Any) -> None:
        state = f'{{"pages": [{{"width": {DIGITS}, "height": -{DIGITS}, "strokes": []}}]}}'
        assert render(state, format=format, options=RenderOptions(scale=0.1)).page_count == 1


class TestHeaders:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Range": f"bytes={DIGITS}-"},
            {"Range": f"bytes=0-{DIGITS}"},
            {"Range": f"bytes=-{DIGITS}"},
            {"Range": "bytes=" + "0-1," * 5000},
            {"If-Range": "\xff" * 100},
            {"If-None-Match": '"' * 5000},
        ],
    )
    def test_of_a_download(
        self, export: ExportRequest, finish: Finish, client: APIClient, headers: dict[str, str]
    ) -> None:
        finish(export)
        path = (
            client.get(f"/api/v1/exports/{export.id}/").json()["file_url"].removeprefix("http://testserver")
        )
        assert APIClient().get(path, headers=headers).status_code in {200, 206, 416}

    @pytest.mark.parametrize(
        "headers",
        [
            {"Prefer": f"wait={DIGITS}"},
            {"Prefer": "wait=" * 3000},
            {"Accept": "\xff/" * 100},
            {"Accept-Language": "," * 5000},
            {"X-Request-ID": "\r\nSet-Cookie: a=b"},
            {"Origin": "null\xff"},
            {"X-Forwarded-Host": "evil.example"},
        ],
    )
    def test_of_a_call(self, client: APIClient, session: SoloSession, headers: dict[str, str]) -> None:
        answer = client.post(f"/api/v1/solo/sessions/{session.id}/export/", {}, headers=headers)
        assert answer.status_code == 201
        assert "evil" not in answer.content.decode()
        assert "Set-Cookie" not in answer

    @pytest.mark.parametrize("length", [DIGITS, "-1", "1e3", "0x10", "", " "])
    def test_the_length_of_a_body(self, client: APIClient, session: SoloSession, length: str) -> None:
        path = f"/api/v1/solo/sessions/{session.id}/export/"
        answer = client.generic("POST", path, "{}", "application/json", CONTENT_LENGTH=length)
        assert answer.status_code in {201, 400, 411, 413}

    @pytest.mark.parametrize(
        "value", [f"Bearer {'x' * 5000}", "Bearer a.b.c", "Bearer", "Basic YTpi", "\xff", "B\0"]
    )
    def test_signing_in(self, session: SoloSession, value: str) -> None:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=value)
        assert client.get("/api/v1/exports/").status_code == 401


class TestPlainBody:
    @pytest.mark.parametrize(
        "body",
        [
            '{"format": "png", "format": "pdf"}',
            '{"options": {"scale": 1, "scale": 2}}',
            '\ufeff{"format": "pdf"}',
            '{"format": "pdf"} ',
        ],
    )
    def test_keys_twice_and_marks_before_are_read_as_a_browser_reads_them(
        self, client: APIClient, session: SoloSession, body: str
    ) -> None:
        answer = client.post(
            f"/api/v1/solo/sessions/{session.id}/export/", body.encode(), content_type="application/json"
        )
        assert answer.status_code == 201

    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 200_000,
            b'{"a":' * 200_000,
            b'"\xed\xa0\x80"',
            b"\xff\xfe{\0}\0",
            b"{}{}",
            b"nul",
            b"NaN",
            b"\0",
        ],
    )
    def test_what_is_no_json_object(self, client: APIClient, session: SoloSession, body: bytes) -> None:
        for path in (f"/api/v1/solo/sessions/{session.id}/export/", "/api/v1/solo/sessions/"):
            answer = client.post(path, body, content_type="application/json")
            assert answer.status_code == 400
            assert answer.json()["error"]
