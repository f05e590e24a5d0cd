"""The client's own rendering in a request: an uploaded file, or a data URL."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from solo_export.exports.api.errors import BadRequest

_DATA_URL = re.compile(r"data:image/png(?:;[\w.+-]+=[\w.+-]+)*;base64,", re.IGNORECASE)


def source(body: Mapping[str, Any]) -> str | None:
    """The field that holds a picture, None where there is none. Raises `BadRequest` for two."""
    sources = [name for name in ("file", "data_url") if name in body]
    if len(sources) > 1:
        raise BadRequest("Send either file or data_url, not both.", field="file")
    return sources[0] if sources else None


def read(body: Mapping[str, Any], source: str) -> bytes:
    """The picture's bytes, not looked into yet. Raises `BadRequest`."""
    return _file(body["file"]) if source == "file" else _data_url(body["data_url"])


def _file(upload: object) -> bytes:
    if not isinstance(upload, UploadedFile):
        raise BadRequest("file must be a PNG file, sent as multipart/form-data.", field="file")
    return bytes(upload.read())


def _data_url(url: object) -> bytes:
    start = _DATA_URL.match(url) if isinstance(url, str) else None
    if start is None:
        raise BadRequest("data_url must begin with data:image/png;base64, and a PNG.", field="data_url")
    try:
        return base64.b64decode(start.string[start.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("data_url must hold its PNG in base64.", field="data_url") from None
