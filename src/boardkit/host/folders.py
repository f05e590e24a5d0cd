"""Fonts from given folders and from nowhere else, for whoever keeps a set of fonts of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path

import uharfbuzz as hb

from boardkit.host.families import ALTERNATIVES, GENERIC_FAMILIES, STANDARD_FAMILY, is_acceptable
from boardkit.host.installed import BOLD
from boardkit.host.packaged import noto_sans
from boardkit.host.sfnt import face_count, has_color, single_face
from boardkit.resources import FontFace, FontQuery, FontStack

SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})

_FAMILY_NAMES = (hb.OTNameIdPredefined.TYPOGRAPHIC_FAMILY, hb.OTNameIdPredefined.FONT_FAMILY)
_FIRST_BOLD = 600
_REGULAR = 400


class FolderFonts:
    """The fonts in some folders, in the order of their paths; Noto Sans, which comes along, after them.

    A family is found by its name, a generic one as Chromium has it or else as the first font there is. Of a
    variable font every weight is had. Raises OSError where a folder can't be read.
    """

    def __init__(self, folders: Iterable[str | PathLike[str]], *, files: Iterable[bytes] = ()) -> None:
        found = (
            path.read_bytes()
            for folder in folders
            for path in sorted(Path(folder).rglob("*"))
            if path.suffix.lower() in SUFFIXES
        )
        self._fonts = [font for file in (*found, *files) for font in _fonts(file)]
        self._fonts.append(_Font(noto_sans().data))
        self._faces: dict[tuple[_Font, int, bool, bool], FontFace] = {}

    def match(self, query: FontQuery) -> FontStack:
        """The families that are there, then the first font."""
        faces: dict[FontFace, None] = {}
        missing = []
        for family in query.families:
            font = self._family(family, query)
            if font is not None:
                faces[self._face(font, query)] = None
            elif not faces and family.lower() not in GENERIC_FAMILIES:
                missing.append(family)
        standard = self._family(STANDARD_FAMILY, query) or self._family(self._fonts[0].families[0], query)
        return FontStack(tuple(faces | {self._face(standard or self._fonts[0], query): None}), tuple(missing))

    def fallback(self, query: FontQuery, character: str, *, emoji: bool = False) -> FontFace | None:
        """The first font that has a character; for an emoji, the first with pictures."""
        having = (font for font in self._fonts if ord(character) in font.characters)
        font = min(having, key=lambda font: font.is_color != emoji, default=None)
        return None if font is None else self._face(font, query)

    def _family(self, family: str, query: FontQuery) -> _Font | None:
        """The font of a family that comes nearest in slant, then in weight."""
        name = GENERIC_FAMILIES.get(family.lower(), family)
        for candidate in filter(None, (name, ALTERNATIVES.get(name.lower()))):
            members = [font for font in self._fonts if is_acceptable(candidate, candidate, font.families)]
            if members:
                return min(members, key=lambda font: font.distance(query))
        return None

    def _face(self, font: _Font, query: FontQuery) -> FontFace:
        weight = font.nearest_weight(query.weight)
        emboldened = query.weight >= BOLD > weight
        slanted = query.italic and not font.italic
        key = (font, weight, emboldened, slanted)
        if key not in self._faces:
            self._faces[key] = FontFace(
                font.data,
                font.families[0],
                weight,
                font.italic,
                variations=(("wght", float(weight)),) if font.weights and weight != font.weight else (),
                is_color=font.is_color,
                emboldened=emboldened,
                slanted=slanted,
            )
        return self._faces[key]


@dataclass(eq=False)
class _Font:
    """A face and what its tables say of it."""

    data: bytes

    @cached_property
    def _face(self) -> hb.Face:
        return hb.Face(hb.Blob(self.data))

    @cached_property
    def families(self) -> tuple[str, ...]:
        names = (self._face.get_name(name) for name in _FAMILY_NAMES)
        return tuple(name for name in names if name) or ("",)

    @cached_property
    def weight(self) -> int:
        return round(hb.Font(self._face).get_style_value(hb.StyleTag.WEIGHT)) or _REGULAR

    @cached_property
    def weights(self) -> tuple[float, float] | None:
        """The lightest and the heaviest of a variable font."""
        axes = (axis for axis in self._face.axis_infos if axis.tag == "wght")
        return next(((axis.min_value, axis.max_value) for axis in axes), None)

    @cached_property
    def italic(self) -> bool:
        font = hb.Font(self._face)
        return bool(font.get_style_value(hb.StyleTag.ITALIC) or font.get_style_value(hb.StyleTag.SLANT_ANGLE))

    @cached_property
    def is_color(self) -> bool:
        return has_color(self._face)

    @cached_property
    def characters(self) -> hb.Set:
        return self._face.unicodes

    def nearest_weight(self, weight: int) -> int:
        if self.weights is None:
            return self.weight
        lightest, heaviest = self.weights
        return round(min(max(weight, lightest), heaviest))

    def distance(self, query: FontQuery) -> tuple[bool, bool, int]:
        """How far the font is from what is asked for: in slant, in being bold or not, in weight."""
        weight = self.nearest_weight(query.weight)
        other_side = (weight >= _FIRST_BOLD) != (query.weight >= _FIRST_BOLD)
        return self.italic != query.italic, other_side, abs(weight - query.weight)


def _fonts(file: bytes) -> Iterator[_Font]:
    for index in range(face_count(file)):
        yield _Font(single_face(file, index))
