"""A canvas of the scene, the page's own or an isolated group's, as it is filled from bottom to top.

PDF has no blend mode that erases. What was drawn before an eraser is put into a group of its own, seen
through a soft mask that spares what the erasers after it cover. That is exact wherever an eraser covers a
point wholly or not at all; where it half covers one, newer ink over older lets some of the older through.
Groups within groups would be exact everywhere, but readers give up at a few dozen of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from boardkit.backends.pdf.resources import PageResources


@dataclass(slots=True)
class _Stratum:
    """What was drawn between two erasures, and what was erased after it."""

    drawn: list[bytes] = field(default_factory=list)
    erased: list[bytes] = field(default_factory=list)


class Canvas:
    """Content in the order it is drawn."""

    def __init__(self, resources: PageResources) -> None:
        self._resources = resources
        self._strata = [_Stratum()]

    def draw(self, content: bytes) -> None:
        """Put `content` over what is there."""
        if self._strata[-1].erased:
            self._strata.append(_Stratum())
        self._strata[-1].drawn.append(content)

    def erase(self, content: bytes) -> None:
        """Take away what is there, as far as `content` covers it."""
        self._strata[-1].erased.append(content)

    def content(self) -> bytes:
        """The operators that draw all of it."""
        erasers: list[bytes] = []
        parts: list[bytes] = []
        for stratum in reversed(self._strata):
            drawn = b"".join(stratum.drawn)
            if stratum.erased:
                form = self._resources.form(b"".join(stratum.erased), isolated=True)
                erasers.append(b"/%b Do\n" % form.encode())
            parts.append(self._through(erasers, drawn) if erasers else drawn)
        return b"".join(reversed(parts))

    def _through(self, erasers: list[bytes], drawn: bytes) -> bytes:
        """`drawn`, less what the `erasers` cover."""
        state = self._resources.spared(b"".join(erasers))
        form = self._resources.form(drawn, isolated=False)
        return b"q\n/%b gs\n/%b Do\nQ\n" % (state.encode(), form.encode())
