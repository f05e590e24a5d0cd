"""Words to glyphs by HarfBuzz, with another face for what the first ones lack, as Blink tries them.

A stretch is shaped with the first face. Clusters that it has no glyph for are shaped again with the next one,
and so on: the request's own faces, then whatever font has the first missing character of a script of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import uharfbuzz as hb

from boardkit.resources import FontFace, FontQuery, FontSource
from boardkit.scene.text.han_kerning import HALF_WIDTHS, half_widths
from boardkit.scene.text.segments import Presentation, Segment, has_own_script, segments
from boardkit.scene.text.spaces import IDEOGRAPHIC, made_up_spaces
from boardkit.scene.text.typefaces import SUBPIXEL, SizedFont, sized

_LANGUAGE = "en-us"
_ANY_FAMILY = ""
"""What Blink asks for when no font was found by the characters that are missing."""
_NO_GLYPH = 0
_MOST_WORDS = 4096
"""Kept of a font; the words of a language that come up again are fewer."""
_SELECTORS = "\ufe0e\ufe0f"

Features = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ShapedRun:
    """Glyphs of one face in visual order, the pen starting at 0.

    `x`, `y`: pen positions in board pixels, y up. `clusters`: for each glyph the index in `text` of its
    first character. All in single precision, as Blink adds them up. `spacing`: room after each letter.
    """

    face: FontFace
    size: float
    text: str
    glyphs: npt.NDArray[np.uint16]
    x: npt.NDArray[np.float32]
    y: npt.NDArray[np.float32]
    clusters: npt.NDArray[np.int32]
    advance: np.float32
    right_to_left: bool
    spacing: float = 0.0


@dataclass(slots=True)
class Shaper:
    """Shapes words in one font request; keeps what it has shaped."""

    fonts: FontSource
    query: FontQuery
    size: float
    features: Features = ()
    _words: dict[tuple[str, bool], tuple[ShapedRun, ...]] = field(default_factory=dict)

    @property
    def primary(self) -> SizedFont:
        """The font that decides how high a line is."""
        return sized(self.fonts.match(self.query).faces[0], self.size)

    def shape(self, word: str, *, right_to_left: bool) -> tuple[ShapedRun, ...]:
        """A word's runs from left to right."""
        key = (word, right_to_left)
        found = self._words.get(key)
        if found is None:
            runs = [
                run
                for segment in segments(word)
                for run in self._segment(_Stretch(word, segment, right_to_left))
            ]
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            found = self._words[key] = tuple(reversed(runs) if right_to_left else runs)
        return found

    def _segment(self, stretch: _Stretch) -> list[ShapedRun]:
        """A segment's runs in the word's own order."""
        missing, done = [stretch], dict[int, ShapedRun]()
        for face in _Candidates(self.fonts, self.query, self.size, stretch).faces(missing):
            font = sized(face, self.size)
            for part in tuple(missing):
                missing.remove(part)
                for piece, run in _attempt(font, part, self.features):
                    if run is None:
                        missing.append(piece)
                    else:
                        done[piece.start] = run
            if not missing:
                break
        for part in missing:
            done[part.start] = _shaped(self.primary, part, self.features).run(self.primary, part)
        return [done[start] for start in sorted(done)]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a word in one script, presentation and direction."""

    word: str
    segment: Segment
    right_to_left: bool

    @property
    def start(self) -> int:
        return self.segment.start

    @property
    def end(self) -> int:
        return self.segment.end

    @property
    def text(self) -> str:
        return self.word[self.start : self.end]

    def part(self, start: int, end: int) -> _Stretch:
        return replace(self, segment=replace(self.segment, start=start, end=end))


@dataclass(slots=True)
class _Candidates:
    """The faces to try for a stretch, each once."""

    fonts: FontSource
    query: FontQuery
    size: float
    stretch: _Stretch

    def faces(self, missing: list[_Stretch]) -> Iterator[FontFace]:
        """Faces in Blink's order; `missing` says at any time what still has no glyphs."""
        tried: set[FontFace] = set()
        for face in self._all(missing):
            if face not in tried:
                tried.add(face)
                yield face

    def _all(self, missing: list[_Stretch]) -> Iterator[FontFace]:
        stack = self.fonts.match(self.query).faces
        manner = self.stretch.segment.presentation
        if manner is Presentation.EMOJI_CHOSEN:
            yield from (face for face in stack if face.is_color or self._has_sequence(face))
        elif manner is Presentation.TEXT_CHOSEN:
            yield from (face for face in self._any(stack, missing) if not face.is_color)
        else:
            yield from stack
        if manner in (Presentation.EMOJI, Presentation.EMOJI_CHOSEN):
            yield from self._fallbacks(missing, emoji=True)
        yield from self._any(stack, missing)

    def _any(self, stack: tuple[FontFace, ...], missing: list[_Stretch]) -> Iterator[FontFace]:
        """The request's own faces, then those that have what is missing, then the last resort."""
        yield from stack
        yield from self._fallbacks(missing, emoji=False)
        yield from self.fonts.match(replace(self.query, families=(_ANY_FAMILY,))).faces

    def _fallbacks(self, missing: list[_Stretch], *, emoji: bool) -> Iterator[FontFace]:
        """Whatever fonts have the missing character that tells most, until that was asked for before."""
        asked: set[str] = set()
        while missing:
            hint = _telling("".join(part.text for part in missing))
            if hint in asked:
                return
            asked.add(hint)
            face = self.fonts.fallback(self.query, hint, emoji=emoji)
            if face is None:
                return
            yield face

    def _has_sequence(self, face: FontFace) -> bool:
        text, font = self.stretch.text, sized(face, self.size)
        pairs = pairwise(text)
        return any(font.has_sequence(*pair) for pair in pairs if pair[1] in _SELECTORS)


