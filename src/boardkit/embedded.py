"""The board inside its own picture: written by the backends, found again by `extract_state`.

In every format it is the saved JSON, deflated: in a PNG an iTXt chunk, in an SVG an element of its metadata,
in a PDF an attachment.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from xml.parsers import expat

from boardkit.errors import OverLimit, StateError
from boardkit.limits import Limits

NAMESPACE = "urn:boardkit:board"
ELEMENT = "state"
"""The element of an SVG's metadata, whose text is base64."""

PDF_KEY = "BoardkitState"
"""The entry of an embedded file's dictionary that marks it as the board."""

_KEYWORD = b"boardkit:state"
_COMPRESSED = b"\0\x01\0\0\0"
"""After the keyword: its end, compressed by zlib, no language, no translated keyword."""

_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(_PNG) + 25
_CHUNK_FRAME = 12
_PDF = b"%PDF-"
_PDF_WORDS = re.compile(rb"/" + PDF_KEY.encode() + rb"\b|stream\r?\n")
_LONGEST_DICTIONARY = 2000
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<")
_DAMAGED = "The file says that it holds a board, but the board is damaged."


def pack(state: bytes) -> bytes:
    """A saved state as it travels."""
    return zlib.compress(state, 9)


def in_png(picture: bytes, state: bytes) -> bytes:
    """A PNG file with the state behind its header."""
    body = _KEYWORD + _COMPRESSED + pack(state)
    checksum = zlib.crc32(b"iTXt" + body)
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", checksum)
    return picture[:_HEADER_END] + chunk + picture[_HEADER_END:]


def extract_state(file: bytes, *, limits: Limits = Limits()) -> bytes | None:
    """The saved state, as JSON text, that a PNG, PDF or SVG of boardkit carries; None where it carries none.

    Raises `StateError` where it is damaged, and `OverLimit` where it has more than `limits.state_bytes`.
    Nothing larger is ever unpacked.
    """
    packed = _packed(file)
    return None if packed is None else _unpacked(packed, limits.state_bytes)


def _packed(file: bytes) -> bytes | None:
    if file.startswith(_PNG):
        return _in_chunks(file)
    if _PDF in file[:1024]:
        return _in_attachment(file)
    return _in_metadata(file) if _MARKUP.match(file) else None


def _in_chunks(file: bytes) -> bytes | None:
    start = _KEYWORD + _COMPRESSED
    at = len(_PNG)
    while at + _CHUNK_FRAME <= len(file):
        length, name = int.from_bytes(file[at : at + 4]), file[at + 4 : at + 8]
        body = at + 8
        if name == b"iTXt" and file.startswith(start, body):
            return file[body + len(start) : body + length]
        at += length + _CHUNK_FRAME
    return None


def _in_attachment(file: bytes) -> bytes | None:
    """From the marked stream on; the deflated data itself says where it ends. No byte is looked at twice."""
    mark: int | None = None
    for word in _PDF_WORDS.finditer(file):
        if word[0].startswith(b"/"):
            mark = word.end()
        elif mark is not None and word.start() - mark <= _LONGEST_DICTIONARY:
            return file[word.end() :]
    return None


def _in_metadata(file: bytes) -> bytes | None:
    reader = _MetadataReader()
    try:
        reader.read(file)
        return base64.b64decode("".join(reader.found)) if reader.found else None
    except expat.ExpatError as error:
        if not reader.found:
            return None
        raise StateError(_DAMAGED) from error
    except binascii.Error as error:
        raise StateError(_DAMAGED) from error


class _MetadataReader:
    """Collects the text of the one element of an SVG that matters."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._is_inside = False

    def read(self, file: bytes) -> None:
        """Go through the file once. Raises `ExpatError`, and `StateError` for entities: they may be bombs."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = _refuse_entities
        parser.Parse(file, True)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._is_inside = name == f"{NAMESPACE} {ELEMENT}"

    def _end(self, _name: str) -> None:
        self._is_inside = False

    def _characters(self, words: str) -> None:
        if self._is_inside:
            self.found.append(words)


def _refuse_entities(*_declaration: object) -> None:
    raise StateError("The SVG declares entities, which no SVG of a board does.")


def _unpacked(packed: bytes, allowed: int) -> bytes:
    inflate = zlib.decompressobj()
    try:
        state = inflate.decompress(packed, allowed + 1)
    except zlib.error as error:
        raise StateError(_DAMAGED) from error
    if len(state) > allowed:
        raise OverLimit(
            f"The board in the file has more than {allowed / 1e6:g} MB.",
            limit="state_bytes",
            allowed=allowed,
        )
    if not inflate.eof:
        raise StateError(_DAMAGED)
    return state
