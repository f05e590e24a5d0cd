"""East Asian punctuation set closer: of two marks that meet, the empty half of one is taken away.

A full-width bracket or comma fills half of its square. Where two of them meet, Blink sets one at half its
width, through the font's own `halt` feature.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from boardkit.scene.text.typefaces import SizedFont

HALF_WIDTHS = "halt"

_OPENING = frozenset("「『（［｛〈《【〔〖〘〚〝｟")
_CLOSING = frozenset("」』）］｝〉》】〕〗〙〛〞〟｠")
_PLACED_BY_FONT = frozenset("、。，．：；")
_MIDDLE = frozenset("・\u3000")
_TWO_MARKS = re.compile(f"[{re.escape(''.join(_OPENING | _CLOSING | _PLACED_BY_FONT | _MIDDLE))}]{{2}}")


class _Kind(Enum):
    OPEN = auto()
    CLOSE = auto()
    MIDDLE = auto()
    OTHER = auto()


def half_widths(font: SizedFont, text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Where in text[start:end] `HALF_WIDTHS` applies, as ranges that HarfBuzz takes."""
    if not _TWO_MARKS.search(text, start, end) or not font.has_feature(HALF_WIDTHS):
        return []
    halved = set()
    last = _Kind.OTHER
    for index in range(start, end):
        kind = _kind(font, text[index])
        if kind is _Kind.OPEN and last is not _Kind.OTHER:
            halved.add(index)
        elif last is _Kind.CLOSE and kind in (_Kind.CLOSE, _Kind.MIDDLE):
            halved.add(index - 1)
        last = kind
    return [(index, index + 1, True) for index in sorted(halved)]


@lru_cache(maxsize=1024)
def _kind(font: SizedFont, character: str) -> _Kind:
    if character in _OPENING:
        return _Kind.OPEN
    if character in _CLOSING:
        return _Kind.CLOSE
    if character in _MIDDLE:
        return _Kind.MIDDLE
    return _placed(font, character) if character in _PLACED_BY_FONT else _Kind.OTHER


def _placed(font: SizedFont, character: str) -> _Kind:
    """Commas and stops lie left or in the middle of their square, by the habits of the font's country."""
    extents = font.unscaled.get_glyph_extents(font.font.get_nominal_glyph(ord(character)) or 0)
    if extents is None:
        return _Kind.OTHER
    em = font.units_per_em
    right = extents.x_bearing + extents.width
    if right <= em / 2:
        return _Kind.CLOSE
    is_centred = extents.x_bearing >= em / 4 and right <= em * 3 / 4
    return _Kind.MIDDLE if is_centred else _Kind.OTHER
