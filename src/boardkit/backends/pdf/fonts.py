"""Font faces as composite fonts: a subset embedded, two-byte codes that are the face's own glyph numbers.

Codes equal glyph numbers, so a page can be written before it is known which glyphs the later ones use; the
subset keeps the numbers. What a glyph says (ToUnicode) is what it was first used for; where it says
something else later, `text` writes an ActualText span.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pydyf
import uharfbuzz as hb

from boardkit.backends.pdf.syntax import compressed, number, numbers, utf16_hex
from boardkit.resources import FontFace

_OUTLINE_TABLES = frozenset({"glyf", "CFF ", "CFF2"})
_NEEDED_TABLES = _OUTLINE_TABLES | {"loca", "head", "hhea", "hmtx", "maxp"}
_SUBSET_FLAGS = (
    hb.SubsetFlags.RETAIN_GIDS
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.DOWNGRADE_CFF2
    | hb.SubsetFlags.CFF_IDENTITY_CHARSET
)
_CMAP_BLOCK = 100  # entries that one bfchar section may hold
_SYMBOLIC = 4  # the descriptor flag of a font whose codes are no standard characters
_NOTHING = "\u200b"  # a zero-width space: readers make up a character for a glyph that says nothing at all
_STEM_OF_REGULAR = 80  # StemV is required and no font tells it; heavier weights in proportion


def has_outlines(face: FontFace) -> bool:
    """False for a face of nothing but bitmaps or SVG, which a composite font can't hold."""
    return not _OUTLINE_TABLES.isdisjoint(hb.Face(hb.Blob(face.data)).table_tags)


class EmbeddedFont:
    """One face in one document: the object that pages refer to, and the glyphs used so far.

    `name` is what content streams call it, `reference` its Type0 font, which `finish` fills in.
    """

    def __init__(self, face: FontFace, name: str, pdf: pydyf.PDF) -> None:
        self.name = name
        self._face = face
        self._font = hb.Font(hb.Face(hb.Blob(face.data)))
        self._widths: dict[int, float] = {}
        space = self._font.get_nominal_glyph(ord(" "))
        self._unicode = {} if space is None else {space: " "}  # also shaped for what can't be seen
        self._type0 = pydyf.Dictionary()
        pdf.add_object(self._type0)
        self.reference: bytes = self._type0.reference

    def widths(self, glyphs: npt.NDArray[np.uint16]) -> npt.NDArray[np.float64]:
        """Advances of `glyphs` as readers will see them, in thousandths of the font size."""
        return np.array([self._width(int(glyph)) for glyph in glyphs], dtype=np.float64)

    def spells(self, glyphs: Sequence[int], text: str) -> bool:
        """Whether `glyphs`, read one after the other, say `text`. A glyph's first use settles what it says.

        Of several glyphs each must be the face's own for its character: a mark on its letter is, the
        parts of a syllable are not.
        """
        if len(glyphs) == 1:
            return self._unicode.setdefault(glyphs[0], text) == text
        own = [self._font.get_nominal_glyph(ord(character)) for character in text]
        return own == list(glyphs) and all(
            self._unicode.setdefault(glyph, character) == character
            for glyph, character in zip(glyphs, text, strict=True)
        )

    def finish(self, pdf: pydyf.PDF) -> None:
        """Add the subset of the glyphs used, and what readers must know of it."""
        program = _program(self._font.face, self._widths)
        name = f"/{_tag(program.data)}+{_postscript_name(self._font.face, self._face.family)}"
        file = compressed(program.data, program.entries)
        pdf.add_object(file)
        descriptor = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": _SYMBOLIC,
                **_metrics(self._font),
                "StemV": _STEM_OF_REGULAR * self._face.weight // 400,
                program.key: file.reference,
            }
        )
        pdf.add_object(descriptor)
        descendant = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": program.font_type,
                "BaseFont": name,
                "CIDSystemInfo": "<</Registry (Adobe)/Ordering (Identity)/Supplement 0>>",
                "FontDescriptor": descriptor.reference,
                "W": _width_array(self._widths),
            }
        )
        pdf.add_object(descendant)
        to_unicode = compressed(_to_unicode(self._texts()))
        pdf.add_object(to_unicode)
        self._type0.update(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": name,
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([descendant.reference]),
                "ToUnicode": to_unicode.reference,
            }
        )

    def _texts(self) -> dict[int, str]:
        """What each glyph says by itself, for readers that know nothing of ActualText.

        Glyphs used only in spans say the character that they are the face's own for, or nothing.
        """
        unsettled = self._widths.keys() - self._unicode.keys()
        own = {}
        if unsettled:
            own = {self._font.get_nominal_glyph(code): chr(code) for code in self._font.face.unicodes}
        return {glyph: self._unicode.get(glyph) or own.get(glyph, _NOTHING) for glyph in self._widths}

    def _width(self, glyph: int) -> float:
        width = self._widths.get(glyph)
        if width is None:
            advance = self._font.get_glyph_h_advance(glyph) / self._font.face.upem
            width = self._widths[glyph] = round(1000 * advance, 2)
        return width


@dataclass(frozen=True, slots=True)
class _Program:
    """A font file for embedding: under which `key`, with which stream `entries`, for which type of font."""

    data: bytes
    key: str
    entries: Mapping[str, object]
    font_type: str


def _program(face: hb.Face, glyphs: Mapping[int, float]) -> _Program:
    """`face` with the outlines of `glyphs` only, at its default instance, glyph numbers kept."""
    subset_input = hb.SubsetInput()
    subset_input.flags = _SUBSET_FLAGS
    subset_input.glyph_set.update(glyphs)
    unneeded = set(face.table_tags) - _NEEDED_TABLES
    subset_input.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in unneeded)
    if face.axis_infos:
        subset_input.pin_all_axes_to_default(face)
    subset = hb.subset(face, subset_input)
    if "CFF " in subset.table_tags:
        data = bytes(subset.reference_table("CFF ").data)
        return _Program(data, "FontFile3", {"Subtype": "/CIDFontType0C"}, "/CIDFontType0")
    data = bytes(subset.blob.data)
    return _Program(data, "FontFile2", {"Length1": len(data)}, "/CIDFontType2")


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
    """The W array: each stretch of neighbouring glyphs as its first number and their widths."""
    stretches = groupby(enumerate(sorted(widths)), key=lambda entry: entry[1] - entry[0])
    parts = []
    for _, stretch in stretches:
        glyphs = [glyph for _, glyph in stretch]
        parts.append(b"%d [%b]" % (glyphs[0], numbers((widths[glyph] for glyph in glyphs), 2)))
    return b"[" + b" ".join(parts) + b"]"


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    """The CMap from glyph numbers to what they say."""
    entries = [b"<%04X> <%b>\n" % (glyph, utf16_hex(text)) for glyph, text in sorted(texts.items())]
    blocks = (entries[start : start + _CMAP_BLOCK] for start in range(0, len(entries), _CMAP_BLOCK))
    sections = (b"%d beginbfchar\n%bendbfchar\n" % (len(block), b"".join(block)) for block in blocks)
    return _CMAP_HEAD + b"".join(sections) + _CMAP_TAIL


_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
