"""Fonts that are the same on every machine."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from boardkit.host import noto_sans
from boardkit.resources import FontFace, FontQuery, FontStack


class PinnedFonts:
    """A machine whose only font is the Noto Sans that comes along (Latin, Greek and Cyrillic)."""

    def match(self, query: FontQuery) -> FontStack:
        """Noto Sans, whatever is asked for."""
        return FontStack((noto_sans(),))

    def fallback(self, query: FontQuery, character: str, *, emoji: bool = False) -> FontFace | None:
        """None: what Noto Sans lacks, no font has."""
        return None


OWN_FAMILY = "School Hand"

BOARD_IN_OWN_FAMILY: dict[str, Any] = {
    "className": "Stage",
    "attrs": {"width": 200, "height": 50},
    "children": [
        {
            "className": "Layer",
            "attrs": {},
            "children": [{"className": "Text", "attrs": {"text": "Algebra", "fontFamily": OWN_FAMILY}}],
        }
    ],
}
"""A board whose one text is written in a font that is installed nowhere."""


def own_font_in(folder: Path) -> None:
    """Put a font into a folder that is installed nowhere: Noto Sans by another name."""
    font = TTFont(BytesIO(noto_sans().data))
    for name in (1, 16):
        font["name"].setName(OWN_FAMILY, name, 3, 1, 0x409)
    font.save(folder / "hand.ttf")
