"""What coloured glyphs say, as Type 3 fonts of blanks: text that can be searched and copied.

The pictures are drawn beside it. Inside of the fonts, some readers show them in black.
"""

from __future__ import annotations

import pydyf

from boardkit.backends.pdf.cmaps import to_unicode_cmap
from boardkit.backends.pdf.syntax import compressed, number, numbers
from boardkit.resources import FontFace
from boardkit.scene.glyphs import opened

_CODES = 256
"""Of a Type 3 font, which has codes of one byte."""


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

    def width(self, glyph: int) -> float:
        """The advance of `glyph` in thousandths of the font size."""
        advance: int = self._font.get_glyph_h_advance(glyph)
        return round(1000 * advance / int(self._font.face.upem), 2)

    def has_room(self, glyph: int, text: str) -> bool:
        """Whether a code that shows `glyph` and says `text` is there or can be made."""
        return len(self._codes) < _CODES or (glyph, text) in self._codes

    def code(self, glyph: int, text: str) -> int:
        """The code that shows `glyph` and says `text`."""
        return self._codes.setdefault((glyph, text), len(self._codes))

    def finish(self, pdf: pydyf.PDF) -> None:
        """Add the glyphs used, and what they say."""
        names = [f"/g{code}" for code in self._codes.values()]
        procedures = {
            f"g{code}": _added(compressed(b"%b 0 d0\n" % number(self.width(glyph))), pdf)
            for (glyph, _), code in self._codes.items()
        }
        widths = (self.width(glyph) for glyph, _ in self._codes)
        texts = {code: text for (_, text), code in self._codes.items()}
        self._type3.update(
            {
                "Type": "/Font",
                "Subtype": "/Type3",
                "FontBBox": "[0 0 0 0]",
                "FontMatrix": "[0.001 0 0 0.001 0 0]",
                "CharProcs": pydyf.Dictionary(procedures),
                "Encoding": f"<</Type /Encoding/Differences [0 {' '.join(names)}]>>",
                "FirstChar": 0,
                "LastChar": len(names) - 1,
                "Widths": b"[%b]" % numbers(widths, 2),
                "ToUnicode": _added(compressed(to_unicode_cmap(texts, self.code_bytes)), pdf),
            }
        )


def _added(stream: pydyf.Stream, pdf: pydyf.PDF) -> bytes:
    pdf.add_object(stream)
    reference: bytes = stream.reference
    return reference
