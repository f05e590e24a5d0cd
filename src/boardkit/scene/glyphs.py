"""The outlines of single glyphs, in font units, y up."""

from __future__ import annotations

import numpy as np
import uharfbuzz as hb

from boardkit.scene.nodes import Outline, Verb


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
