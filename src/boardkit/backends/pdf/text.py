"""Glyph runs as text operators: the scene's own pen positions, and text that can be searched and copied.

Readers agree on what text says where each of its glyphs says something by itself. So of a cluster of several
glyphs one says it all, and the others (marks, parts of a syllable) are drawn as shapes, which no reader
takes for text. ActualText would be the format's own way, but readers differ on it wherever a line has
right-to-left letters. Such letters are written as they are seen, from left to right, and every reader turns
them round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from boardkit.backends.pdf.fonts import EmbeddedFont
from boardkit.backends.pdf.paths import GRID, path_data, pen
from boardkit.backends.pdf.syntax import cm, number, numbers
from boardkit.scene.matrix import concat
from boardkit.scene.nodes import GlyphRun, Matrix, Stroke


@dataclass(frozen=True, slots=True)
class Lettering:
    """How glyphs are painted: `filled`, or with the line of `stroke` (in the Text node's units), or both."""

    filled: bool
    stroke: Stroke | None

    def operators(self) -> bytes:
        """The operators that set it up."""
        if self.stroke is None:
            return b""
        return pen(self.stroke, 1.0) + (b"2 Tr\n" if self.filled else b"1 Tr\n")

    def shape(self, path: bytes, unit: float) -> bytes:
        """The operators that paint a glyph's `path`, whose own `unit` is that many of the node's."""
        if self.stroke is None:
            return path + b"f\n"
        return pen(self.stroke, 1 / unit) + path + (b"B\n" if self.filled else b"S\n")


def run_operators(run: GlyphRun, font: EmbeddedFont, lettering: Lettering) -> bytes:
    """The operators that show `run` in its Text node's coordinates (y down).

    No glyph is further than half a thousandth of the font size from where the run has it.
    """
    if not len(run.glyphs):
        return b""
    codes = np.full(len(run.glyphs), -1)
    for start, end, said in _clusters(run):
        speaker = start + int(font.widths(run.glyphs[start:end]).argmax())
        codes[speaker] = font.code(int(run.glyphs[speaker]), said)
    speakers, others = np.flatnonzero(codes >= 0), np.flatnonzero(codes < 0)
    return _text(run, speakers, codes[speakers], font) + b"".join(
        _shape(int(run.glyphs[index]), (float(run.x[index]), float(run.y[index])), run.size, font, lettering)
        for index in others
    )


def _clusters(run: GlyphRun) -> Iterator[tuple[int, int, str]]:
    """Each cluster's first glyph, the glyph after its last, and the characters that it stands for."""
    starts = np.flatnonzero(np.diff(run.clusters, prepend=-1)).tolist()
    bounds = np.unique(np.append(run.clusters, len(run.text)))
    for start, end in pairwise([*starts, len(run.glyphs)]):
        first = int(run.clusters[start])
        after = int(bounds[np.searchsorted(bounds, first, side="right")])
        yield start, end, run.text[first:after]


def _text(
    run: GlyphRun, shown: npt.NDArray[np.intp], codes: npt.NDArray[np.int_], font: EmbeddedFont
) -> bytes:
    """A text object of the run's glyphs `shown` (their indices), which have these `codes`."""
    x, y = run.x[shown], run.y[shown]
    kerns = _kerns(x * (1000 / run.size), font.widths(run.glyphs[shown]))
    heights, counts = np.unique(y, return_counts=True)
    baseline = float(heights[counts.argmax()])
    parts = [
        b"BT\n/%b %b Tf\n" % (font.name.encode(), number(run.size)),
        b"1 0 0 -1 %b Tm\n" % numbers((float(x[0]), baseline)),
    ]
    breaks = 1 + np.flatnonzero(np.diff(y))
    for start, end in pairwise([0, *breaks.tolist(), len(shown)]):
        row = b"[%b] TJ\n" % _kerned(codes[start:end], kerns[start:end])
        rise = number(baseline - float(y[start]))
        parts.append(row if rise == b"0" else b"%b Ts %b0 Ts\n" % (rise, row))
    return b"".join((*parts, b"ET\n"))


def _kerns(x: npt.NDArray[np.float64], widths: npt.NDArray[np.float64]) -> npt.NDArray[np.int_]:
    """How far each glyph must be moved left of where the one before left the pen, in the unit of `x`.

    The whole way is rounded, not each step, so that rounding never adds up.
    """
    natural = np.concatenate(((0.0,), np.cumsum(widths)[:-1]))
    moved = np.rint(natural - (x - x[0])).astype(int)
    kerns: npt.NDArray[np.int_] = np.diff(moved, prepend=0)
    return kerns


def _kerned(codes: npt.NDArray[np.int_], kerns: npt.NDArray[np.int_]) -> bytes:
    """The elements of a TJ array: strings of codes, each kern before the glyph that it moves."""
    digits = codes.astype(">u2").tobytes().hex().upper()
    parts = []
    for start, end in pairwise(sorted({0, len(codes), *np.flatnonzero(kerns).tolist()})):
        if kerns[start]:
            parts.append(f"{kerns[start]}")
        parts.append(f"<{digits[4 * start : 4 * end]}>")
    return "".join(parts).encode()


def _shape(
    glyph: int, place: tuple[float, float], size: float, font: EmbeddedFont, lettering: Lettering
) -> bytes:
    """The outline of `glyph`, painted as the letters are."""
    outline = font.outline(glyph)
    if not len(outline.verbs):
        return b""
    data = path_data(outline, GRID)  # in steps of one font unit
    unit = size / font.units_per_em
    upright: Matrix = (unit, 0.0, 0.0, -unit, *place)
    moved = concat(upright, (1.0, 0.0, 0.0, 1.0, *data.origin))
    return b"q\n%b%bQ\n" % (cm(moved), lettering.shape(data.operators, unit))
