"""Glyph runs as text that can be searched, copied and edited, or as outlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import uharfbuzz as hb

from boardkit.backends.svg.markup import Attributes, element, text
from boardkit.resources import FontFace
from boardkit.scene.geometry.transforms import joined, transformed
from boardkit.scene.nodes import GlyphRun, Outline
from boardkit.scene.text.glyphs import BOLD_MITER, SLANT, bold_line, emboldened, glyph_outline, opened

_PLAIN_WEIGHT = 400


class Fonts:
    """The fonts of one file, each opened once."""

    def __init__(self) -> None:
        self._fonts: dict[FontFace, hb.Font] = {}

    def moves(self, face: FontFace, glyph: int) -> bool:
        """Whether a glyph moves the pen by itself; marks don't."""
        return bool(self._opened(face).get_glyph_h_advance(glyph) > 0)

    def outlines(self, run: GlyphRun, shown: Sequence[int]) -> Outline:
        """The outlines of the glyphs `shown` of a run, at their places in the Text node's coordinates."""
        font = self._opened(run.face)
        unit = run.size / font.face.upem
        slant = SLANT * unit if run.face.slanted else 0.0
        letters = [
            transformed(
                glyph_outline(font, int(run.glyphs[index])),
                (unit, 0.0, slant, -unit, float(run.x[index]), float(run.y[index])),
            )
            for index in shown
        ]
        if run.face.emboldened:
            letters = [emboldened(letter, run.size) for letter in letters]
        return joined(letters)

    def _opened(self, face: FontFace) -> hb.Font:
        if face not in self._fonts:
            self._fonts[face] = opened(face)
        return self._fonts[face]


def lines(
    rows: Iterable[Sequence[GlyphRun]],
    fonts: Fonts,
    paint: Attributes,
    is_picture: Callable[[GlyphRun], bool],
) -> Iterator[str]:
    """A text element for each line that says something; `paint` is what they will be painted with.

    Runs that are pictures can be read and copied; they show nothing but where fonts have colours.
    """

    def manner(run: GlyphRun) -> Attributes:
        return {**_manner(run, fonts, paint), **(_UNSEEN if is_picture(run) else {})}

    for row in rows:
        runs = [run for run in _in_reading_order(row) if len(run.glyphs) and run.size > 0]
        if len(runs) > 1 and runs[-1].right_to_left:
            runs[-1:] = _without_last_spaces(runs[-1])
        if len(runs) == 1:
            yield element("text", {**_PRESERVED, **manner(runs[0])}, text(runs[0].text))
        elif runs:
            spans = (element("tspan", manner(run), text(run.text)) for run in runs)
            yield element("text", _PRESERVED, *spans)


_PRESERVED: Attributes = {"xml:space": "preserve"}
_UNSEEN: Attributes = {"class": "coloured", "fill": "none", "stroke": "none"}

PICTURES = "pictures"
"""The class of what stands for coloured letters."""
COLOURED_FONTS = (
    "@supports (font-palette:normal){.coloured{fill:inherit;stroke:inherit}.pictures{display:none}}"
)
"""The style by which viewers that know coloured fonts, as browsers do, show them instead of pictures."""


def _in_reading_order(row: Sequence[GlyphRun]) -> Iterator[GlyphRun]:
    """Neighbouring right-to-left runs are read from the last to the first."""
    for from_right, runs in groupby(row, key=lambda run: run.right_to_left):
        stretch = list(runs)
        yield from (reversed(stretch) if from_right else stretch)


def _without_last_spaces(run: GlyphRun) -> Iterator[GlyphRun]:
    """A right-to-left run that ends a line without the spaces at its end, which viewers set on its right."""
    said = run.text.rstrip()
    shown = run.clusters < len(said)
    if not said or not shown.any():
        return
    x = run.x[shown]
    left_out = float(x.min() - run.x.min())
    yield replace(
        run,
        text=said,
        glyphs=run.glyphs[shown],
        x=x,
        y=run.y[shown],
        clusters=run.clusters[shown],
        advance=run.advance - left_out,
    )


def _manner(run: GlyphRun, fonts: Fonts, paint: Attributes) -> Attributes:
    """Where a run stands and in which font."""
    return {
        "x": _start(run, fonts),
        "y": Counter(run.y.tolist()).most_common(1)[0][0],
        "font-family": _families(run.face),
        "font-size": run.size,
        "font-weight": None if run.face.weight == _PLAIN_WEIGHT else run.face.weight,
        "font-style": "italic" if run.face.italic or run.face.slanted else None,
        "letter-spacing": run.spacing or None,
        **(_FROM_RIGHT if run.right_to_left else _length(run)),
        **(_bold(run.size, paint) if run.face.emboldened else {}),
    }


def _length(run: GlyphRun) -> Attributes:
    """The length of a run from left to right, for viewers that have another font."""
    if run.advance <= 0 or len(run.glyphs) < 2:
        return {}
    return {"textLength": run.advance, "lengthAdjust": "spacingAndGlyphs"}


_FROM_RIGHT: Attributes = {"direction": "rtl", "unicode-bidi": "bidi-override", "text-anchor": "end"}
"""Anchored at the end, which is on the left: there is x. With a length, Inkscape would show nothing."""


def _bold(size: float, paint: Attributes) -> Attributes:
    """The line that makes letters bold, on top of what is painted; a viewer may have another bold face."""
    width = bold_line(size)
    if "stroke" in paint:
        return {"stroke-width": float(paint["stroke-width"] or 0) + width}
    return {"stroke": paint["fill"], "stroke-width": width, "stroke-miterlimit": BOLD_MITER}


def _families(face: FontFace) -> str:
    """The face's own family, and a generic one for viewers that lack it."""
    name = face.family.lower()
    generic = "sans-serif"
    if "mono" in name or "courier" in name:
        generic = "monospace"
    elif ("serif" in name and "sans" not in name) or "times" in name or "georgia" in name:
        generic = "serif"
    quoted = face.family.replace("\\", "").replace("'", "")
    return f"'{quoted}', {generic}" if quoted else generic


def _start(run: GlyphRun, fonts: Fonts) -> float:
    """The left end of a run; marks may lie further left."""
    moving = run.x[[fonts.moves(run.face, glyph) for glyph in run.glyphs.tolist()]]
    return float(moving.min() if len(moving) else run.x.min())
