"""A file that was exported with `embed_state` becomes a session again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings
from rest_framework.test import APIClient

from boardkit import RenderOptions, render
from boardkit.options import Format
from solo_export.boards.models import SoloSession
from tests.boardkit.pictures import png
from tests.service.api.conftest import STATE

SESSIONS = "/api/v1/solo/sessions/"


def exported(state: Any, format: Format = "png") -> bytes:
    return render(state, format=format, options=RenderOptions(embed_state=True, scale=0.1)).data


def posted(client: APIClient, data: bytes, name: str = "Урок 4.png") -> Any:
    form = {"file": SimpleUploadedFile(name, data)}
    return client.post(SESSIONS, form, format="multipart")


@pytest.mark.parametrize("format", ["png", "pdf", "svg"])
def test_the_new_sessions_state_equals_the_exported_one(client: APIClient, format: Format) -> None:
    answer = posted(client, exported(STATE, format), name="Урок.x")
    assert answer.status_code == 201
    assert answer.json()["state"] == STATE
    saved = SoloSession.objects.get(pk=answer.json()["id"])
    assert (saved.state, saved.name, saved.page_count) == (STATE, "Урок", 1)


def test_an_export_of_the_service_itself_comes_back(
    client: APIClient, session: SoloSession, settings: Settings
) -> None:
    settings.SOLO_EXPORT_SYNC = True
    order = {"format": "png", "options": {"embed_state": True, "scale": 0.1}}
    done = client.post(f"{SESSIONS}{session.id}/export/", order, format="json").json()
    assert done["status"] == "completed", done["error"]
    file = b"".join(client.get(done["file_url"]).streaming_content)  # type: ignore[attr-defined]
    assert posted(client, file).json()["state"] == session.state


def test_a_name_may_be_given(client: APIClient) -> None:
    assert posted(client, exported(STATE), name="x.png").json()["name"] == "x"
    form = {"file": SimpleUploadedFile("x.png", exported(STATE)), "name": "Mine"}
    assert client.post(SESSIONS, form, format="multipart").json()["name"] == "Mine"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png(), "carries no board"),
        (b"", "carries no board"),
        (exported(STATE).replace(b"x\xda", b"\0\0", 1), "damaged"),
        (exported('{"pages": [{"width": NaN}]}'), "can't be kept"),
        (exported('{"pages": [], "x": "\\u0000"}'), "can't be kept"),
    ],
)
def test_what_can_not_be_taken_back_names_the_file(client: APIClient, data: bytes, words: str) -> None:
    answer = posted(client, data)
    assert (answer.status_code, answer.json()["field"]) == (400, "file")
    assert words in answer.json()["error"]
    assert not SoloSession.objects.exists()


def test_a_form_without_a_file_names_it(client: APIClient) -> None:
    for fields in ({"name": "x"}, {"file": "text"}):
        answer = client.post(SESSIONS, fields, format="multipart")
        assert (answer.status_code, answer.json()["field"]) == (400, "file")


def test_a_board_over_the_limit_is_refused(client: APIClient, settings: Settings) -> None:
    settings.SOLO_MAX_STATE_BYTES = 100
    answer = posted(client, exported(STATE))
    assert (answer.status_code, answer.json()["field"]) == (400, "file")


def test_a_session_is_changed_by_json_only(client: APIClient, session: SoloSession) -> None:
    form = {"file": SimpleUploadedFile("x.png", exported(STATE))}
    assert client.put(f"{SESSIONS}{session.id}/", form, format="multipart").status_code == 415
