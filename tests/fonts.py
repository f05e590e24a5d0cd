"""Fonts that are the same on every machine."""

from __future__ import annotations

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
