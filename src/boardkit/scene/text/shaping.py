"""Words to glyphs by HarfBuzz, with another face for what the first ones lack, as Blink tries them.

A stretch is shaped with the first face. Clusters that it has no glyph for are shaped again with the next one,
and so on: the request's own faces, then whatever font has the first character that is still missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import uharfbuzz as hb

from boardkit.resources import FontFace, FontQuery, FontSource
from boardkit.scene.text.han_kerning import HALF_WIDTHS, half_widths
from boardkit.scene.text.segments import Presentation, Segment, segments
from boardkit.scene.text.typefaces import SUBPIXEL, SizedFont, sized

_LANGUAGE = "en-us"
_LAST_RESORT = "system-ui"
"""The family that Blink tries when no font was found by the characters that are missing."""
_NO_GLYPH = 0
_SELECTORS = "\ufe0e\ufe0f"

Features = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ShapedRun:
    """Glyphs of one face in visual order, the pen starting at 0.

    `x`, `y`: pen positions in board pixels, y up. `clusters`: for each glyph the index in `text` of its
    first character. All in single precision, as Blink adds them up.
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


@dataclass(slots=True)
class Shaper:
    """Shapes words in one font request; `missing` collects the characters that no font has."""

    fonts: FontSource
    query: FontQuery
    size: float
    features: Features = ()
    missing: set[str] = field(default_factory=set)
    _words: dict[tuple[str, bool], tuple[ShapedRun, ...]] = field(default_factory=dict)

    @property
    def primary(self) -> SizedFont:
        """The font that decides how high a line is."""
        return sized(self.fonts.match(self.query).faces[0], self.size)

    def shape(self, word: str, *, right_to_left: bool) -> tuple[ShapedRun, ...]:
        """A word's runs from left to right."""
        key = (word, right_to_left)
        if key not in self._words:
            runs = [run for segment in segments(word) for run in self._segment(word, segment, right_to_left)]
            self._words[key] = tuple(reversed(runs) if right_to_left else runs)
        return self._words[key]

    def _segment(self, word: str, segment: Segment, right_to_left: bool) -> list[ShapedRun]:
        """A segment's runs in the word's own order."""
        queue, done = [(segment.start, segment.end)], dict[int, ShapedRun]()
        for face in _Candidates(self, word, segment).faces(queue):
            font = sized(face, self.size)
            for start, end in tuple(queue):
                queue.remove((start, end))
                for first, after, run in self._attempt(font, word, start, end, segment, right_to_left):
                    if run is None:
                        queue.append((first, after))
                    else:
                        done[first] = run
            if not queue:
                break
        for start, end in queue:
            self.missing.update(character for character in word[start:end] if character not in _SELECTORS)
            glyphs = _shaped(self.primary, word, start, end, segment.script, right_to_left, self.features)
            done[start] = glyphs.run(self.primary, word, start, end, right_to_left)
        return [done[start] for start in sorted(done)]

    def _attempt(
        self, font: SizedFont, word: str, start: int, end: int, segment: Segment, right_to_left: bool
    ) -> Iterator[tuple[int, int, ShapedRun | None]]:
        """Parts of word[start:end] in one font: (start, end, run), without a run where the font lacks glyphs."""
        glyphs = _shaped(font, word, start, end, segment.script, right_to_left, self.features)
        parts = list(glyphs.parts(end))
        if len(parts) == 1 and parts[0][2]:
            yield start, end, glyphs.run(font, word, start, end, right_to_left)
            return
        for first, after, complete in parts:
            yield first, after, glyphs.run(font, word, first, after, right_to_left) if complete else None


