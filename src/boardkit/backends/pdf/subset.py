"""A face cut down to the glyphs that a document uses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import uharfbuzz as hb

OUTLINE_TABLES = frozenset({"glyf", "CFF ", "CFF2"})
_NEEDED_TABLES = OUTLINE_TABLES | {"loca", "head", "hhea", "hmtx", "maxp"}
_FLAGS = (
    hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.DOWNGRADE_CFF2
    | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    | hb.SubsetFlags.NOTDEF_OUTLINE  # the box that stands for a character that no font has
)
_FEW_GLYPHS = 4096  # beyond, the gaps that kept numbers leave in a CFF table cost more than a map


@dataclass(frozen=True, slots=True)
class FontProgram:
    """A font file for embedding: the descriptor's `key` for it, and the `entries` of its stream.

    `numbers` are what its glyphs are called in it, by their numbers in the face.
    """

    data: bytes
    key: str
    entries: Mapping[str, object]
    numbers: Mapping[int, int]

    @property
    def truetype(self) -> bool:
        """Whether its outlines are quadratic ones, in a glyf table."""
        return self.key == "FontFile2"


def font_program(
    face: hb.Face, glyphs: Collection[int], variations: Mapping[str, float] = MappingProxyType({})
) -> FontProgram:
    """`face` with the outlines of `glyphs` only; most keep their numbers.

    `variations`: a variable font's axes that are not at their defaults.
    Raises `RuntimeError` for a face that can't be cut.
    """
    subset_input = hb.SubsetInput()
    keep = "glyf" in face.table_tags or face.glyph_count <= _FEW_GLYPHS
    subset_input.flags = _FLAGS | hb.SubsetFlags.RETAIN_GIDS if keep else _FLAGS
    subset_input.glyph_set.update(glyphs)
    unneeded = set(face.table_tags) - _NEEDED_TABLES
    subset_input.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in unneeded)
    if face.axis_infos:
        subset_input.pin_all_axes_to_default(face)
        for tag in variations.keys() & {axis.tag for axis in face.axis_infos}:
            subset_input.pin_axis_location(face, tag, variations[tag])
    plan = hb.SubsetPlan(face, subset_input)
    subset = plan.execute()
    numbers = {glyph: plan.old_to_new_glyph_mapping[glyph] for glyph in glyphs}
    if "CFF " in subset.table_tags:
        data = bytes(subset.reference_table("CFF ").data)
        return FontProgram(data, "FontFile3", {"Subtype": "/CIDFontType0C"}, numbers)
    data = bytes(subset.blob.data)
    return FontProgram(data, "FontFile2", {"Length1": len(data)}, numbers)
