"""The names that downloads get."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

MAX_BYTES = 240
"""Of a name in UTF-8, before its extension: 120 letters of Cyrillic, and within the 255 of file systems."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')

_MEDIA_TYPES = {
    "png": "image/png",
    "pdf": "application/pdf",
    "json": "application/json",
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "zip": "application/zip",
}


def file_name(wanted: str, extension: str) -> str:
    """`wanted` as every file system takes it, with its extension: `Урок 5/6`, `pdf` → `Урок 5_6.pdf`."""
    text = unicodedata.normalize("NFC", wanted)
    text = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in text)
    text = _FORBIDDEN.sub("_", text).strip(" .")
    text = _shortened(text.removesuffix(f".{extension}")).strip(" .")
    return f"{text or 'board'}.{extension}"


def _shortened(text: str) -> str:
    """As many whole characters as fit. Half a surrogate pair, which no file system takes, is left out."""
    return text.encode(errors="ignore")[:MAX_BYTES].decode(errors="ignore")


def with_extension(name: str, extension: str) -> str:
    """The same name for another kind of file: `Урок.png`, `zip` → `Урок.zip`."""
    return f"{name.rpartition('.')[0]}.{extension}"


def media_type(name: str) -> str:
    """The type of a file by its extension, which the service itself gave it."""
    return _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def content_disposition(name: str) -> str:
    """The header that has a file saved under its name (RFC 6266), with a plain one for old readers, as curl.

    Some browsers take a percent sign in the plain one for the beginning of an escape.
    """
    stem, _, extension = name.encode("ascii", "replace").decode().rpartition(".")
    stem = stem.replace("?", "_").replace("%", "_") if any(map(str.isalnum, stem)) else "board"
    plain = f"{stem}.{extension}"
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