@dataclass(slots=True)
class _Candidates:
    """The faces to try for a segment, each once."""

    shaper: Shaper
    word: str
    segment: Segment

    def faces(self, queue: list[tuple[int, int]]) -> Iterator[FontFace]:
        """Faces in Blink's order; `queue` says at any time what is still missing."""
        tried: set[FontFace] = set()
        for face in self._all(queue):
            if face not in tried:
                tried.add(face)
                yield face

    def _all(self, queue: list[tuple[int, int]]) -> Iterator[FontFace]:
        stack = self.shaper.fonts.match(self.shaper.query).faces
        manner = self.segment.presentation
        if manner is Presentation.EMOJI_CHOSEN:
            yield from (face for face in stack if face.is_color or self._has_sequence(face))
        elif manner is Presentation.TEXT_CHOSEN:
            yield from (face for face in stack if not face.is_color)
        else:
            yield from stack
        if manner in (Presentation.EMOJI, Presentation.EMOJI_CHOSEN):
            yield from self._fallbacks(queue, emoji=True)
        yield from stack
        yield from self._fallbacks(queue, emoji=False)
        yield from self.shaper.fonts.match(replace(self.shaper.query, families=(_LAST_RESORT,))).faces

    def _fallbacks(self, queue: list[tuple[int, int]], *, emoji: bool) -> Iterator[FontFace]:
        """Whatever fonts have the first missing character, until that was asked for before."""
        asked: set[str] = set()
        while queue:
            hint = self.word[queue[0][0]]
            if hint in asked:
                return
            asked.add(hint)
            face = self.shaper.fonts.fallback(self.shaper.query, hint, emoji=emoji)
            if face is None:
                return
            yield face

    def _has_sequence(self, face: FontFace) -> bool:
        start, end = self.segment.start, self.segment.end
        pairs = zip(self.word[start:end], self.word[start + 1 : end], strict=False)
        font = sized(face, self.shaper.size)
        return any(font.has_sequence(*pair) for pair in pairs if pair[1] in _SELECTORS)


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """What HarfBuzz made of a stretch: (glyph, cluster) and (advance, x, y) for each glyph."""

    glyphs: list[tuple[int, int]]
    places: list[tuple[int, int, int]]

    def parts(self, end: int) -> Iterator[tuple[int, int, bool]]:
        """Stretches of the text, in its own order: (start, end, whether all of it has glyphs)."""
        lacking = {cluster for glyph, cluster in self.glyphs if glyph == _NO_GLYPH}
        clusters = sorted({cluster for _, cluster in self.glyphs})
        bounds = dict(zip(clusters, (*clusters[1:], end), strict=True))
        for complete, stretch in groupby(clusters, key=lambda cluster: cluster not in lacking):
            members = list(stretch)
            yield members[0], bounds[members[-1]], complete

    def run(self, font: SizedFont, word: str, start: int, end: int, right_to_left: bool) -> ShapedRun:
        """The glyphs of word[start:end]."""
        chosen = [index for index, (_, cluster) in enumerate(self.glyphs) if start <= cluster < end]
        places = [self.places[index] for index in chosen]
        steps = np.array(places, dtype=np.float64).reshape(-1, 3) / SUBPIXEL
        single = steps.astype(np.float32)
        ends = np.cumsum(single[:, 0], dtype=np.float32)
        starts = np.concatenate((np.zeros(1, np.float32), ends[:-1])) if len(ends) else ends
        return ShapedRun(
            face=font.face,
            size=font.size,
            text=word[start:end],
            glyphs=np.array([self.glyphs[index][0] for index in chosen], dtype=np.uint16),
            x=starts + single[:, 1],
            y=single[:, 2],
            clusters=np.array([self.glyphs[index][1] - start for index in chosen], dtype=np.int32),
            advance=ends[-1] if len(ends) else np.float32(0),
            right_to_left=right_to_left,
        )


def _shaped(
    font: SizedFont, word: str, start: int, end: int, script: str, right_to_left: bool, features: Features
) -> _Glyphs:
    """word[start:end] in one font, knowing what is around it."""
    buffer = hb.Buffer()
    buffer.add_str(word, start, end - start)
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.script = script
    buffer.language = _LANGUAGE
    wanted: dict[str, Any] = dict(features)
    if halved := half_widths(font, word, start, end):
        wanted[HALF_WIDTHS] = halved
    hb.shape(font.font, buffer, wanted)
    infos = [(info.codepoint, info.cluster) for info in buffer.glyph_infos]
    places = [
        (place.x_advance + font.correction(glyph) if place.x_advance else 0, place.x_offset, place.y_offset)
        for (glyph, _), place in zip(infos, buffer.glyph_positions, strict=True)
    ]
    return _Glyphs(infos, places)
