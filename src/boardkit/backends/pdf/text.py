"""Glyph runs as text operators: the scene's own pen positions, and text that can be searched and copied.

Right-to-left runs are written as they are seen, from left to right: readers know which letters run the
other way and turn them round. (A whole run in one ActualText they turn round too, and spoil.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from boardkit.backends.pdf.fonts import EmbeddedFont
from boardkit.backends.pdf.syntax import number, numbers, text_string
from boardkit.scene.nodes import GlyphRun

_RISES_PER_PIXEL = 1000


@dataclass(frozen=True, slots=True)
class _Piece:
    """Glyphs `start` to `end` of a run; `actual_text` is what they say where their codes can't."""

    start: int
    end: int
    actual_text: str | None


def run_operators(run: GlyphRun, font: EmbeddedFont) -> bytes:
    """The operators that show `run`, for between BT and ET, in its Text node's coordinates (y down).

    No glyph ends further than half a thousandth of the font size from where the run has it.
    """
    if not len(run.glyphs):
        return b""
    codes = run.glyphs.astype(">u2").tobytes().hex().upper()
    kerns = _kerns(run, font.widths(run.glyphs))
    rises = np.rint((run.y[0] - run.y) * _RISES_PER_PIXEL).astype(int)
    parts = [
        b"/%b %b Tf\n" % (font.name.encode(), number(run.size)),
        b"1 0 0 -1 %b Tm\n" % numbers((float(run.x[0]), float(run.y[0]))),
    ]
    for piece in _pieces(run, font):
        shown = _shown(piece, codes, kerns, rises)
        if piece.actual_text is not None:
            span = b"/Span <</ActualText %b>> BDC\n" % text_string(piece.actual_text)
            shown = span + shown + b"EMC\n"
        parts.append(shown)
    return b"".join(parts)


def _kerns(run: GlyphRun, widths: npt.NDArray[np.float64]) -> npt.NDArray[np.int_]:
    """How far each glyph must be moved left of where the one before left the pen, in thousandths of the size.

    The whole way is rounded, not each step, so that rounding never adds up.
    """
    wanted = (run.x - run.x[0]) * (1000 / run.size)
    natural = np.concatenate(((0.0,), np.cumsum(widths)[:-1]))
    moved = np.rint(natural - wanted).astype(int)
    kerns: npt.NDArray[np.int_] = np.diff(moved, prepend=0)
    return kerns


def _shown(piece: _Piece, codes: str, kerns: npt.NDArray[np.int_], rises: npt.NDArray[np.int_]) -> bytes:
    """TJ operators for one piece, with a rise where glyphs leave the baseline and where they come back."""
    parts = []
    breaks = piece.start + 1 + np.flatnonzero(np.diff(rises[piece.start : piece.end]))
    for start, end in pairwise([piece.start, *breaks.tolist(), piece.end]):
        shown = b"[%b] TJ\n" % _kerned(codes, kerns, start, end)
        rise = int(rises[start])
        parts.append(b"%b Ts %b0 Ts\n" % (number(rise / _RISES_PER_PIXEL), shown) if rise else shown)
    return b"".join(parts)


def _kerned(codes: str, kerns: npt.NDArray[np.int_], start: int, end: int) -> bytes:
    """The elements of a TJ array: strings of codes, with kerns between where there are any."""
    parts = []
    if kerns[start]:
        parts.append(f"{kerns[start]}")
    breaks = start + 1 + np.flatnonzero(kerns[start + 1 : end])
    for first, after in pairwise([start, *breaks.tolist(), end]):
        if first != start:
            parts.append(f"{kerns[first]}")
        parts.append(f"<{codes[4 * first : 4 * after]}>")
    return "".join(parts).encode()


def _pieces(run: GlyphRun, font: EmbeddedFont) -> Iterator[_Piece]:
    """The run's glyphs from left to right, in pieces as long as possible."""
    plain_from = 0
    for start, end, said in _clusters(run):
        if font.spells(run.glyphs[start:end].tolist(), said):
            continue
        if plain_from < start:
            yield _Piece(plain_from, start, None)
        yield _Piece(start, end, said)
        plain_from = end
    if plain_from < len(run.glyphs):
        yield _Piece(plain_from, len(run.glyphs), None)


def _clusters(run: GlyphRun) -> Iterator[tuple[int, int, str]]:
    """Each cluster's first glyph, the glyph after its last, and the characters that it stands for."""
    starts = np.flatnonzero(np.diff(run.clusters, prepend=-1))
    bounds = np.unique(np.append(run.clusters, len(run.text)))
    for start, end in zip(starts, [*starts[1:], len(run.glyphs)], strict=True):
        first = int(run.clusters[start])
        after = int(bounds[np.searchsorted(bounds, first, side="right")])
        yield int(start), int(end), run.text[first:after]
