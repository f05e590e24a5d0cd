"""POST …/export/: what is accepted, what is refused, and what the refusal says."""

from __future__ import annotations

import io
import json
import re
import uuid
from typing import Any

import pytest
from django.test.client import encode_multipart
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest, Snapshot
from tests.service.api.conftest import STATE, UNKNOWN

pytestmark = pytest.mark.django_db

CUT_OFF = "The form is cut off: the boundary that ends it is missing."
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def address(session: SoloSession) -> str:
    return f"/api/v1/solo/sessions/{session.id}/export/"


def test_the_answer_is_the_whole_export_request(client: APIClient, session: SoloSession) -> None:
    answer = client.post(address(session), {"format": "pdf"})
    assert answer.status_code == 201
    body = answer.json()
    assert MOMENT.fullmatch(body.pop("created_at"))
    assert MOMENT.fullmatch(body.pop("updated_at"))
    assert uuid.UUID(body.pop("id"))
    assert body == {
        "session_id": str(session.id),
        "format": "pdf",
        "status": "pending",
        "file_url": None,
        "error": None,
        "error_code": None,
        "file_size": None,
        "page_count": None,
        "expires_at": None,
        "progress": None,
        "queue_position": 1,
        "warnings": [],
        "options": {},
        "origin": "server",
    }


@pytest.mark.parametrize("wanted", ["png", "pdf", "json", "svg", "jpg", "webp"])
def test_each_format_is_accepted_as_json_and_as_a_form(
    client: APIClient, session: SoloSession, wanted: str
) -> None:
    for kind in ("json", "multipart"):
        answer = client.post(address(session), {"format": wanted}, format=kind)
        assert (answer.status_code, answer.json()["format"]) == (201, wanted)
    form = client.post(address(session), f"format={wanted}", content_type="application/x-www-form-urlencoded")
    assert (form.status_code, form.json()["format"]) == (201, wanted)


def test_png_is_meant_where_no_format_is_named(client: APIClient, session: SoloSession) -> None:
    assert client.post(address(session), {}).json()["format"] == "png"
    assert client.post(address(session)).json()["format"] == "png"


@pytest.mark.parametrize(
    "wanted", ["gif", "PNG", "", " png", None, 1, True, 1.5, [], ["png"], {}, {"png": "png"}, "png\n", "📄"]
)
def test_any_other_format_is_an_invalid_format(
    client: APIClient, session: SoloSession, wanted: object
) -> None:
    answer = client.post(address(session), {"format": wanted})
    assert answer.status_code == 400
    assert answer.json() == {"error": "Invalid format"}
    assert not ExportRequest.objects.exists()


@pytest.mark.parametrize("session_id", [UNKNOWN, "17", "no-uuid", "%00", "💥", "0" * 5000])
def test_a_session_that_is_not_there_is_not_found(client: APIClient, session_id: str) -> None:
    answer = client.post(f"/api/v1/solo/sessions/{session_id}/export/", {"format": "png"})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Session not found"}


def test_the_state_is_taken_down_at_the_moment_of_asking(client: APIClient, session: SoloSession) -> None:
    answer = client.post(address(session), {"format": "json"})
    client.patch(f"/api/v1/solo/sessions/{session.id}/", {"state": {"pages": []}})
    snapshot = Snapshot.objects.get(pk=answer.json()["id"])
    assert json.loads(snapshot.state) == STATE


def test_options_are_kept_and_answered_as_they_were_sent(client: APIClient, session: SoloSession) -> None:
    options: dict[str, Any] = {
        "pages": [1, "p1"],
        "scale": 3,
        "background": "transparent",
        "crop": "content",
        "paper": "a4",
        "orientation": "landscape",
        "pretty": True,
        "filename": "Урок 4: дроби",
    }
    answer = client.post(address(session), {"format": "pdf", "options": options})
    assert (answer.status_code, answer.json()["options"]) == (201, options)


