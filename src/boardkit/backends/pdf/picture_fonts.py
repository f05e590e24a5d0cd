"""What coloured glyphs say, as Type 3 fonts of blanks: text that can be searched and copied.

The pictures are drawn beside it. Inside of the fonts, some readers show them in black.
"""

from __future__ import annotations

import pydyf

from boardkit.backends.pdf.cmaps import to_unicode_cmap
from boardkit.backends.pdf.syntax import compressed, numbers
from boardkit.resources import FontFace
from boardkit.scene.text.glyphs import opened

_CODES = 255
"""Of a Type 3 font, whose codes have one byte, less the one of `_MEASURE`."""

_MEASURE = "m"
_MEASURE_WIDTH = 600
"""A glyph by whose width poppler tells how large a Type 3 font is, and the width that it expects."""

_BOTTOM, _TOP = -200, 900
"""How far letters reach, in thousandths of the font size. PDFium doesn't copy what has no size."""


class PictureFont:
    """At most `_CODES` glyphs of a face with pictures, all of them blank.

    `name` is what content streams call it, `reference` its object, which `finish` fills in.
    """

    code_bytes = 1

    def __init__(self, face: FontFace, name: str, pdf: pydyf.PDF) -> None:
        self.name = name
        self._font = opened(face)
        self._codes: dict[tuple[int, str], int] = {}
        self._type3 = pydyf.Dictionary()
        pdf.add_object(self._type3)
        self.reference: bytes = self._type3.reference

    def width(self, glyph: int) -> int:
        """The advance of `glyph` in whole thousandths of the font size."""
        advance: int = self._font.get_glyph_h_advance(glyph)
        return round(1000 * advance / int(self._font.face.upem))

    def has_room(self, glyph: int, text: str) -> bool:
        """Whether a code that shows `glyph` and says `text` is there or can be made."""
        return len(self._codes) < _CODES or (glyph, text) in self._codes

    def code(self, glyph: int, text: str) -> int:
        """The code that shows `glyph` and says `text`."""
        return self._codes.setdefault((glyph, text), len(self._codes))

    def finish(self, pdf: pydyf.PDF) -> None:
        """Add the glyphs used, and what they say."""
        glyphs = {f"g{code}": self.width(glyph) for (glyph, _), code in self._codes.items()}
        widths = {**glyphs, _MEASURE: _MEASURE_WIDTH}
        procedures = {name: _added(_blank(width), pdf) for name, width in widths.items()}
        texts = {code: text for (_, text), code in self._codes.items()}
        self._type3.update(
            {
                "Type": "/Font",
                "Subtype": "/Type3",
                "FontBBox": b"[0 %d %d %d]" % (_BOTTOM, max(widths.values()), _TOP),
                "FontMatrix": "[0.001 0 0 0.001 0 0]",
                "CharProcs": pydyf.Dictionary(procedures),
                "Encoding": f"<</Type /Encoding/Differences [0 {' '.join(f'/{name}' for name in widths)}]>>",
                "FirstChar": 0,
                "LastChar": len(widths) - 1,
                "Widths": b"[%b]" % numbers(widths.values()),
                "ToUnicode": _added(compressed(to_unicode_cmap(texts, self.code_bytes)), pdf),
            }
        )


def _blank(width: int) -> pydyf.Stream:
    return compressed(b"%d 0 0 %d %d %d d1\n" % (width, _BOTTOM, width, _TOP))


def _added(stream: pydyf.Stream, pdf: pydyf.PDF) -> bytes:
    pdf.add_object(stream)
    reference: bytes = stream.reference
    return reference
