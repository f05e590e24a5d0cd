"""Font faces as composite fonts: a subset embedded, and two-byte codes that each show a glyph and say a text.

A code is the glyph's own number where that is free, and the subset keeps the numbers: so a page can be
written before it is known which glyphs the later ones use. A glyph that says something else the next time
(one dotless shape serves several Arabic letters) gets a further code.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Mapping
from itertools import chain, groupby

import numpy as np
import pydyf
import uharfbuzz as hb

from boardkit.backends.pdf.cmaps import ENCODING_ENTRIES, SYSTEM_INFO, encoding_cmap, to_unicode_cmap
from boardkit.backends.pdf.subset import OUTLINE_TABLES, FontProgram, font_program
from boardkit.backends.pdf.syntax import compressed, number, numbers
from boardkit.resources import FontFace
from boardkit.scene.nodes import Outline
from boardkit.scene.text.glyphs import glyph_outline, opened

_CODES = 1 << 16
_Meaning = tuple[int, str, int]
"""What a code shows, says, and moves the pen by in thousandths of the font size."""

_SYMBOLIC = 4  # the descriptor flag of a font whose codes are no standard characters
_STEM_OF_REGULAR = 80  # StemV is required and no font tells it; heavier weights in proportion


def has_outlines(face: FontFace) -> bool:
    """False for a face of nothing but bitmaps or SVG, which a composite font can't hold."""
    return not OUTLINE_TABLES.isdisjoint(hb.Face(hb.Blob(face.data)).table_tags)


class EmbeddedFont:
    """One face in one document: the object that pages refer to, and the glyphs used so far.

    `name` is what content streams call it, `reference` its Type0 font, which `finish` fills in. Where it
    `stretches`, a code may move the pen further than its glyph does.
    """

    code_bytes = 2

    def __init__(self, face: FontFace, name: str, pdf: pydyf.PDF) -> None:
        self.name = name
        self._face = face
        self._font = opened(face)
        self._widths: dict[int, int] = {}  # in thousandths of the font size
        self._codes: dict[_Meaning, int] = {}
        self._meanings: dict[int, _Meaning] = {}
        self.stretches = "glyf" in self._font.face.table_tags
        count = self._font.face.glyph_count
        self._spare = chain(range(count, _CODES), range(count))
        self.units_per_em: int = self._font.face.upem
        self._type0 = pydyf.Dictionary()
        pdf.add_object(self._type0)
        self.reference: bytes = self._type0.reference

    def outline(self, glyph: int) -> Outline:
        """The outline of `glyph` in font units, y up."""
        return glyph_outline(self._font, glyph)

    def width(self, glyph: int) -> int:
        """The advance of `glyph` as readers will see it, in thousandths of the font size: whole ones, because
        PDFium knows no others.
        """
        width = self._widths.get(glyph)
        if width is None:
            advance = self._font.get_glyph_h_advance(glyph) / self.units_per_em
            width = self._widths[glyph] = round(1000 * advance)
        return width

    def code(self, glyph: int, text: str, width: int) -> int:
        """The code that shows `glyph`, says `text` and moves the pen by `width`, which is the glyph's own but
        where the font `stretches`: the glyph's number the first time it is used.
        """
        meaning = (glyph, text, width)
        code = self._codes.get(meaning)
        if code is None:
            code = glyph
            if glyph in self._meanings:
                code = next(spare for spare in self._spare if spare not in self._meanings)
            self._codes[meaning] = code
            self._meanings[code] = meaning
        return code

    def finish(self, pdf: pydyf.PDF) -> None:
        """Add the subset of the glyphs used, and what readers must know of it."""
        program = font_program(self._font.face, self._widths.keys(), dict(self._face.variations))
        name = f"/{_tag(program.data)}+{_postscript_name(self._font.face, self._face.family)}"
        glyphs = {code: program.numbers[glyph] for code, (glyph, _, _) in self._meanings.items()}
        widths = {program.numbers[glyph]: width for glyph, width in self._widths.items()}
        same = all(code == glyph for code, glyph in glyphs.items())
        descendant = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2" if program.truetype else "/CIDFontType0",
                "BaseFont": name,
                "CIDSystemInfo": SYSTEM_INFO,
                "FontDescriptor": self._descriptor(name, program, pdf),
            }
        )
        encoding: str | bytes = "/Identity-H"
        if program.truetype:
            descendant["W"] = _width_array({code: width for code, (_, _, width) in self._meanings.items()})
            descendant["CIDToGIDMap"] = "/Identity" if same else _added(_glyph_map(glyphs), {}, pdf)
        else:  # what its codes show, a font with cubic outlines must be told before
            descendant["W"] = _width_array(widths)
            encoding = encoding if same else _added(encoding_cmap(glyphs), ENCODING_ENTRIES, pdf)
        pdf.add_object(descendant)
        texts = {code: text for code, (_, text, _) in self._meanings.items()}
        self._type0.update(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": name,
                "Encoding": encoding,
                "DescendantFonts": pydyf.Array([descendant.reference]),
                "ToUnicode": _added(to_unicode_cmap(texts), {}, pdf),
            }
        )

    def _descriptor(self, name: str, program: FontProgram, pdf: pydyf.PDF) -> bytes:
        descriptor = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": _SYMBOLIC,
                **_metrics(self._font),
                "StemV": _STEM_OF_REGULAR * self._face.weight // 400,
                program.key: _added(program.data, program.entries, pdf),
            }
        )
        pdf.add_object(descriptor)
        reference: bytes = descriptor.reference
        return reference