def test_a_form_has_its_options_as_json_text(client: APIClient, session: SoloSession) -> None:
    answer = client.post(
        address(session), {"format": "pdf", "options": '{"paper": "a4"}'}, format="multipart"
    )
    assert answer.json()["options"] == {"paper": "a4"}


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"dpi": 300}, "options.dpi"),
        ({"title": "x"}, "options.title"),
        ({"created": "2025-01-01"}, "options.created"),
        ({"pages": None}, "options.pages"),
        ({"pages": "2-4"}, "options.pages"),
        ({"pages": 1}, "options.pages"),
        ({"pages": []}, "options.pages"),
        ({"pages": {}}, "options.pages"),
        ({"pages": [0]}, "options.pages"),
        ({"pages": [-1]}, "options.pages"),
        ({"pages": [1.5]}, "options.pages"),
        ({"pages": [True]}, "options.pages"),
        ({"pages": [""]}, "options.pages"),
        ({"pages": [[1]]}, "options.pages"),
        ({"pages": [10**30]}, "options.pages"),
        ({"pages": [1] * 501}, "options.pages"),
        ({"pages": ["p" * 201]}, "options.pages"),
        ({"scale": 0.09}, "options.scale"),
        ({"scale": 8.01}, "options.scale"),
        ({"scale": 10**300}, "options.scale"),
        ({"scale": "2"}, "options.scale"),
        ({"scale": True}, "options.scale"),
        ({"scale": None}, "options.scale"),
        ({"scale": [2]}, "options.scale"),
        ({"background": "white"}, "options.background"),
        ({"background": None}, "options.background"),
        ({"background": {}}, "options.background"),
        ({"crop": 1}, "options.crop"),
        ({"paper": "A4"}, "options.paper"),
        ({"paper": []}, "options.paper"),
        ({"orientation": "upright"}, "options.orientation"),
        ({"pretty": "yes"}, "options.pretty"),
        ({"pretty": 1}, "options.pretty"),
        ({"filename": ""}, "options.filename"),
        ({"filename": "   "}, "options.filename"),
        ({"filename": 5}, "options.filename"),
        ({"filename": "../../etc/passwd"}, "options.filename"),
        ({"filename": "a\r\nSet-Cookie: x"}, "options.filename"),
        ({"filename": "n" * 121}, "options.filename"),
        (None, "options"),
        ([], "options"),
        ("{}", "options"),
        (7, "options"),
    ],
)
def test_an_unknown_or_ill_typed_option_is_named(
    client: APIClient, session: SoloSession, options: object, field: str
) -> None:
    answer = client.post(address(session), {"format": "png", "options": options})
    assert answer.status_code == 400
    body = answer.json()
    assert body["field"] == field
    assert field.rpartition(".")[2] in body["error"]
    assert not ExportRequest.objects.exists()


def test_the_refusal_of_an_option_says_what_would_be_right(client: APIClient, session: SoloSession) -> None:
    answer = client.post(address(session), {"options": {"paper": "a5"}})
    assert answer.json() == {
        "error": "paper must be one of: original, a4, a3, letter.",
        "field": "options.paper",
    }


def test_an_option_outside_of_options_is_not_silently_left_out(
    client: APIClient, session: SoloSession
) -> None:
    answer = client.post(address(session), {"format": "png", "scale": 4})
    assert (answer.status_code, answer.json()["field"]) == (400, "scale")


