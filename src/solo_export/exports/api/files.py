"""Hands out the files of exports to whoever holds a signed address, a range at a time if asked."""

from __future__ import annotations

import hashlib
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from solo_export.exports import storage
from solo_export.exports.api import ranges
from solo_export.exports.api.ranges import ByteRange
from solo_export.exports.file_names import content_disposition, media_type

_FORBIDDEN = "This download link has expired or is damaged. Go back to your board and export it again.\n"
_GONE = "This file is no longer kept. Go back to your board and export it again.\n"
_NO_SUCH_RANGE = "The file ends before the range that was asked for.\n"


@csrf_exempt  # nothing is changed here, and other methods are refused for what they are
@require_safe
def export_file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The file that a signed address stands for: 200 or 206, else 403, 404 or 416 with a short text."""
    response = _answer(request, token, name)
    response["Cache-Control"] = "private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    try:
        signed = storage.verify_token(token)
    except storage.AddressError:
        return _text(_FORBIDDEN, 403)
    if name != signed.name:
        return _text(_FORBIDDEN, 403)
    try:
        file = storage.open_file(signed.key)
    except FileNotFoundError:
        return _text(_GONE, 404)
    return _file_answer(request, file, signed)


def _file_answer(request: HttpRequest, file: IO[bytes], signed: storage.SignedFile) -> HttpResponseBase:
    size = _size(file)
    tag = _entity_tag(signed.key)
    try:
        part = ranges.requested(_wanted_range(request, tag), size)
    except ranges.UnsatisfiableError:
        file.close()
        response: HttpResponseBase = _text(_NO_SUCH_RANGE, 416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = _body(request, file, part, media_type(signed.key))
    response["Content-Length"] = str(part.length if part else size)
    if part:
        response["Content-Range"] = part.content_range
    response["Content-Disposition"] = content_disposition(signed.name)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    return response


def _body(request: HttpRequest, file: IO[bytes], part: ByteRange | None, kind: str) -> HttpResponseBase:
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=kind)
    if part:
        return FileResponse(_Part(file, part), content_type=kind, status=206)
    return FileResponse(file, content_type=kind)


class _Part:
    """The bytes of one range, read as a file is."""

    def __init__(self, file: IO[bytes], part: ByteRange) -> None:
        file.seek(part.first)
        self._file = file
        self._left = part.length

    def read(self, size: int) -> bytes:
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


def _wanted_range(request: HttpRequest, tag: str) -> str:
    """The Range header, unless it doesn't hold for this method or for this version of the file."""
    if request.method == "HEAD" or request.headers.get("If-Range", tag) != tag:
        return ""
    return request.headers.get("Range", "")


def _entity_tag(key: str) -> str:
    """A file under a key never changes, so the key stands for its content."""
    return f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'


def _size(file: IO[bytes]) -> int:
    end = file.seek(0, 2)
    file.seek(0)
    return end


def _text(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
