"""Glyph runs as text operators: the scene's own pen positions, and text that can be searched and copied.

Readers agree on what text says where each of its glyphs says something by itself. So of a cluster of several
glyphs one says it all, and the others (marks, parts of a syllable) are drawn as shapes, which no reader
takes for text. ActualText would be the format's own way, but readers differ on it wherever a line has
right-to-left letters. Such letters are written as they are seen, from left to right, and every reader turns
them round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from math import hypot
from operator import add

import numpy as np
import numpy.typing as npt

from boardkit.backends.pdf.fonts import EmbeddedFont
from boardkit.backends.pdf.images import UPRIGHT
from boardkit.backends.pdf.paths import GRID, path_data, pen
from boardkit.backends.pdf.picture_fonts import PictureFont
from boardkit.backends.pdf.resources import Letter, PageResources
from boardkit.backends.pdf.syntax import cm, number, numbers, text_string
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.nodes import Color, GlyphRun, Matrix, Stroke
from boardkit.scene.text.glyph_pictures import GlyphPicture
from boardkit.scene.text.glyphs import BOLD_MITER, SLANT, bold_line

_NARROW = 50
"""Thousandths of the font size, less than which is no space."""

_LEVEL = 0.01
"""The sine of an angle at which a line is level or plumb yet."""

_ANY = Color(0, 0, 0)
"""A line's paint where it is selected elsewhere."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How glyphs are painted: `filled`, or with the line of `stroke` (in the Text node's units), or both."""

    filled: bool
    stroke: Stroke | None

    def emboldened(self, size: float) -> Lettering:
        """The same for a face of `size` that has to be made bold."""
        bold = Stroke(_ANY, bold_line(size), miter_limit=BOLD_MITER)
        if self.stroke is None:
            return replace(self, stroke=bold)
        return replace(self, stroke=replace(self.stroke, width=self.stroke.width + bold.width))

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


def joined_runs(row: Iterable[GlyphRun]) -> Iterator[GlyphRun]:
    """The runs of a line, neighbours from left to right that are set alike as one: letters that were set one
    by one are words again.
    """
    shown = (run for run in row if len(run.glyphs) and run.size > 0)
    for _, neighbours in groupby(shown, lambda run: (run.face, run.size, run.right_to_left)):
        runs = list(neighbours)
        if len(runs) == 1 or runs[0].right_to_left:
            yield from runs
        else:
            yield _joined(runs)


def _joined(runs: Sequence[GlyphRun]) -> GlyphRun:
    offsets = accumulate((len(run.text) for run in runs[:-1]), initial=0)
    return replace(
        runs[0],
        glyphs=np.concatenate([run.glyphs for run in runs]),
        x=np.concatenate([run.x for run in runs]),
        y=np.concatenate([run.y for run in runs]),
        text="".join(run.text for run in runs),
        clusters=np.concatenate([run.clusters + offset for run, offset in zip(runs, offsets, strict=True)]),
        advance=sum(run.advance for run in runs),
    )


def said_whole(row: Sequence[GlyphRun], shown: bytes, matrix: Matrix) -> bytes:
    """The operators that show a line, with what it says where poppler would not find it in its letters: a
    slanting line, which it takes for several, and one of single letters, which it takes for a word.

    Readers differ on it in lines from right to left, and PDFium knows no characters beyond 16 bits there.
    """
    said = "".join(run.text for run in row)
    if any(run.right_to_left for run in row) or max(said, default="") > "\uffff":
        return shown
    if not (_slants(matrix) or _is_spelled(said)):
        return shown
    return b"/Span <</ActualText %b>> BDC\n%bEMC\n" % (text_string(said), shown)


def _slants(matrix: Matrix) -> bool:
    a, b, c, d, _, _ = matrix
    return min(hypot(a, d), hypot(b, c)) > _LEVEL * hypot(a, b)


def _is_spelled(said: str) -> bool:
    words = said.split()
    return len(words) > 1 and max(map(len, words)) == 1


def run_operators(run: GlyphRun, resources: PageResources, lettering: Lettering) -> bytes | None:
    """The operators that show `run` in its Text node's coordinates (y down); None where its face has
    neither outlines nor pictures.

    No glyph is further than half a thousandth of the font size from where the run has it.
    """
    font = resources.outlines(run.face)
    if not resources.can_show(run.face):
        return None
    letters: list[tuple[int, Letter]] = []
    shapes = []
    said = _said(run, font)
    for index, glyph in enumerate(run.glyphs.tolist()):
        picture = resources.picture(run.face, glyph)
        if index in said:
            letters.append((index, resources.letter(run.face, glyph, *said[index])))
        if picture:
            shapes.append(_pictured(run, index, picture, resources))
        elif font and index not in said:
            shapes.append(_shape(run, index, font, lettering))
    stretches = groupby(letters, key=lambda entry: entry[1].font)
    texts = (_text(run, list(stretch), font) for font, stretch in stretches)
    return b"".join((*texts, *shapes))


def _said(run: GlyphRun, font: EmbeddedFont | None) -> dict[int, tuple[str, int]]:
    """What glyphs say, by their indices, and how far the text reaches, in thousandths of the font size.

    Of a cluster the widest glyph says it all. Where the cluster is wider than that, the first one does, and
    reaches over the others; and letters that are set apart reach to the next ones. Readers would take the
    rest for a space.
    """
    said = {}
    x = (run.x * (1000 / run.size)).tolist()
    clusters = list(_clusters(run))
    for (start, end, text), following in zip(clusters, [*clusters[1:], None], strict=True):
        widths = [font.width(glyph) if font else 0 for glyph in run.glyphs[start:end].tolist()]
        reach = max(map(add, x[start:end], widths))
        if following and not (text.isspace() or following[2].isspace()):
            reach = max(reach, x[following[0]])
        span = round(reach - x[start])
        is_wider = font is not None and font.stretches and span > max(widths) + _NARROW and widths[0]
        speaker = 0 if is_wider else widths.index(max(widths))
        said[start + speaker] = (text, span if is_wider else 0)
    return said


def _clusters(run: GlyphRun) -> Iterator[tuple[int, int, str]]:
    """Each cluster's first glyph, the glyph after its last, and the characters that it stands for.

    Those of a right-to-left run are as they are seen, from left to right.
    """
    starts = np.flatnonzero(np.diff(run.clusters, prepend=-1)).tolist()
    bounds = np.unique(np.append(run.clusters, len(run.text)))
    for start, end in pairwise([*starts, len(run.glyphs)]):
        first = int(run.clusters[start])
        after = int(bounds[np.searchsorted(bounds, first, side="right")])
        said = run.text[first:after]
        yield start, end, said[::-1] if run.right_to_left else said


def _text(run: GlyphRun, letters: Sequence[tuple[int, Letter]], font: EmbeddedFont | PictureFont) -> bytes:
    """A text object of the run's glyphs in `letters` (with their indices), all of them of `font`."""
    shown = [index for index, _ in letters]
    codes = np.array([letter.code for _, letter in letters])
    widths = np.array([letter.width for _, letter in letters])
    y = run.y[shown]
    heights, counts = np.unique(y, return_counts=True)
    baseline = float(heights[counts.argmax()])
    slant = _slant(run)
    x = run.x[shown] - slant * (baseline - y)  # what is raised leans over
    kerns = _kerns(x * (1000 / run.size), widths)
    parts = [
        b"BT\n/%b %b Tf\n" % (font.name.encode(), number(run.size)),
        b"1 0 %b -1 %b Tm\n" % (number(slant), numbers((float(x[0]), baseline))),
    ]
    breaks = 1 + np.flatnonzero(np.diff(y))
    for start, end in pairwise([0, *breaks.tolist(), len(shown)]):
        row = b"[%b] TJ\n" % _kerned(codes[start:end], kerns[start:end], font.code_bytes)
        rise = number(baseline - float(y[start]))
        parts.append(row if rise == b"0" else b"%b Ts %b0 Ts\n" % (rise, row))
    text = b"".join((*parts, b"ET\n"))
    # Poppler fills the page where blanks are written in a gradient.
    return b"q\n0 g\n%bQ\n" % text if isinstance(font, PictureFont) else text


