"""Spaces of other widths: where a font has none, HarfBuzz makes them out of the font's plain one.

Most are parts of the font size itself, which FreeType doesn't round; others are as wide as another character.
"""

from __future__ import annotations

import re

from boardkit.scene.text.typefaces import SizedFont

IDEOGRAPHIC = "\u3000"
"""A space that Blink rather takes from another font."""

_AS_WIDE_AS = {"\u2007": "0123456789", "\u2008": ".,"}
"""Spaces as wide as the first of these characters that a font has."""
_HALF = "\u202f"
"""A space half as wide as the plain one."""
_SPACES = re.compile("[\u2000-\u200a\u202f\u205f\u3000]")


def made_up_spaces(font: SizedFont, text: str, start: int, end: int) -> dict[int, int]:
    """Where in text[start:end] the font lacks a space, and what to add to the advance HarfBuzz gives it."""
    return {
        match.start(): _correction(font, match[0])
        for match in _SPACES.finditer(text, start, end)
        if not font.has(match[0])
    }


def _correction(font: SizedFont, space: str) -> int:
    if space == _HALF:
        return _correction_of(font, " ") // 2
    return _correction_of(font, _AS_WIDE_AS.get(space, ""))


def _correction_of(font: SizedFont, characters: str) -> int:
    """The correction of the first character that the font has; none where it has no such character."""
    glyphs = (font.font.get_nominal_glyph(ord(character)) for character in characters)
    return next((font.correction(glyph) for glyph in glyphs if glyph is not None), 0)
