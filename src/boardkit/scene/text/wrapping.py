"""Lines as Konva breaks them: at newlines, then where they grow too wide, ending with … where they must.

Lengths are compared as Konva compares them, so that a box saved at its text's own width still fits it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from boardkit.board import model
from boardkit.scene.text.graphemes import graphemes

ELLIPSIS = "…"
_BREAKS = frozenset({" ", "-"})
JS_WHITE_SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000\ufeff"
)
"""What JavaScript trims."""

Measure = Callable[[str], float]
"""The width of a text in board pixels, without letter spacing."""


@dataclass(slots=True)
class Line:
    """A line, its width in board pixels, and whether its paragraph ends with it."""

    text: str
    width: float
    is_last: bool = False


def broken(saved: model.Text, measure: Measure) -> list[Line]:
    """The lines of a text; fewer than it has where they would leave its box."""
    return _Breaking(saved, measure).lines()


@dataclass(slots=True)
class _Breaking:
    saved: model.Text
    measure: Measure
    done: list[Line] = field(default_factory=list)
    height: float = 0.0

    def lines(self) -> list[Line]:
        paragraphs = self.saved.text.split("\n")
        for number, paragraph in enumerate(paragraphs, 1):
            is_final = number == len(paragraphs)
            room = self.room
            if room is not None and self.width(paragraph) > room:
                self._wrap(paragraph, room, is_final)
            else:
                self._add(paragraph)
                self._end_early(is_final)
            if self.done:
                self.done[-1].is_last = True
            if self._is_full():
                break
        return self.done

    @property
    def line_height(self) -> float:
        return self.saved.line_height * self.saved.font_size

    @property
    def room(self) -> float | None:
        """How wide a line may be; None where nothing wraps it."""
        return None if self.saved.width is None else self.saved.width - self.saved.padding * 2

    def width(self, text: str, count: int | None = None) -> float:
        """A text's width with its letter spacing; `count`: its graphemes, where that is known."""
        spacing = self.saved.letter_spacing
        if spacing:
            spacing *= len(graphemes(text)) if count is None else count
        return self.measure(text) + spacing

    def _wrap(self, paragraph: str, room: float, is_final: bool) -> None:
        """Break a paragraph that is too wide."""
        letters = graphemes(paragraph)
        start = 0
        while start < len(letters):
            end = self._fitting(letters, start, room)
            if end == start:
                return
            if end == len(letters):
                self._add("".join(letters[start:]))
                self._end_early(is_final)
                return
            if self.saved.wrap not in ("char", "none"):
                end = _word_end(letters, start, end)
            self._add("".join(letters[start:end]).rstrip(JS_WHITE_SPACE))
            if self.saved.wrap == "none" or self._is_full():
                self._add_ellipsis()
                return
            start = end
            while start < len(letters) and not letters[start].strip(JS_WHITE_SPACE):
                start += 1

    def _fitting(self, letters: list[str], start: int, room: float) -> int:
        """The end of the longest piece from `start` that fits: a guess that grows, then halving."""
        reserved = self.width(ELLIPSIS) if self.saved.ellipsis and self._is_full() else 0.0

        def fits(end: int) -> bool:
            return self.width("".join(letters[start:end]), end - start) + reserved <= room

        whole = self.width("".join(letters))
        share = room / whole if whole else 0.0
        guess = max(1, ceil(len(letters) * min(1.0, share)))
        low, high = start, min(len(letters), start + guess)
        while fits(high):
            low = high
            if high == len(letters):
                break
            high = min(len(letters), high + (high - start))
        while high - low > 1:
            middle = (low + high) // 2
            if fits(middle):
                low = middle
            else:
                high = middle
        return low

    def _add(self, text: str) -> None:
        if self.saved.align == "justify":
            text = text.strip(JS_WHITE_SPACE)
        self.done.append(Line(text, self.width(text)))
        self.height += self.line_height

    def _is_full(self) -> bool:
        """Whether one more line would leave a box of fixed height."""
        if self.saved.height is None:
            return False
        return self.height + self.line_height > self.saved.height - self.saved.padding * 2

    def _end_early(self, is_final: bool) -> None:
        if self._is_full() and not is_final:
            self._add_ellipsis()

    def _add_ellipsis(self) -> None:
        """End the last line with …, in place of what then doesn't fit."""
        if not self.done or not self.saved.ellipsis:
            return
        line = self.done[-1]
        text = line.text + ELLIPSIS
        room = self.room
        if room is not None:
            letters = graphemes(line.text)
            while letters and self.width(text) > room:
                letters.pop()
                text = "".join(letters) + ELLIPSIS
            if self.width(text) > room:
                text = ""
        line.text, line.width = text, self.width(text)


def _word_end(letters: list[str], start: int, end: int) -> int:
    """The last place up to `end` at which a line may break; `end` itself where there is none."""
    if letters[end] in _BREAKS:
        return end
    before = (index for index in range(end - 1, start - 1, -1) if letters[index] in _BREAKS)
    return next(before, end - 1) + 1
