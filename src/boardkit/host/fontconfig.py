"""Fontconfig, asked as Chromium asks it: the few calls that Skia and Blink make, through the same library.

Chromium on Linux loads the system's libfontconfig, so the system's own library, configuration and cache give
the same answers; one that a Python package brings along would not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from ctypes import CDLL, POINTER, Structure, byref, c_char_p, c_int, c_uint32, c_void_p
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from itertools import count, pairwise
from typing import Any

_LIBRARY = "libfontconfig.so.1"
_MATCH_PATTERN = 0
_SLANT_ROMAN, _SLANT_ITALIC = 0, 100
_WIDTH_NORMAL = 100
_HINT_NONE = 0
_SFNT_FORMATS = frozenset({"TrueType", "CFF"})

_WEIGHTS = (
    *((100, 0), (200, 40), (300, 50), (400, 80), (500, 100)),
    *((600, 180), (700, 200), (800, 205), (900, 210), (1000, 215)),
)
"""CSS weights and fontconfig's."""


@dataclass(frozen=True, slots=True)
class InstalledFont:
    """A font as fontconfig describes it. `index`: the face in the file, and above 16 bits its instance."""

    file: str
    index: int
    families: tuple[str, ...]
    weight: float
    italic: bool
    is_sfnt: bool

    @property
    def is_readable(self) -> bool:
        """Whether we may open the file."""
        return os.access(self.file, os.R_OK)


@dataclass(frozen=True, slots=True)
class RenderStyle:
    """Whether letters are fitted to the grid of pixels, and whether their edges are smoothed."""

    hinted: bool = True
    antialiased: bool = True


class _FontSet(Structure):
    _fields_ = (("count", c_int), ("size", c_int), ("fonts", POINTER(c_void_p)))


class Fontconfig:
    """The system's fontconfig with its configuration; the fonts in `folders` count as installed.

    Raises OSError where there is no fontconfig.
    """

    def __init__(self, folders: tuple[str, ...] = ()) -> None:
        self._library = _declared(CDLL(_library_name()))
        self._config = self._library.FcInitLoadConfigAndFonts() if folders else None
        for folder in folders:
            self._library.FcConfigAppFontAddDir(self._config, os.fsencode(folder))

    def best_match(self, family: str, weight: int, *, italic: bool) -> tuple[str, InstalledFont] | None:
        """The best font for a family, and the name that fontconfig's configuration made of the family's."""
        pattern = self._request(family, weight, italic=italic)
        self._substitute(pattern)
        configured = self._string(pattern, b"family") or ""
        fonts = self._sorted(pattern)
        try:
            found = (self._described(font) for font in self._members(fonts))
            font = next((font for font in found if font.is_readable), None)
        finally:
            self._library.FcFontSetDestroy(fonts)
        return None if font is None else (configured, font)

    def render_style(self, family: str, size: int, weight: int, *, italic: bool) -> RenderStyle:
        """How a family is to be drawn at a size in board pixels."""
        pattern = self._request(family, weight, italic=italic)
        self._library.FcPatternAddInteger(pattern, b"pixelsize", size)
        self._substitute(pattern)
        font = self._library.FcFontMatch(self._config, pattern, byref(c_int()))
        self._library.FcPatternDestroy(pattern)
        if not font:
            return RenderStyle()
        try:
            hinted = self._boolean(font, b"hinting") and self._integer(font, b"hintstyle", 1) != _HINT_NONE
            return RenderStyle(hinted, self._boolean(font, b"antialias"))
        finally:
            self._library.FcPatternDestroy(font)

    def fallbacks(self, language: str) -> list[FallbackFont]:
        """All usable fonts in fontconfig's order for a language."""
        pattern = self._pattern()
        self._library.FcPatternAddString(pattern, b"lang", language.encode())
        self._substitute(pattern)
        fonts = self._members(self._sorted(pattern))  # never freed: their character sets stay in use
        described = ((font, self._described(font)) for font in fonts)
        return [
            FallbackFont(font, self._library, self._characters(pointer))
            for pointer, font in described
            if font.is_sfnt and font.is_readable
        ]

    def all_fonts(self) -> list[InstalledFont]:
        """Every font that a match or a fallback may give."""
        fonts = self._sorted(self._pattern())
        try:
            return [self._described(font) for font in self._members(fonts)]
        finally:
            self._library.FcFontSetDestroy(fonts)

    def _request(self, family: str, weight: int, *, italic: bool) -> Any:
        pattern = self._pattern()
        self._library.FcPatternAddString(pattern, b"family", family.encode())
        self._library.FcPatternAddInteger(pattern, b"weight", _fontconfig_weight(weight))
        self._library.FcPatternAddInteger(pattern, b"width", _WIDTH_NORMAL)
        self._library.FcPatternAddInteger(pattern, b"slant", _SLANT_ITALIC if italic else _SLANT_ROMAN)
        return pattern

    def _pattern(self) -> Any:
        pattern = self._library.FcPatternCreate()
        self._library.FcPatternAddBool(pattern, b"scalable", 1)
        return pattern

    def _substitute(self, pattern: Any) -> None:
        self._library.FcConfigSubstitute(self._config, pattern, _MATCH_PATTERN)
        self._library.FcDefaultSubstitute(pattern)

    def _sorted(self, pattern: Any) -> Any:
        """A pattern's fonts, best first; takes the pattern."""
        fonts = self._library.FcFontSort(self._config, pattern, 0, None, byref(c_int()))
        self._library.FcPatternDestroy(pattern)
        return fonts

    def _members(self, fonts: Any) -> Iterator[Any]:
        if fonts:
            yield from (fonts.contents.fonts[number] for number in range(fonts.contents.count))

    def _described(self, pattern: Any) -> InstalledFont:
        return InstalledFont(
            file=self._string(pattern, b"file") or "",
            index=self._integer(pattern, b"index"),
            families=tuple(self._strings(pattern, b"family")),
            weight=_css_weight(self._integer(pattern, b"weight", 80)),
            italic=self._integer(pattern, b"slant") != _SLANT_ROMAN,
            is_sfnt=self._string(pattern, b"fontformat") in _SFNT_FORMATS,
        )

    def _characters(self, pattern: Any) -> Any:
        characters = c_void_p()
        self._library.FcPatternGetCharSet(pattern, b"charset", 0, byref(characters))
        return characters

    def _strings(self, pattern: Any, key: bytes) -> Iterator[str]:
        for number in count():
            value = self._string(pattern, key, number)
            if value is None:
                return
            yield value

    def _string(self, pattern: Any, key: bytes, number: int = 0) -> str | None:
        value = c_char_p()
        if self._library.FcPatternGetString(pattern, key, number, byref(value)) or value.value is None:
            return None
        return value.value.decode(errors="replace")

    def _integer(self, pattern: Any, key: bytes, otherwise: int = 0) -> int:
        value = c_int()
        missing = self._library.FcPatternGetInteger(pattern, key, 0, byref(value))
        return otherwise if missing else value.value

    def _boolean(self, pattern: Any, key: bytes) -> bool:
        value = c_int()
        return bool(self._library.FcPatternGetBool(pattern, key, 0, byref(value)) or value.value)


