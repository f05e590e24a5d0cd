"""Text laid out once, for all backends: lines as Konva breaks them, glyphs as HarfBuzz shapes them.

Advances are unhinted, kerning and ligatures on, as Chromium measures text. A line's baseline lies where
Konva puts it: half a line height down, plus half of what the font's ascent exceeds its descent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from weakref import WeakKeyDictionary

import numpy as np
import uharfbuzz as hb

from boardkit.board import model
from boardkit.resources import FontFace, FontQuery, FontSource
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.matrix import moved, placed
from boardkit.scene.nodes import GlyphRun, Text
from boardkit.scene.paint import resolve_blend, resolve_paint
from boardkit.warnings import WarningCode

_SUBPIXEL = 65536
"""HarfBuzz counts in whole numbers: this many to a board pixel, as Chromium does."""

_LINE_END = "\n"
_LARGEST_SIZE = 10_000.0
"""Board pixels; Blink makes no font larger."""

_SPACES = re.compile(r"[\t\v\f\r]")
"""Characters that canvas draws as plain spaces."""

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
"""Characters that no font needs to have a glyph for."""


def draw_text(saved: model.Text, around: Surroundings, context: SceneContext) -> Text | None:
    """Lines of text, the first below the node's origin."""
    if not saved.text or saved.font_size <= 0 or not saved.fill:
        return None
    inner = around.within(saved)
    query = FontQuery(families=_families(saved.font_family))
    fonts = context.resources.fonts
    shaper = _Shaper(fonts, query, _font_size(saved.font_size))
    below = saved.font_size / 2 + shaper.baseline_shift if saved.baseline is None else saved.baseline
    baseline = saved.padding + below
    lines = []
    for number, line in enumerate(saved.text.split(_LINE_END)):
        lines.append(tuple(shaper.runs(line, baseline + number * saved.font_size)))
    if shaper.missing:
        characters = " ".join(sorted(shaper.missing)[:10])
        context.remark(saved, WarningCode.GLYPH_MISSING, f"No font has a glyph for: {characters}")
    return Text(
        tuple(lines),
        fill=resolve_paint(saved, saved.fill, context),
        transform=moved(placed(saved), saved.padding, 0.0),
        opacity=inner.alpha,
        blend=resolve_blend(saved, inner, context),
        id=saved.id,
    )


def text_size(saved: model.Text, context: SceneContext) -> tuple[float, float]:
    """The width and height of a text's box in board pixels: its own, or what its lines and padding need."""
    shaper = _Shaper(
        context.resources.fonts, FontQuery(families=_families(saved.font_family)), _font_size(saved.font_size)
    )
    lines = saved.text.split(_LINE_END)
    widest = max(sum(run.advance for run in shaper.runs(line, 0.0)) for line in lines)
    height = len(lines) * saved.font_size * saved.line_height
    return (
        widest + 2 * saved.padding if saved.width is None else saved.width,
        height + 2 * saved.padding if saved.height is None else saved.height,
    )


def _font_size(size: float) -> float:
    """A font size as Blink keeps it: bounded, in single precision, cut to hundredths."""
    return floor(np.float32(min(size, _LARGEST_SIZE)) * np.float32(100)) / 100


def _families(css: str) -> tuple[str, ...]:
    names = (name.strip().strip("\"'") for name in css.split(","))
    return tuple(name for name in names if name)


@dataclass(slots=True)
class _OpenFace:
    """A font file as HarfBuzz holds it, and its vertical extent in font units."""

    face: hb.Face
    ascent: int
    descent: int

    def sized(self, size: float) -> hb.Font:
        """The font at `size` board pixels, cut to 64ths as FreeType takes sizes."""
        font = hb.Font(self.face)
        font.scale = (int(size * 64) * _SUBPIXEL // 64,) * 2
        return font


_open_faces: WeakKeyDictionary[FontFace, _OpenFace] = WeakKeyDictionary()


def _opened(face: FontFace) -> _OpenFace:
    if face not in _open_faces:
        opened = hb.Face(face.data)
        extents = hb.Font(opened).get_font_extents("ltr")
        _open_faces[face] = _OpenFace(opened, extents.ascender, -extents.descender)
    return _open_faces[face]


class _Shaper:
    """Shapes text in one font request and size, with other fonts where the first lacks a character."""

    def __init__(self, fonts: FontSource, query: FontQuery, size: float) -> None:
        self._fonts = fonts
        self._query = query
        self._size = size
        self._first = fonts.match(query)
        self._sized: dict[FontFace, hb.Font] = {}
        self.missing: set[str] = set()

    @property
    def baseline_shift(self) -> float:
        """Half of what the ascent exceeds the descent, both in whole pixels as canvas reports them."""
        opened = _opened(self._first)
        unit: float = self._size / opened.face.upem
        return (floor(opened.ascent * unit + 0.5) - floor(opened.descent * unit + 0.5)) / 2

    def runs(self, line: str, baseline: float) -> Iterator[GlyphRun]:
        """A line's runs from left to right, the pen starting at 0."""
        pen = 0.0
        for face, text in self._by_face(_SPACES.sub(" ", line)):
            run = self._shape(face, text, pen, baseline)
            pen += run.advance
            yield run

    def _by_face(self, line: str) -> Iterator[tuple[FontFace, str]]:
        """Stretches of a line that one face can draw."""
        start, current = 0, self._first
        for position, character in enumerate(line):
            face = self._face_for(character, current)
            if face is not current:
                if position > start:
                    yield current, line[start:position]
                start, current = position, face
        if line[start:]:
            yield current, line[start:]

    def _face_for(self, character: str, current: FontFace) -> FontFace:
        if _INVISIBLE.match(character):
            return current
        if self._has(self._first, character):
            return self._first
        if character == " " or self._has(current, character):
            return current
        fallback = self._fonts.fallback(self._query, character)
        if fallback is None:
            self.missing.add(character)
            return self._first
        return fallback

    def _has(self, face: FontFace, character: str) -> bool:
        return bool(self._font(face).get_nominal_glyph(ord(character)))

    def _font(self, face: FontFace) -> hb.Font:
        if face not in self._sized:
            self._sized[face] = _opened(face).sized(self._size)
        return self._sized[face]

    def _shape(self, face: FontFace, text: str, pen: float, baseline: float) -> GlyphRun:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font(face), buffer)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        place = np.array(
            [(p.x_advance, p.x_offset, p.y_offset) for p in positions], dtype=np.float64
        ).reshape(-1, 3)
        place /= _SUBPIXEL
        ends = np.cumsum(place[:, 0])
        return GlyphRun(
            face=face,
            size=self._size,
            glyphs=np.array([info.codepoint for info in infos], dtype=np.uint16),
            x=pen + ends - place[:, 0] + place[:, 1],
            y=baseline - place[:, 2],
            text=text,
            clusters=np.array([info.cluster for info in infos], dtype=np.int32),
            advance=float(ends[-1]) if len(ends) else 0.0,
            right_to_left=buffer.direction == "rtl",
        )
