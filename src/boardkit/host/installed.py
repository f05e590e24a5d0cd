"""Installed fonts, chosen as Chromium on Linux chooses them.

Families are looked for one after the other; then comes the browser's standard font. What none of them has
is searched for among all fonts, in the order in which fontconfig sorts them for the browser's language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import inf
from os import PathLike, fspath
from pathlib import Path

import uharfbuzz as hb

from boardkit.host.families import (
    ALTERNATIVES,
    GENERIC_FAMILIES,
    PLATFORM_FAMILIES,
    STANDARD_FAMILY,
    is_acceptable,
)
from boardkit.host.fontconfig import FallbackFont, Fontconfig, InstalledFont, RenderStyle, fontconfig
from boardkit.host.packaged import noto_sans
from boardkit.host.sfnt import has_color, instance_variations, single_face
from boardkit.resources import FontFace, FontQuery, FontStack

LANGUAGE = "en-us"
"""The browser's language, which decides between fonts that have the same characters."""
EMOJI_LANGUAGE = "und-zsye"
FAMILY_EMOJI = "\N{FAMILY}"
"""What Blink looks for to find an emoji font, whichever emoji it needs."""

REGULAR = 400
BOLD = 600
"""The weight from which Blink makes a font bold that has no bold face."""
_BOLDER = 200
"""How much heavier than its face a named family may be asked for before it is made bold."""
_FONTCONFIG_BOLD = 700
_LARGEST_UNHINTED = 64
"""Board pixels; what is not hinted at that size never is."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a font is drawn whatever the text, as `FontFace` has it."""

    hinted_from: float = 0.0
    whole_advances: bool = False


_UNASKED = _Look()
"""Of a font that nobody named: Blink asks fontconfig only for names."""


class HostFonts:
    """Installed fonts through fontconfig; Noto Sans, which comes along, where none is installed.

    The fonts in `folders`, and in the folders in them, are found as if they were installed.
    """

    def __init__(self, folders: Iterable[str | PathLike[str]] = ()) -> None:
        self._fontconfig = fontconfig(tuple(fspath(folder) for folder in folders))
        self._faces: dict[tuple[InstalledFont, bool, bool, _Look], FontFace] = {}
        self._stacks: dict[FontQuery, FontStack] = {}
        self._fallbacks: dict[tuple[FontQuery, str, bool], FontFace | None] = {}
        self._sorted: dict[str, list[FallbackFont]] = {}

    def match(self, query: FontQuery) -> FontStack:
        """The families that are installed, then the browser's standard font; Noto Sans on a bare machine."""
        if query not in self._stacks:
            self._stacks[query] = self._stack(query)
        return self._stacks[query]

    def fallback(self, query: FontQuery, character: str, *, emoji: bool = False) -> FontFace | None:
        """The font that fontconfig sorts first of those that have a character."""
        key = (query, character, emoji)
        if key not in self._fallbacks:
            self._fallbacks[key] = self._fallback(query, character, emoji=emoji)
        return self._fallbacks[key]

    def _stack(self, query: FontQuery) -> FontStack:
        faces: dict[FontFace, None] = {}
        missing = []
        for family in query.families:
            face = self._family(family, query)
            if face is not None:
                faces[face] = None
            elif not faces and family.lower() not in PLATFORM_FAMILIES | GENERIC_FAMILIES.keys():
                missing.append(family)
        standard = self._family(STANDARD_FAMILY, query) or self._family("sans", query) or noto_sans()
        return FontStack(tuple(faces | {standard: None}), tuple(missing))

    def _family(self, family: str, query: FontQuery) -> FontFace | None:
        """The face of a family, or of the one that Blink takes for it."""
        if self._fontconfig is None:
            return None
        name = GENERIC_FAMILIES.get(family.lower(), family)
        font = _installed_or_alternative(self._fontconfig, name, query.weight, italic=query.italic)
        if font is None:
            return None
        bolder = query.weight > font.weight + _BOLDER
        look = _look(self._fontconfig, font) if family else _UNASKED
        return self._face(font, look, emboldened=bolder, slanted=query.italic and not font.italic)

    def _fallback(self, query: FontQuery, character: str, *, emoji: bool) -> FontFace | None:
        bold = query.weight >= BOLD
        if self._fontconfig and not emoji and (bold or query.italic) and query.families:
            regular = _installed_or_alternative(self._fontconfig, query.families[0], REGULAR, italic=False)
            if regular is not None:
                look = _look(self._fontconfig, regular)
                styled = self._face(regular, look, emboldened=bold, slanted=query.italic)
                if _has(styled, character):
                    return styled
        wanted, language = (FAMILY_EMOJI, EMOJI_LANGUAGE) if emoji else (character, LANGUAGE)
        found = next((font.font for font in self._all(language) if font.has(wanted)), None)
        if found is None:
            return None
        return self._face(
            found,
            _UNASKED,
            emboldened=bold and found.weight < _FONTCONFIG_BOLD,
            slanted=query.italic and not found.italic,
        )

    def _all(self, language: str) -> Iterator[FallbackFont]:
        if language not in self._sorted:
            self._sorted[language] = self._fontconfig.fallbacks(language) if self._fontconfig else []
        yield from self._sorted[language]

    def _face(self, font: InstalledFont, look: _Look, *, emboldened: bool, slanted: bool) -> FontFace:
        key = (font, emboldened, slanted, look)
        if key not in self._faces:
            data = _face_data(font.file, font.index)
            opened = hb.Face(hb.Blob(data))
            self._faces[key] = FontFace(
                data,
                font.families[0] if font.families else "",
                round(font.weight),
                font.italic,
                variations=instance_variations(opened, font.index),
                is_color=has_color(opened),
                emboldened=emboldened,
                slanted=slanted,
                hinted_from=look.hinted_from,
                whole_advances=look.whole_advances,
            )
        return self._faces[key]


def _installed_or_alternative(
    config: Fontconfig, family: str, weight: int, *, italic: bool
) -> InstalledFont | None:
    """The font that Chromium takes for a family or, where that is not installed, for its usual substitute."""
    names = filter(None, (family, ALTERNATIVES.get(family.lower())))
    fonts = (_installed(config, name, weight, italic=italic) for name in names)
    return next((font for font in fonts if font is not None), None)


@cache
def _installed(config: Fontconfig, family: str, weight: int, *, italic: bool) -> InstalledFont | None:
    """The font that Chromium takes for a family, or None where it takes the next family."""
    match = config.best_match(family, weight, italic=italic)
    if match is None:
        return None
    configured, font = match
    return font if font.is_sfnt and is_acceptable(family, configured, font.families) else None


@cache
def _look(config: Fontconfig, font: InstalledFont) -> _Look:
    """How fontconfig wants a font to be drawn; Chromium asks it for sizes without their fraction."""

    def style(size: int) -> RenderStyle:
        return config.render_style(font.families[0], size, round(font.weight), italic=font.italic)

    if not font.families:
        return _UNASKED
    rough = not style(_LARGEST_UNHINTED).antialiased
    if style(1).hinted:
        return _Look(0.0, rough)
    if not style(_LARGEST_UNHINTED).hinted:
        return _Look(inf, rough)
    sizes = range(_LARGEST_UNHINTED)
    return _Look(bisect_left(sizes, True, key=lambda size: style(size).hinted), rough)


@cache
def _face_data(file: str, index: int) -> bytes:
    return single_face(Path(file).read_bytes(), index)


@cache
def _opened(face: FontFace) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob(face.data)))


def _has(face: FontFace, character: str) -> bool:
    return bool(_opened(face).get_nominal_glyph(ord(character)))
