"""Konva's lines in their box: where each begins, and its glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from boardkit.board import model
from boardkit.scene.nodes import GlyphRun
from boardkit.scene.text.graphemes import graphemes
from boardkit.scene.text.typesetting import Typesetter
from boardkit.scene.text.wrapping import Line, broken


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line within the padding: its start and baseline, the width that is underlined, and its glyphs.

    `pieces`: what Konva draws with one call each, in their order: the whole line, or each grapheme.
    """

    x: float
    baseline: float
    width: float
    pieces: tuple[tuple[GlyphRun, ...], ...]

    @property
    def runs(self) -> tuple[GlyphRun, ...]:
        """All runs of the line."""
        return tuple(run for piece in self.pieces for run in piece)


@dataclass(frozen=True, slots=True)
class Layout:
    """A text's box and lines, in board pixels. `top`: from the box to the first line.

    `decorations`: how far below a baseline the underline or the line-through lies.
    """

    width: float
    height: float
    top: float
    lines: list[SetLine]
    decorations: dict[str, float]


def laid_out(saved: model.Text, typesetters: tuple[Typesetter, Typesetter]) -> Layout:
    """A text's layout; the second typesetter, which doesn't kern, measures where each letter is set alone."""
    drawn, unkerned = typesetters
    right_to_left = saved.direction == "rtl"
    alone = not right_to_left and bool(saved.letter_spacing or saved.align == "justify")
    measured = unkerned if alone else drawn
    lines = broken(saved, measured.width)
    width, height = _box(saved, lines)
    setting = _Setting(saved, drawn, width, alone)
    return Layout(
        width, height, _top(saved, height, len(lines)), list(setting.lines(lines)), _decorations(saved)
    )


def _box(saved: model.Text, lines: list[Line]) -> tuple[float, float]:
    widest = max((line.width for line in lines), default=0.0)
    width = widest + saved.padding * 2 if saved.width is None else saved.width
    tall = saved.font_size * len(lines) * saved.line_height + saved.padding * 2
    return width, tall if saved.height is None else saved.height


def _top(saved: model.Text, height: float, count: int) -> float:
    free = height - count * saved.line_height * saved.font_size - saved.padding * 2
    return saved.padding + {"middle": free / 2, "bottom": free}.get(saved.vertical_align, 0.0)


def _decorations(saved: model.Text) -> dict[str, float]:
    quarter = floor(saved.font_size / 4 + 0.5)
    underline = quarter if saved.underline_offset is None else saved.underline_offset
    offsets = {"underline": float(underline), "line-through": -float(quarter)}
    return {kind: offset for kind, offset in offsets.items() if kind in saved.decoration}


@dataclass(frozen=True, slots=True)
class _Setting:
    """Places lines in a box of some width; `alone`: each grapheme is drawn by itself."""

    saved: model.Text
    typesetter: Typesetter
    width: float
    alone: bool

    def lines(self, lines: list[Line]) -> Iterator[SetLine]:
        """The lines, each a line's height below the one before."""
        height = self.saved.line_height * self.saved.font_size
        baseline = self.typesetter.primary.baseline_shift + height / 2
        if self.saved.baseline is not None:
            baseline = self.saved.baseline
        for line in lines:
            yield self._line(line, baseline)
            baseline += height

    def _line(self, line: Line, baseline: float) -> SetLine:
        free = self.width - line.width - self.saved.padding * 2
        x = {"right": free, "center": free / 2}.get(self.saved.align, 0.0)
        stretched = self.saved.align == "justify" and not line.is_last
        width = self.width - self.saved.padding * 2 if stretched else line.width
        if self.alone:
            pieces = tuple(self._graphemes(line, x, baseline, free if stretched else 0.0))
        else:
            runs = self.typesetter.runs(
                line.text,
                x,
                baseline,
                right_to_left=self.saved.direction == "rtl",
                spacing=self.saved.letter_spacing,
            )
            pieces = (tuple(runs),) if runs else ()
        return SetLine(x, baseline, width, pieces)

    def _graphemes(
        self, line: Line, x: float, baseline: float, free: float
    ) -> Iterator[tuple[GlyphRun, ...]]:
        """Each grapheme by itself; `free` is what the line's spaces share."""
        spaces = line.text.count(" ")
        for grapheme in graphemes(line.text):
            if grapheme == " " and free:
                x += free / spaces
            yield tuple(self.typesetter.runs(grapheme, x, baseline))
            x += self.typesetter.width(grapheme) + self.saved.letter_spacing
