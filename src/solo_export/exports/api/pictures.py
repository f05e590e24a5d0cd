"""The client's own rendering in a request: an uploaded file, or a data URL."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from solo_export.exports.api.errors import BadRequest, BodyTooLarge

MAX_BYTES = 20_000_000
"""The default page at two pixels a pixel has 17.7 MB even if nothing of it can be compressed."""

MAX_BASE64 = MAX_BYTES * 4 // 3

_TOO_LARGE = f"The picture may have at most {MAX_BYTES} bytes."

_DATA_URL = re.compile(r"data:image/png(?:;[\w.+-]+=[\w.+-]+)*;base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes, not looked into yet, and the field of the body that they came in."""

    source: str
    data: bytes = field(repr=False)


def read(body: Mapping[str, Any]) -> Picture | None:
    """The picture in a parsed body, None where there is none. Raises `BadRequest` and `BodyTooLarge`."""
    for name, value in body.items():
        if isinstance(value, UploadedFile) and name != "file":
            raise BadRequest("Send the picture in the field file.", field=name[:40])
    if "file" in body and "data_url" in body:
        raise BadRequest("Send either file or data_url, not both.", field="data_url")
    if "file" in body:
        return Picture("file", _file(body["file"]))
    if "data_url" in body:
        return Picture("data_url", _data_url(body["data_url"]))
    return None


def _file(upload: object) -> bytes:
    if not isinstance(upload, UploadedFile):
        raise BadRequest("file must be a PNG file, sent as multipart/form-data.", field="file")
    if upload.size is None or upload.size > MAX_BYTES:
        raise BodyTooLarge(_TOO_LARGE, field="file")
    return bytes(upload.read())


def _data_url(url: object) -> bytes:
    start = _DATA_URL.match(url) if isinstance(url, str) else None
    if start is None:
        raise BadRequest("data_url must begin with data:image/png;base64, and a PNG.", field="data_url")
    if len(start.string) - start.end() > MAX_BASE64:
        raise BodyTooLarge(_TOO_LARGE, field="data_url")
    try:
        return base64.b64decode(start.string[start.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("data_url must hold its PNG in base64.", field="data_url") from None