def _slant(run: GlyphRun) -> float:
    return SLANT if run.face.slanted else 0.0


def _kerns(x: npt.NDArray[np.float64], widths: npt.NDArray[np.float64]) -> npt.NDArray[np.int_]:
    """How far each glyph must be moved left of where the one before left the pen, in the unit of `x`.

    The whole way is rounded, not each step, so that rounding never adds up.
    """
    natural = np.concatenate(((0.0,), np.cumsum(widths)[:-1]))
    moved = np.rint(natural - (x - x[0])).astype(int)
    kerns: npt.NDArray[np.int_] = np.diff(moved, prepend=0)
    return kerns


def _kerned(codes: npt.NDArray[np.int_], kerns: npt.NDArray[np.int_], code_bytes: int) -> bytes:
    """The elements of a TJ array: strings of codes, each kern before the glyph that it moves."""
    digits = codes.astype(f">u{code_bytes}").tobytes().hex().upper()
    each = 2 * code_bytes
    parts = []
    for start, end in pairwise(sorted({0, len(codes), *np.flatnonzero(kerns).tolist()})):
        if kerns[start]:
            parts.append(f"{kerns[start]}")
        parts.append(f"<{digits[each * start : each * end]}>")
    return "".join(parts).encode()


def _shape(run: GlyphRun, index: int, font: EmbeddedFont, lettering: Lettering) -> bytes:
    """The outline of a glyph, painted as the letters are."""
    outline = font.outline(int(run.glyphs[index]))
    if not len(outline.verbs):
        return b""
    data = path_data(outline, GRID)  # in steps of one font unit
    unit = run.size / font.units_per_em
    place = float(run.x[index]), float(run.y[index])
    upright: Matrix = (unit, 0.0, _slant(run) * unit, -unit, *place)
    moved = concat(upright, (1.0, 0.0, 0.0, 1.0, *data.origin))
    return b"q\n%b%bQ\n" % (cm(moved), lettering.shape(data.operators, unit))


def _pictured(run: GlyphRun, index: int, glyph: GlyphPicture, resources: PageResources) -> bytes:
    """The picture of a glyph in colours of its own."""
    named = resources.image(glyph.picture)
    if named is None:
        return b""
    name, image = named
    place = glyph.placed(float(run.x[index]), float(run.y[index]), run.size)
    box = (float(glyph.picture.width), 0.0, 0.0, float(glyph.picture.height), 0.0, 0.0)
    whole = concat(concat(place, box), concat(image.orientation, UPRIGHT))
    return b"q\n%b/%b Do\nQ\n" % (cm(whole), name.encode())
