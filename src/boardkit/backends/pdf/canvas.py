"""A canvas of the scene, the page's own or an isolated group's, as it is filled from bottom to top.

PDF blends colours, but it knows none of the operations that keep or take away what is there (Porter and
Duff's). They are said with soft masks: a group of its own, seen through what another group covers, or
through what it spares.

For erasers, which boards have by the dozen, what was drawn before one is seen through a single mask of all
the erasers after it. That is exact wherever an eraser covers a point wholly or not at all; where it half
covers one, newer ink over older lets some of the older through. Groups within groups would be exact
everywhere, but readers give up at a few dozen of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from boardkit.backends.pdf.resources import PageResources
from boardkit.scene.nodes import Blend
from boardkit.scene.porter_duff import REMAINS, WHOLE_CANVAS, Part

LOOKS = 3
"""Operations of a canvas that look at its content, which each of them doubles for a reader."""


@dataclass(slots=True)
class _Stratum:
    """What was drawn between two erasures, over and beneath what was there, and what was erased after it."""

    over: list[bytes] = field(default_factory=list)
    beneath: list[bytes] = field(default_factory=list)
    erased: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ink:
    """A layer that says by itself what it covers."""

    resources: PageResources
    content: bytes

    def inside(self) -> str:
        """The graphics state that shows only what the layer covers."""
        return self.resources.coverage(self.content)

    def outside(self) -> str:
        """The graphics state that shows only what the layer spares."""
        return self.resources.spared(self.resources.silhouette(self.content))

    def bright(self) -> bytes:
        """Operators that draw as bright as the layer is opaque."""
        return self.resources.silhouette(self.content, white=True)


@dataclass(frozen=True, slots=True)
class _Coverage:
    """What a layer covers, reckoned beside its content, which each look at it would double.

    `drawn`: operators that draw as bright as the layer is opaque.
    """

    resources: PageResources
    drawn: bytes

    def inside(self) -> str:
        """The graphics state that shows only what the layer covers."""
        return self.resources.luminosity(self.drawn)

    def outside(self) -> str:
        """The graphics state that shows only what the layer spares."""
        page = b"1 g\n%b re f\n" % self.resources.box
        return self.resources.luminosity(self.drawn + self.resources.exclusion(page))

    def bright(self) -> bytes:
        """Operators that draw as bright as the layer is opaque."""
        return self.drawn

    def with_more(self, drawn: bytes) -> _Coverage:
        """What is covered with something drawn above, white for ink and black for what takes away."""
        name = self.resources.group(self.drawn + drawn, isolated=True)
        return replace(self, drawn=b"/%b Do\n" % name.encode())


class Canvas:
    """Content in the order it is composited.

    `_coverage`: what all of it covers, kept from the operation on that would be one look at it too many.
    """

    def __init__(self, resources: PageResources) -> None:
        self._resources = resources
        self._strata = [_Stratum()]
        self._coverage: _Coverage | None = None
        self._looks = 0

    def erase(self, silhouette: bytes, clip: bytes = b"") -> None:
        """Take away what a black silhouette covers inside of the `clip`."""
        silhouette = _clipped(silhouette, clip) if clip else silhouette
        if self._coverage is not None:
            self._coverage = self._coverage.with_more(silhouette)
        self._strata[-1].erased.append(silhouette)

    def composite(self, content: bytes, blend: Blend, clip: bytes = b"") -> None:
        """Put `content` onto the canvas, inside of the `clip` that operators set, by an operation other than
        erasing.

        Blend modes of colours are the content's own business.
        """
        if clip and blend in WHOLE_CANVAS:
            self._combine_inside(clip, content, blend)
            return
        if clip:
            content = _clipped(content, clip)
        if blend in REMAINS:
            self._combine(content, blend)
        else:
            self._add(content, blend)

    def content(self) -> bytes:
        """The operators that draw all of it."""
        erasers: list[bytes] = []
        over: list[bytes] = []
        beneath: list[bytes] = []
        for stratum in reversed(self._strata):
            if stratum.erased:
                erasers.append(b"/%b Do\n" % self._form(b"".join(stratum.erased)))
            over.append(self._spared(b"".join(stratum.over), erasers))
            beneath.append(self._spared(b"".join(reversed(stratum.beneath)), erasers))
        return b"".join((*beneath, *reversed(over)))

    def _add(self, content: bytes, blend: Blend) -> None:
        if self._coverage is not None:
            self._coverage = self._coverage.with_more(_Ink(self._resources, content).bright())
        stratum = self._latest()
        (stratum.beneath if blend is Blend.DESTINATION_OVER else stratum.over).append(content)

    def _latest(self) -> _Stratum:
        if self._strata[-1].erased:
            self._strata.append(_Stratum())
        return self._strata[-1]

    def _combine_inside(self, clip: bytes, content: bytes, blend: Blend) -> None:
        """What is outside of the clip stays, whatever the operation."""
        canvas = self.content()
        area = _clipped(self._resources.box + b" re f\n", clip)
        self._combine(content, blend)
        inside = _clipped(self.content(), clip)
        outside = self._outside(canvas, self._resources.silhouette(area)) if canvas else b""
        self._strata = [_Stratum(over=[outside, inside])]
        self._coverage = None

    def _combine(self, content: bytes, blend: Blend) -> None:
        of_source, of_canvas = REMAINS[blend]
        source, canvas = _Ink(self._resources, content), self.content()
        there = self._coverage or _Ink(self._resources, canvas)
        parts = self._part(canvas, of_canvas, source), self._part(content, of_source, there)
        self._strata = [_Stratum(over=list(parts))]
        self._looks += 1
        if self._looks > LOOKS:
            self._coverage = _Coverage(self._resources, b"").with_more(self._covered(there, source, blend))

    def _covered(self, canvas: _Ink | _Coverage, source: _Ink, blend: Blend) -> bytes:
        """As bright as what an operation leaves is opaque."""
        match blend:
            case Blend.SOURCE_ATOP:
                return canvas.bright()
            case Blend.XOR:
                return canvas.bright() + self._resources.exclusion(source.bright())
            case Blend.SOURCE_IN | Blend.DESTINATION_IN:
                return self._part(canvas.bright(), Part.INSIDE, source)
            case Blend.SOURCE_OUT:
                return self._part(source.bright(), Part.OUTSIDE, canvas)
            case _:
                return source.bright()

    def _part(self, content: bytes, part: Part, other: _Ink | _Coverage) -> bytes:
        match part:
            case Part.ALL:
                return content
            case Part.NONE:
                return b""
            case Part.INSIDE:
                return self._seen(content, other.inside())
            case Part.OUTSIDE:
                return self._seen(content, other.outside())

    def _spared(self, content: bytes, erasers: list[bytes]) -> bytes:
        return self._outside(content, b"".join(erasers)) if content and erasers else content

    def _outside(self, content: bytes, silhouette: bytes) -> bytes:
        return self._seen(content, self._resources.spared(silhouette))

    def _seen(self, content: bytes, state: str) -> bytes:
        """`content` through the mask of a graphics state."""
        return b"q\n/%b gs\n/%b Do\nQ\n" % (state.encode(), self._form(content))

    def _form(self, content: bytes) -> bytes:
        return self._resources.group(content, isolated=False).encode()


def _clipped(content: bytes, clip: bytes) -> bytes:
    return b"q\n%b%bQ\n" % (clip, content)
