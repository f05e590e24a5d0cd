"""A canvas of the scene, the page's own or an isolated group's, as it is filled from bottom to top.

SVG blends colours, but it knows none of the operations that keep or take away what is there (Porter and
Duff's). They are said with masks: a group seen through what another covers, or through what it spares.

What was drawn before an eraser is a group that the eraser masks, and with what comes after it the next
group for the next eraser. Viewers give up at a few hundred groups in each other, so a canvas erased more
often than `NESTED` times is halved: of the first half all later erasers are taken at once. That is exact
wherever an eraser covers a point wholly or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from boardkit.backends.svg.effects import Effects
from boardkit.scene.nodes import Blend

NESTED = 8
"""Erasures of a canvas that are groups in groups."""


class _Part(Enum):
    """What remains of one of two layers, in terms of the other."""

    ALL = auto()
    INSIDE = auto()
    OUTSIDE = auto()
    NONE = auto()


_REMAINS = {
    Blend.COPY: (_Part.ALL, _Part.NONE),
    Blend.SOURCE_IN: (_Part.INSIDE, _Part.NONE),
    Blend.SOURCE_OUT: (_Part.OUTSIDE, _Part.NONE),
    Blend.SOURCE_ATOP: (_Part.INSIDE, _Part.ALL),
    Blend.DESTINATION_IN: (_Part.NONE, _Part.INSIDE),
    Blend.DESTINATION_ATOP: (_Part.OUTSIDE, _Part.INSIDE),
    Blend.XOR: (_Part.OUTSIDE, _Part.OUTSIDE),
}
"""What remains of the source and of the canvas."""

_WHOLE_CANVAS = frozenset(
    {Blend.COPY, Blend.SOURCE_IN, Blend.SOURCE_OUT, Blend.DESTINATION_IN, Blend.DESTINATION_ATOP}
)
"""Operations that also change what lies outside the ink."""


@dataclass(slots=True)
class _Stratum:
    """What was drawn between two erasures, over and beneath what was there, and what was erased after it."""

    over: list[str] = field(default_factory=list)
    beneath: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)

    def above(self, lower: str) -> str:
        """All that was drawn, with what had been drawn before in between."""
        return "".join((*reversed(self.beneath), lower, *self.over))


class Canvas:
    """Content in the order it is composited."""

    def __init__(self, effects: Effects) -> None:
        self._effects = effects
        self._strata = [_Stratum()]

    def erase(self, silhouette: str) -> None:
        """Take away what a black silhouette covers."""
        self._strata[-1].erased.append(silhouette)

    def composite(self, content: str, blend: Blend, clips: tuple[str, ...] = ()) -> None:
        """Put `content`, which is inside of the `clips` already, onto the canvas, mixed with what is there by
        an operation other than erasing.
        """
        if clips and blend in _WHOLE_CANVAS:
            self._combine_inside(clips, content, blend)
        elif blend is Blend.DESTINATION_OVER:
            self._latest().beneath.append(content)
        elif blend in _REMAINS:
            self._combine(content, *_REMAINS[blend])
        else:
            self._latest().over.append(self._effects.blended(content, blend))

    def content(self) -> str:
        """All of it."""
        return self._erased(self._strata)

    def _latest(self) -> _Stratum:
        if self._strata[-1].erased:
            self._strata.append(_Stratum())
        return self._strata[-1]

    def _erased(self, strata: Sequence[_Stratum]) -> str:
        if len(strata) > NESTED and not any(stratum.beneath for stratum in strata):
            middle = len(strata) // 2
            later = "".join(mark for stratum in strata[middle:] for mark in stratum.erased)
            first = self._erased(strata[:middle])
            return (self._effects.spared(first, later) if later else first) + self._erased(strata[middle:])
        content = ""
        for stratum in strata:
            content = stratum.above(content)
            if stratum.erased and content:
                content = self._effects.spared(content, "".join(stratum.erased))
        return content

    def _combine_inside(self, clips: tuple[str, ...], content: str, blend: Blend) -> None:
        """What is outside of the clips stays, whatever the operation."""
        canvas = self.content()
        if canvas:
            canvas = self._effects.shared(canvas)
            self._strata = [_Stratum(over=[canvas])]
            canvas = self._effects.spared(canvas, self._effects.clipped(self._effects.whole(), clips))
        self._combine(content, *_REMAINS[blend])
        self._strata = [_Stratum(over=[canvas, self._effects.clipped(self.content(), clips)])]

    def _combine(self, source: str, of_source: _Part, of_canvas: _Part) -> None:
        canvas = self.content()
        if _Part.ALL not in (of_source, of_canvas) or _Part.INSIDE in (of_source, of_canvas):
            source, canvas = (self._effects.shared(layer) if layer else "" for layer in (source, canvas))
        parts = (self._part(canvas, of_canvas, source), self._part(source, of_source, canvas))
        self._strata = [_Stratum(over=list(parts))]

    def _part(self, content: str, part: _Part, other: str) -> str:
        match part:
            case _Part.ALL:
                return content
            case _Part.NONE:
                return ""
            case _Part.INSIDE:
                return self._effects.seen_through(content, self._effects.silhouette(other, white=True))
            case _Part.OUTSIDE:
                return self._effects.spared(content, self._effects.silhouette(other, white=False))
