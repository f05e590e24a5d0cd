"""What a reader takes for one character: extended grapheme clusters, as `Intl.Segmenter` finds them."""

from __future__ import annotations

import regex

_GRAPHEME = regex.compile(r"\X")


def graphemes(text: str) -> list[str]:
    """The text in pieces, none of which Konva tears apart."""
    found: list[str] = _GRAPHEME.findall(text)
    return found
