"""Where a font's alphabetic baseline lies, seen from canvas' other baselines."""

from __future__ import annotations

import struct

from boardkit.scene.text.typefaces import SizedFont

_HANGING = 0.8
"""Of the ascent, where the baseline lies from which letters hang."""
_UNITS = 64
"""Parts of a pixel in which Blink reckons an em."""
_TYPO_METRICS = (68, 72)
"""Where in a font's OS/2 table its typographic ascender and descender stand."""


def baseline_offset(font: SizedFont, baseline: str) -> float:
    """Board pixels from a baseline, by its canvas name, down to the alphabetic one."""
    match baseline:
        case "top":
            return _em_box(font)[0]
        case "middle":
            above, below = _em_box(font)
            return (above - below) / 2
        case "bottom":
            return -_em_box(font)[1]
        case "hanging":
            return font.ascent * _HANGING
        case "ideographic":
            return -font.descent
    return 0.0


def _em_box(font: SizedFont) -> tuple[float, float]:
    """How an em is shared out above and below the baseline, in the ratio of the typographic extents."""
    ascent, descent = _typographic(font) or (font.ascent, font.descent)
    em = int(font.size * _UNITS) / _UNITS
    above = int(font.size * ascent / (ascent + descent) * _UNITS + 0.5) / _UNITS
    return above, em - above


def _typographic(font: SizedFont) -> tuple[float, float] | None:
    table = bytes(font.font.face.reference_table("OS/2").data)
    start, end = _TYPO_METRICS
    if len(table) < end:
        return None
    ascender, descender = struct.unpack(">hh", table[start:end])
    return (ascender, -descender) if ascender > 0 and ascender - descender > 0 else None
