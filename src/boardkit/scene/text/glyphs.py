"""Single glyphs of a face: their outlines, in font units, y up, and what makes up for a weight or a slant."""

from __future__ import annotations

import numpy as np
import skia
import uharfbuzz as hb

from boardkit.resources import FontFace
from boardkit.scene.geometry.in_skia import outline_of, skia_path
from boardkit.scene.nodes import Outline, Verb

SLANT = 0.25
"""How far a face without an italic leans, to its height."""

BOLD_MITER = 4.0
_BOLD_SIZES = np.array((9, 36), dtype=np.float32)
_BOLD_WIDTHS = np.array((1 / 24, 1 / 32), dtype=np.float32)


def bold_line(size: float) -> float:
    """The width of the line around letters of `size` that makes a face bold which has no such weight.

    In single precision as Skia reckons it: how a line's curves are cut into pieces hangs on the last digit.
    """
    (small, large), (wide, narrow) = _BOLD_SIZES, _BOLD_WIDTHS
    part = (np.clip(np.float32(size), small, large) - small) / (large - small)
    return float(np.float32(size) * (wide + (narrow - wide) * part))


def emboldened(letter: Outline, size: float) -> Outline:
    """A letter of `size` with the line around it that makes it bold."""
    paint = skia.Paint(StrokeWidth=bold_line(size), StrokeMiter=BOLD_MITER)
    paint.setStyle(skia.Paint.kStrokeAndFill_Style)
    covered = skia.Path()
    paint.getFillPath(skia_path(letter), covered)
    return outline_of(covered)


def opened(face: FontFace) -> hb.Font:
    """The face's font at its own place between the masters; neither slanted nor made bold."""
    font = hb.Font(hb.Face(hb.Blob(face.data)))
    if face.variations:
        font.set_variations(dict(face.variations))
    return font


class _Tracing:
    """An outline while HarfBuzz draws it."""

    def __init__(self) -> None:
        self.verbs: list[Verb] = []
        self.coordinates: list[float] = []

    def outline(self) -> Outline:
        """What was drawn so far."""
        points = np.array(self.coordinates, dtype=np.float32).reshape(-1, 2)
        return Outline(np.array(self.verbs, dtype=np.uint8), points)


def glyph_outline(font: hb.Font, glyph: int) -> Outline:
    """The outline of `glyph`; empty for a space."""
    tracing = _Tracing()
    font.draw_glyph(glyph, _FUNCTIONS, tracing)
    return tracing.outline()


def _move(x: float, y: float, tracing: _Tracing) -> None:
    tracing.verbs.append(Verb.MOVE)
    tracing.coordinates += (x, y)


def _line(x: float, y: float, tracing: _Tracing) -> None:
    tracing.verbs.append(Verb.LINE)
    tracing.coordinates += (x, y)


def _quad(x1: float, y1: float, x: float, y: float, tracing: _Tracing) -> None:
    tracing.verbs.append(Verb.QUAD)
    tracing.coordinates += (x1, y1, x, y)


def _cubic(x1: float, y1: float, x2: float, y2: float, x: float, y: float, tracing: _Tracing) -> None:
    tracing.verbs.append(Verb.CUBIC)
    tracing.coordinates += (x1, y1, x2, y2, x, y)


def _close(tracing: _Tracing) -> None:
    tracing.verbs.append(Verb.CLOSE)


_FUNCTIONS = hb.DrawFuncs()
_FUNCTIONS.set_move_to_func(_move)
_FUNCTIONS.set_line_to_func(_line)
_FUNCTIONS.set_quadratic_to_func(_quad)
_FUNCTIONS.set_cubic_to_func(_cubic)
_FUNCTIONS.set_close_path_func(_close)
