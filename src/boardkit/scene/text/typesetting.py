"""A line of text as canvas sets it: how wide it is, and where its glyphs lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from math import floor

import numpy as np
import regex

from boardkit.resources import FontFace, FontSource
from boardkit.scene.nodes import GlyphRun
from boardkit.scene.text.bidi import directional_runs
from boardkit.scene.text.css_font import CssFont
from boardkit.scene.text.segments import words
from boardkit.scene.text.shaping import Features, ShapedRun, Shaper
from boardkit.scene.text.typefaces import SizedFont

_CURSIVE = regex.compile(
    r"[\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Mandaic}\p{Hanifi_Rohingya}\p{Phags_Pa}\p{Adlam}]"
)
"""Scripts whose letters are joined, which spacing must not tear apart."""

_INVISIBLE = regex.compile(r"(?=[\x00-\uffff])\p{Default_Ignorable_Code_Point}")
"""Characters of the first plane that show nothing, which Blink gives no room either."""

_SEPARATORS = "\u2028\u2029"
_SEPARATOR = regex.compile(f"[{_SEPARATORS}]")

_NO_LIGATURES: Features = (("liga", False), ("clig", False))
"""Of letters that are set apart."""

SMALL_CAPITALS = 0.7
"""How large Blink makes a capital that stands for a small letter, in whole pixels."""
_SMALL_CAPITALS = "smcp"
_CASES = regex.compile(r"(?:\p{Changes_When_Uppercased}\p{M}*)+|(?:\P{Changes_When_Uppercased}\p{M}*)+")
"""Letters that have capitals and those that have none, with their marks."""


@dataclass(slots=True)
class Typesetter:
    """Sets lines in one font; keeps every word that it has shaped."""

    fonts: FontSource
    font: CssFont
    features: Features = ()
    _shapers: dict[tuple[float, Features], Shaper] = field(default_factory=dict)

    @property
    def primary(self) -> SizedFont:
        """The font that decides where the baseline lies."""
        return self._shaper(self.font.size, self.features).primary

    def width(self, text: str, *, right_to_left: bool = False) -> float:
        """What canvas measures, in board pixels."""
        total = np.float32(0)
        for run in self._runs(text, right_to_left=right_to_left):
            total += run.advance
        return float(total)

    def runs(
        self, text: str, x: float, y: float, *, right_to_left: bool = False, spacing: float = 0.0
    ) -> list[GlyphRun]:
        """The line's glyphs from left to right, its pen starting at (x, y), with room after each letter."""
        placed, pen = [], np.float32(0)
        setter = typesetter(self.fonts, self.font, (*self.features, *_NO_LIGATURES)) if spacing else self
        for shaped in setter._runs(text, right_to_left=right_to_left):
            run = _spaced(shaped, spacing) if spacing else shaped
            placed.append((pen, run))
            pen += run.advance
        return [
            _joined([(x + float(pen), run) for pen, run in stretch], y)
            for _, stretch in groupby(placed, key=lambda part: _manner(part[1]))
        ]

    def _runs(self, text: str, *, right_to_left: bool) -> Iterator[ShapedRun]:
        for run in directional_runs(text, right_to_left=right_to_left):
            pieces = words(self._shown(text[run.start : run.end]))
            for word in reversed(pieces) if run.right_to_left else pieces:
                yield from self._word(word, right_to_left=run.right_to_left)

    def _shown(self, text: str) -> str:
        """The text with spaces for separators that the font doesn't have."""
        return text if self.primary.has(_SEPARATORS[0]) else _SEPARATOR.sub(" ", text)

    def _word(self, word: str, *, right_to_left: bool) -> Iterable[ShapedRun]:
        shaper = self._shaper(self.font.size, self.features)
        if not self.font.small_caps:
            return shaper.shape(word, right_to_left=right_to_left)
        if shaper.primary.has_feature(_SMALL_CAPITALS):
            own = self._shaper(self.font.size, (*self.features, (_SMALL_CAPITALS, True)))
            return own.shape(word, right_to_left=right_to_left)
        return self._synthesised(word, right_to_left=right_to_left)

    def _synthesised(self, word: str, *, right_to_left: bool) -> Iterator[ShapedRun]:
        """Small letters as capitals of a smaller size."""
        for part in _CASES.findall(word):
            shown = part.upper()
            size = floor(self.font.size * SMALL_CAPITALS + 0.5) if shown != part else self.font.size
            shaper = self._shaper(size, self.features)
            yield from shaper.shape(shown, right_to_left=right_to_left)

    def _shaper(self, size: float, features: Features) -> Shaper:
        key = (size, features)
        if key not in self._shapers:
            self._shapers[key] = Shaper(self.fonts, self.font.query, size, features)
        return self._shapers[key]


@lru_cache(maxsize=64)
def typesetter(fonts: FontSource, font: CssFont, features: Features = ()) -> Typesetter:
    """What sets lines in a font; kept from render to render, as Blink keeps the words that it has shaped."""
    return Typesetter(fonts, font, features)


def _spaced(run: ShapedRun, spacing: float) -> ShapedRun:
    """A run with room after each cluster that can be seen."""
    if _CURSIVE.search(run.text):
        return run
    ends = np.diff(run.clusters, append=-1) != 0
    seen = [_INVISIBLE.match(run.text, cluster) is None for cluster in run.clusters.tolist()]
    room = np.cumsum(ends & np.array(seen)).astype(np.float32) * np.float32(spacing)
    before = np.concatenate(([np.float32(0)], room[:-1]))
    return replace(run, x=run.x + before, advance=run.advance + room[-1], spacing=spacing)


def _manner(run: ShapedRun) -> tuple[FontFace, float, bool, float]:
    """What neighbours that are one run have in common."""
    return run.face, run.size, run.right_to_left, run.spacing


def _joined(parts: list[tuple[float, ShapedRun]], y: float) -> GlyphRun:
    """Neighbours of one face and direction as one run."""
    runs = [run for _, run in parts]
    first, last = parts[0], parts[-1]
    right_to_left = first[1].right_to_left
    logical = runs[::-1] if right_to_left else runs
    offsets = np.cumsum([0, *(len(run.text) for run in logical[:-1])])
    if right_to_left:
        offsets = offsets[::-1]
    return GlyphRun(
        face=first[1].face,
        size=first[1].size,
        glyphs=np.concatenate([run.glyphs for run in runs]),
        x=np.concatenate([pen + run.x.astype(np.float64) for pen, run in parts]),
        y=np.concatenate([y - run.y.astype(np.float64) for run in runs]),
        text="".join(run.text for run in logical),
        clusters=np.concatenate(
            [run.clusters + offset for run, offset in zip(runs, offsets, strict=True)]
        ).astype(np.int32),
        advance=float(last[0] + last[1].advance - first[0]),
        right_to_left=right_to_left,
        spacing=first[1].spacing,
    )
