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
from dataclasses import dataclass, field, replace

from boardkit.backends.svg.effects import Effects
from boardkit.scene.nodes import Blend
from boardkit.scene.porter_duff import REMAINS, WHOLE_CANVAS, Part

NESTED = 8
"""Erasures of a canvas that are groups in groups."""

LOOKS = 3
"""Operations of a canvas that look at its content, which each of them doubles for a viewer."""


@dataclass(slots=True)
class _Stratum:
    """What was drawn between two erasures, over and beneath what was there, and what was erased after it."""

    over: list[str] = field(default_factory=list)
    beneath: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)

    def above(self, lower: str) -> str:
        """All that was drawn, with what had been drawn before in between."""
        return "".join((*reversed(self.beneath), lower, *self.over))


@dataclass(frozen=True, slots=True)
class _Ink:
    """A layer that says by itself what it covers."""

    effects: Effects
    content: str

    def inside(self) -> str:
        """As bright as the layer is opaque."""
        return self.effects.silhouette(self.content, white=True) if self.content else ""

    def outside(self) -> str:
        """As bright as the layer lets something through."""
        black = self.effects.silhouette(self.content, white=False) if self.content else ""
        return self.effects.all_but(black)


@dataclass(frozen=True, slots=True)
class _Coverage:
    """What a layer covers, reckoned beside its content, which each look at it would double.

    `bright`: markup as bright as the layer is opaque.
    """

    effects: Effects
    bright: str

    def inside(self) -> str:
        """As bright as the layer is opaque."""
        return self.bright

    def outside(self) -> str:
        """As bright as the layer lets something through."""
        return self.effects.inverse(self.bright)

    def with_more(self, markup: str) -> _Coverage:
        """What is covered with something drawn above, white for ink and black for what takes away."""
        return replace(self, bright=self.effects.shared(self.bright + markup))


class Canvas:
    """Content in the order it is composited.

    `_coverage`: what all of it covers, kept from the operation on that would be one look at it too many.
    """

    def __init__(self, effects: Effects) -> None:
        self._effects = effects
        self._strata = [_Stratum()]
        self._coverage: _Coverage | None = None
        self._looks = 0

    def erase(self, silhouette: str) -> None:
        """Take away what a black silhouette covers."""
        if self._coverage is not None:
            silhouette = self._effects.shared(silhouette)
            self._coverage = self._coverage.with_more(silhouette)
        self._strata[-1].erased.append(silhouette)

    def composite(self, content: str, blend: Blend, clips: tuple[str, ...] = ()) -> None:
        """Put `content`, which is inside of the `clips` already, onto the canvas, mixed with what is there by
        an operation other than erasing.
        """
        if clips and blend in WHOLE_CANVAS:
            self._combine_inside(clips, content, blend)
        elif blend in REMAINS:
            self._combine(content, blend)
        else:
            self._add(content, blend)

    def content(self) -> str:
        """All of it."""
        return self._erased(self._strata)

    def _add(self, content: str, blend: Blend) -> None:
        if self._coverage is not None:
            content = self._effects.shared(content)
            self._coverage = self._coverage.with_more(_Ink(self._effects, content).inside())
        if blend is Blend.DESTINATION_OVER:
            self._latest().beneath.append(content)
        else:
            self._latest().over.append(self._effects.blended(content, blend))

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
        self._combine(content, blend)
        self._strata = [_Stratum(over=[canvas, self._effects.clipped(self.content(), clips)])]
        self._coverage = None

    def _combine(self, content: str, blend: Blend) -> None:
        of_source, of_canvas = REMAINS[blend]
        source = _Ink(self._effects, self._effects.shared(content))
        canvas = self.content()
        if self._coverage is None and canvas:
            canvas = self._effects.shared(canvas)
        there = self._coverage or _Ink(self._effects, canvas)
        parts = _part(canvas, of_canvas, source), _part(source.content, of_source, there)
        self._strata = [_Stratum(over=list(parts))]
        self._looks += 1
        if self._looks > LOOKS:
            self._coverage = _Coverage(self._effects, "").with_more(self._covered(there, source, blend))

    def _covered(self, canvas: _Ink | _Coverage, source: _Ink, blend: Blend) -> str:
        """As bright as what an operation leaves is opaque."""
        match blend:
            case Blend.SOURCE_ATOP:
                return canvas.inside()
            case Blend.XOR:
                return canvas.inside() + self._effects.blended(source.inside(), Blend.EXCLUSION)
            case Blend.SOURCE_IN | Blend.DESTINATION_IN:
                return _part(canvas.inside(), Part.INSIDE, source)
            case Blend.SOURCE_OUT:
                return _part(source.inside(), Part.OUTSIDE, canvas)
            case _:
                return source.inside()


def _part(content: str, part: Part, other: _Ink | _Coverage) -> str:
    """What remains of `content` in terms of another layer."""
    if part is Part.ALL or not content:
        return content
    match part:
        case Part.INSIDE:
            return other.effects.seen_through(content, other.inside())
        case Part.OUTSIDE:
            return other.effects.seen_through(content, other.outside())
        case _:
            return ""