def _tag(program: bytes) -> str:
    """Six capital letters that differ where the subset differs."""
    digest = hashlib.sha256(program).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _postscript_name(face: hb.Face, family: str) -> str:
    """The face's own PostScript name, or the family's, of the characters that need no escape."""
    own = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or family
    return re.sub(r"[^A-Za-z0-9.,_-]", "", own)[:63] or "Font"


def _metrics(font: hb.Font) -> dict[str, object]:
    """The descriptor's measures, in thousandths of the font size."""
    per_mille = 1000 / font.face.upem
    box = struct.unpack(">4h", bytes(font.face.reference_table("head").data)[36:44])
    extents = font.get_font_extents("ltr")
    cap_height = font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
    return {
        "FontBBox": b"[" + numbers((side * per_mille for side in box), 0) + b"]",
        "ItalicAngle": number(font.get_style_value(hb.StyleTag.SLANT_ANGLE), 2),
        "Ascent": number(extents.ascender * per_mille, 0),
        "Descent": number(extents.descender * per_mille, 0),
        "CapHeight": number(cap_height * per_mille, 0),
    }


def _width_array(widths: Mapping[int, float]) -> bytes:
    """The W array: each stretch of neighbouring numbers as the first and their widths."""
    stretches = groupby(enumerate(sorted(widths)), key=lambda entry: entry[1] - entry[0])
    parts = []
    for _, stretch in stretches:
        glyphs = [glyph for _, glyph in stretch]
        parts.append(b"%d [%b]" % (glyphs[0], numbers((widths[glyph] for glyph in glyphs), 2)))
    return b"[" + b" ".join(parts) + b"]"


def _glyph_map(glyphs: Mapping[int, int]) -> bytes:
    """The glyph of each code from 0 to the last one used, two bytes each."""
    glyph_map = np.zeros(max(glyphs) + 1, dtype=">u2")
    glyph_map[list(glyphs)] = list(glyphs.values())
    return glyph_map.tobytes()


def _added(data: bytes, entries: Mapping[str, object], pdf: pydyf.PDF) -> bytes:
    """The reference of a new stream in `pdf`."""
    stream = compressed(data, entries)
    pdf.add_object(stream)
    reference: bytes = stream.reference
    return reference
