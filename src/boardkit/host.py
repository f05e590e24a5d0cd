"""What this machine lends: its installed fonts, found the way Chromium finds them.

The one module of boardkit that looks at the machine; whoever wants none of that injects other resources.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

import skia

from boardkit.resources import FontFace, FontQuery, FontSource, Resources

GENERIC_FAMILIES = {
    "system-ui": "sans-serif",
    "sans-serif": "Arial",
    "serif": "Times New Roman",
    "monospace": "monospace",
    "cursive": "Comic Sans MS",
    "fantasy": "Impact",
}
"""What Chromium on Linux asks fontconfig for; `system-ui` is fontconfig's own choice."""

STANDARD_FAMILY = "Times New Roman"
"""Chromium's font for pages that name none that is installed."""


class HostFonts:
    """Installed fonts through fontconfig; Noto Sans, which comes along, where none is installed."""

    def __init__(self) -> None:
        with _quiet_stderr():
            self._manager = skia.FontMgr()
        self._faces: dict[int, FontFace] = {}
        self._matches: dict[FontQuery, FontFace] = {}
        self._fallbacks: dict[tuple[FontQuery, str], FontFace | None] = {}

    def match(self, query: FontQuery) -> FontFace:
        """The first of the families that is installed, else the browser's standard font, else Noto Sans."""
        if query not in self._matches:
            self._matches[query] = self._match(query)
        return self._matches[query]

    def fallback(self, query: FontQuery, character: str) -> FontFace | None:
        """Whichever installed font fontconfig prefers for a character."""
        key = (query, character)
        if key not in self._fallbacks:
            self._fallbacks[key] = self._fallback(query, character)
        return self._fallbacks[key]

    def _match(self, query: FontQuery) -> FontFace:
        style = _style(query)
        for family in (*query.families, STANDARD_FAMILY, "sans-serif"):
            name = GENERIC_FAMILIES.get(family.lower(), family)
            typeface = self._manager.matchFamilyStyle(name, style)
            if typeface is not None:
                return self._face(typeface)
        return noto_sans()

    def _fallback(self, query: FontQuery, character: str) -> FontFace | None:
        family = query.families[0] if query.families else STANDARD_FAMILY
        typeface = self._manager.matchFamilyStyleCharacter(
            GENERIC_FAMILIES.get(family.lower(), family), _style(query), ["en"], ord(character)
        )
        if typeface is not None:
            return self._face(typeface)
        return noto_sans() if _has(noto_sans(), character) else None

    def _face(self, typeface: skia.Typeface) -> FontFace:
        key = typeface.uniqueID()
        if key not in self._faces:
            style = typeface.fontStyle()
            self._faces[key] = FontFace(
                _font_file(typeface),
                typeface.getFamilyName(),
                style.weight(),
                style.slant() != skia.FontStyle.kUpright_Slant,
            )
        return self._faces[key]


@cache
def host_fonts() -> FontSource:
    """This machine's fonts, looked up once a process."""
    return HostFonts()


def host_resources() -> Resources:
    """This machine's fonts, and no image that isn't in the board itself."""
    return Resources(fonts=host_fonts())


@cache
def noto_sans() -> FontFace:
    """The font that comes along."""
    data = files("fontpkg_noto_sans").joinpath("files", "NotoSans[wdth,wght].ttf").read_bytes()
    return FontFace(data, "Noto Sans")


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Skia's own fontconfig grumbles at newer configuration files than itself, on our callers' stderr."""
    saved = os.dup(2)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def _style(query: FontQuery) -> skia.FontStyle:
    slant = skia.FontStyle.kItalic_Slant if query.italic else skia.FontStyle.kUpright_Slant
    return skia.FontStyle(query.weight, skia.FontStyle.kNormal_Width, slant)


def _has(face: FontFace, character: str) -> bool:
    typeface = skia.Typeface.MakeFromData(skia.Data.MakeWithCopy(face.data))
    return bool(typeface.unicharToGlyph(ord(character)))


def _font_file(typeface: skia.Typeface) -> bytes:
    """A typeface's tables put together as one sfnt file, so that a font out of a collection stands alone."""
    tables = [(tag, bytes(typeface.getTableData(tag))) for tag in sorted(typeface.getTableTags())]
    directory, body = [], b""
    start = 12 + 16 * len(tables)
    for tag, data in tables:
        directory.append(struct.pack(">IIII", tag, 0, start + len(body), len(data)))
        body += data + bytes(-len(data) % 4)
    has_cff = any(tag in (0x43464620, 0x43464632) for tag, _ in tables)
    version = b"OTTO" if has_cff else b"\x00\x01\x00\x00"
    return version + struct.pack(">HHHH", len(tables), 0, 0, 0) + b"".join(directory) + body