@dataclass(frozen=True, slots=True, eq=False)
class FallbackFont:
    """A font and the characters it has."""

    font: InstalledFont
    library: Any
    characters: Any

    def has(self, character: str) -> bool:
        """Whether the font has a character."""
        return bool(self.characters and self.library.FcCharSetHasChar(self.characters, ord(character)))


@cache
def fontconfig(folders: tuple[str, ...] = ()) -> Fontconfig | None:
    """The system's fontconfig with the fonts in some folders, or None where it can't be loaded."""
    try:
        return Fontconfig(folders)
    except OSError:
        return None


def _library_name() -> str:
    """The system's library; where only skia-python's own is there, that one."""
    try:
        CDLL(_LIBRARY)
    except OSError:
        try:
            bundled = [file for file in files("skia-python") or () if "libfontconfig" in file.name]
        except PackageNotFoundError:
            bundled = []
        return str(bundled[0].locate()) if bundled else _LIBRARY
    return _LIBRARY


def _declared(library: CDLL) -> Any:
    """The library with the types of the calls that we make."""
    pattern = c_void_p
    calls: dict[str, tuple[Any, ...]] = {
        "FcPatternCreate": (pattern,),
        "FcPatternDestroy": (None, pattern),
        "FcPatternAddString": (c_int, pattern, c_char_p, c_char_p),
        "FcPatternAddInteger": (c_int, pattern, c_char_p, c_int),
        "FcPatternAddBool": (c_int, pattern, c_char_p, c_int),
        "FcPatternGetString": (c_int, pattern, c_char_p, c_int, POINTER(c_char_p)),
        "FcPatternGetInteger": (c_int, pattern, c_char_p, c_int, POINTER(c_int)),
        "FcPatternGetBool": (c_int, pattern, c_char_p, c_int, POINTER(c_int)),
        "FcPatternGetCharSet": (c_int, pattern, c_char_p, c_int, POINTER(c_void_p)),
        "FcInitLoadConfigAndFonts": (c_void_p,),
        "FcConfigAppFontAddDir": (c_int, c_void_p, c_char_p),
        "FcConfigSubstitute": (c_int, c_void_p, pattern, c_int),
        "FcDefaultSubstitute": (None, pattern),
        "FcFontMatch": (pattern, c_void_p, pattern, POINTER(c_int)),
        "FcFontSort": (POINTER(_FontSet), c_void_p, pattern, c_int, c_void_p, POINTER(c_int)),
        "FcFontSetDestroy": (None, POINTER(_FontSet)),
        "FcCharSetHasChar": (c_int, c_void_p, c_uint32),
    }
    for name, (result, *arguments) in calls.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


def _fontconfig_weight(weight: int) -> int:
    """A CSS weight in fontconfig's measure, cut to a whole number as Skia cuts it."""
    for (low, start), (high, end) in pairwise(_WEIGHTS):
        if weight <= high:
            return int(start + max(0, weight - low) * (end - start) / (high - low))
    return _WEIGHTS[-1][1]


def _css_weight(weight: int) -> float:
    """A weight of fontconfig's as CSS counts it."""
    for (start, low), (end, high) in pairwise(_WEIGHTS):
        if weight <= high:
            return start + (weight - low) * (end - start) / (high - low)
    return _WEIGHTS[-1][0]
