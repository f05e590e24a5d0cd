"""What a reader takes for one character: extended grapheme clusters, as `Intl.Segmenter` finds them."""

from __future__ import annotations

import regex

_GRAPHEME = regex.compile(r"\X")

_MARK = r"[\p{InCB=Extend}\p{InCB=Linker}]"
_UNJOINED = regex.compile(
    r"(?=\p{InCB=Consonant})"
    rf"(?<=(?:^|[^\p{{InCB=Consonant}}\p{{InCB=Extend}}\p{{InCB=Linker}}]){_MARK}*\p{{InCB=Linker}}{_MARK}*)"
)
"""Before a consonant that a sign joins to nothing: by rule GB9c, not by `\\X`, it has to join two of them."""


def graphemes(text: str) -> list[str]:
    """The text in pieces, none of which Konva tears apart."""
    pieces = [text] if text.isascii() else _UNJOINED.split(text)
    return [grapheme for piece in pieces for grapheme in _GRAPHEME.findall(piece)]