@pytest.mark.parametrize("body", ["null", "[]", '"png"', "1", "true", '["format", "png"]'])
def test_json_that_is_no_object_is_refused(client: APIClient, session: SoloSession, body: str) -> None:
    answer = client.post(address(session), body, content_type="application/json")
    assert answer.status_code == 400
    assert "JSON object" in answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"format": "png"',
        b"format=png",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"format": "png", "x": NaN}',
        b'{"format": "png", "options": {"scale": 1e999}}',
        b'{"format": "png", "options": {"scale": %s}}' % (b"9" * 5000),
        rb'{"format": "png", "options": {"filename": "\ud800"}}',
        rb'{"format": "png", "options": {"pages": ["a\u0000"]}}',
        rb'{"format": "png", "options": {"\u0000": 1}}',
    ],
)
def test_malformed_json_is_refused_and_leaves_nothing(
    client: APIClient, session: SoloSession, body: bytes
) -> None:
    answer = client.post(address(session), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not ExportRequest.objects.exists()


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "image/png", "application/jsonp", "a" * 500]
)
def test_another_content_type_is_refused(client: APIClient, session: SoloSession, kind: str) -> None:
    answer = client.post(address(session), b'{"format": "png"}', content_type=kind)
    assert answer.status_code == 415
    assert answer.json()["detail"].startswith("Send the body as application/json or ")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_form_that_is_cut_off_is_refused(client: APIClient, session: SoloSession, kept: float) -> None:
    form = encode_multipart("y", {"format": "png", "options": "{}"})
    answer = client.post(
        address(session), form[: int(len(form) * kept)], content_type="multipart/form-data; boundary=y"
    )
    assert (answer.status_code, answer.json()["error"]) == (400, CUT_OFF)
    assert not ExportRequest.objects.exists()


def test_a_form_that_says_not_where_its_parts_end_is_refused(client: APIClient, session: SoloSession) -> None:
    answer = client.post(address(session), b"--y\r\nnonsense", content_type="multipart/form-data")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_body_over_the_limit_is_refused(
    client: APIClient, session: SoloSession, settings: Settings
) -> None:
    settings.SOLO_MAX_STATE_BYTES = 1000
    answer = client.post(address(session), {"format": "png", "note": "x" * 30_000_000})
    assert answer.status_code == 413
    assert answer.json()["detail"]


def test_a_board_over_the_limit_is_refused_and_leaves_nothing(
    client: APIClient, session: SoloSession, settings: Settings
) -> None:
    settings.SOLO_MAX_STATE_BYTES = 100
    answer = client.post(address(session), {"format": "png"})
    assert answer.status_code == 413
    assert "100" in answer.json()["detail"]
    assert not ExportRequest.objects.exists()


def test_whatever_board_may_be_saved_may_be_exported(client: APIClient, settings: Settings) -> None:
    settings.SOLO_MAX_STATE_BYTES = 1000
    state = {"pages": [], "note": "ї" * 200, "numbers": [1] * 283}
    assert len(json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()) == 1000
    saved = client.post("/api/v1/solo/sessions/", {"state": state})
    assert saved.status_code == 201
    answer = client.post(f"/api/v1/solo/sessions/{saved.json()['id']}/export/", {"format": "json"})
    assert answer.status_code == 201
    assert json.loads(Snapshot.objects.get().state) == state


def test_who_sends_too_much_is_heard_out_before_the_answer(client: APIClient, session: SoloSession) -> None:
    body = io.BytesIO(b" " * 40_000_000)
    stream: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": "40000000"}
    answer = client.generic("POST", address(session), content_type="application/json", **stream)
    assert answer.status_code == 413
    assert body.tell() == 40_000_000


def test_a_body_of_unknown_length_is_refused(client: APIClient, session: SoloSession) -> None:
    answer = client.generic(
        "POST", address(session), "", content_type="application/json", HTTP_TRANSFER_ENCODING="chunked"
    )
    assert answer.status_code == 411


@pytest.mark.parametrize("accept", ["*/*", "text/html", "image/png", "nonsense"])
def test_the_answer_is_json_whatever_the_caller_accepts(
    client: APIClient, session: SoloSession, accept: str
) -> None:
    answer = client.post(address(session) + "?format=pdf", {"format": "json"}, headers={"Accept": accept})
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["format"] == "json"


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_exports_are_asked_for_by_post_only(client: APIClient, session: SoloSession, method: str) -> None:
    assert getattr(client, method)(address(session)).status_code == 405


def test_asking_takes_few_questions_to_the_database(
    client: APIClient, session: SoloSession, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.post(address(session))
    with django_assert_num_queries(13):
        assert client.post(address(session)).status_code == 201
