"""A board that comes back inside of a file that was exported with `embed_state`."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from boardkit.embedded import extract_state
from boardkit.errors import StateError
from solo_export.exports import conf
from solo_export.exports.api import json_body
from solo_export.exports.api.errors import BadRequest, BodyTooLarge

MAX_BYTES = 50_000_000
"""Of a file: the board once more, and a lesson's pages with their photographs."""

MAX_NAME = 200

NO_BOARD = "The file carries no board; only a PNG, PDF or SVG exported with embed_state does."


def sent(body: Any) -> Any:
    """The fields of a new board: those of a JSON body as they are, or those that a form's file holds.

    Raises `BadRequest` and `BodyTooLarge`, which name `file`.
    """
    if not isinstance(body, QueryDict):
        return body
    upload = body.get("file")
    if not isinstance(upload, UploadedFile):
        raise BadRequest("file must be a PNG, PDF or SVG that was exported with embed_state.", field="file")
    if upload.size is None or upload.size > MAX_BYTES:
        raise BodyTooLarge(f"The file may have at most {MAX_BYTES} bytes.", field="file")
    name = body.get("name", PurePath(upload.name or "").stem[:MAX_NAME])
    return {"name": name, "state": _state(upload.read())}


def _state(file: bytes) -> Any:
    try:
        state = extract_state(file, limits=conf.limits())
    except StateError as error:
        raise BadRequest(str(error), field="file") from None
    if state is None:
        raise BadRequest(NO_BOARD, field="file")
    try:
        return json_body.parse(state)
    except BadRequest:
        raise BadRequest("The file's board holds values that can't be kept.", field="file") from None