def _telling(characters: str) -> str:
    """The first character of a script of its own; where there is none, the first."""
    return next(filter(has_own_script, characters), characters[0])


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """What HarfBuzz made of a stretch: (glyph, cluster) and (advance, x, y) for each glyph.

    `lacking`: the clusters that another font is asked for.
    """

    glyphs: list[tuple[int, int]]
    places: list[tuple[int, int, int]]
    lacking: set[int]

    def parts(self, end: int) -> Iterator[tuple[int, int, bool]]:
        """Parts of a text that ends there, in its own order: (start, end, whether all of it has glyphs)."""
        clusters = sorted({cluster for _, cluster in self.glyphs})
        bounds = dict(zip(clusters, (*clusters[1:], end), strict=True))
        for complete, stretch in groupby(clusters, key=lambda cluster: cluster not in self.lacking):
            members = list(stretch)
            yield members[0], bounds[members[-1]], complete

    def run(self, font: SizedFont, stretch: _Stretch) -> ShapedRun:
        """The glyphs of a part of what was shaped."""
        start, end = stretch.start, stretch.end
        chosen = [index for index, (_, cluster) in enumerate(self.glyphs) if start <= cluster < end]
        places = np.array([self.places[index] for index in chosen], dtype=np.float64).reshape(-1, 3)
        steps = (places / SUBPIXEL).astype(np.float32)
        ends = np.cumsum(np.insert(steps[:, 0], 0, 0), dtype=np.float32)
        return ShapedRun(
            face=font.face,
            size=font.size,
            text=stretch.text,
            glyphs=np.array([self.glyphs[index][0] for index in chosen], dtype=np.uint16),
            x=ends[:-1] + steps[:, 1],
            y=steps[:, 2],
            clusters=np.array([self.glyphs[index][1] - start for index in chosen], dtype=np.int32),
            advance=ends[-1],
            right_to_left=stretch.right_to_left,
        )


def _attempt(
    font: SizedFont, stretch: _Stretch, features: Features
) -> Iterator[tuple[_Stretch, ShapedRun | None]]:
    """Parts of a stretch in one font from left to right, each with its run; with None for what it lacks."""
    glyphs = _shaped(font, stretch, features)
    parts = list(glyphs.parts(stretch.end))
    for start, end, complete in reversed(parts) if stretch.right_to_left else parts:
        part = stretch.part(start, end)
        yield part, glyphs.run(font, part) if complete else None


def _shaped(font: SizedFont, stretch: _Stretch, features: Features) -> _Glyphs:
    """A stretch in one font, knowing what is around it in its word."""
    buffer = hb.Buffer()
    buffer.add_str(stretch.word, stretch.start, stretch.end - stretch.start)
    buffer.direction = "rtl" if stretch.right_to_left else "ltr"
    buffer.script = stretch.segment.script
    buffer.language = _LANGUAGE
    wanted: dict[str, Any] = dict(features)
    if halved := half_widths(font, stretch.word, stretch.start, stretch.end):
        wanted[HALF_WIDTHS] = halved
    hb.shape(font.font, buffer, wanted)
    infos = [(info.codepoint, info.cluster) for info in buffer.glyph_infos]
    lacking = {cluster for glyph, cluster in infos if glyph == _NO_GLYPH}
    spaces = made_up_spaces(font, stretch.word, stretch.start, stretch.end)
    lacking |= {place for place in spaces if stretch.word[place] == IDEOGRAPHIC}
    corrections = [spaces.get(cluster, font.correction(glyph)) for glyph, cluster in infos]
    places = _corrected(buffer.glyph_positions, corrections, right_to_left=stretch.right_to_left)
    return _Glyphs(infos, list(places), lacking)


def _corrected(
    positions: Iterable[Any], corrections: list[int], *, right_to_left: bool
) -> Iterator[tuple[int, int, int]]:
    """Advances and offsets; from left to right a mark's offset takes the advance before it back."""
    before = 0
    for place, correction in zip(positions, corrections, strict=True):
        if place.x_advance:
            before = 0 if right_to_left else correction
            yield place.x_advance + correction, place.x_offset, place.y_offset
        else:
            is_attached = place.x_offset or place.y_offset
            yield 0, place.x_offset - (before if is_attached else 0), place.y_offset
