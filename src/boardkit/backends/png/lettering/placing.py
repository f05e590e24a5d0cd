"""How Skia takes the transform of text apart: the size of its outlines, what is left for them, and the grid
that its glyphs stand on.

Skia computes all this in single precision, and so does this module; a hair's breadth decides on which side
of a quarter pixel a glyph lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, hypot

import numpy as np
import numpy.typing as npt

from boardkit.resources import FontFace

LARGEST_MASK = 256.0
"""Device pixels of font size above which Skia draws text as plain paths, from outlines of `PATH_SIZE`."""
PATH_SIZE = 64.0

SLANT = -0.25
"""The skew of a font that has no italic."""

WHOLE, QUARTER = 1, 4
"""Places within a pixel that a glyph may start at."""

Linear = tuple[float, float, float, float]
"""(a, b, c, d) of a transform."""
UPRIGHT: Linear = (1.0, 0.0, 0.0, 1.0)
"""The transform that changes nothing."""

_RELAXED = np.float32(1024)
_ZERO, _ONE = np.float32(0), np.float32(1)
_Float = np.float32


@dataclass(frozen=True, slots=True)
class GlyphStyle:
    """How the glyphs of a run are drawn under one transform.

    - `size`: font size in device pixels that outlines are taken at, `hinted` or not.
    - `rest`: what is left of the transform for the outlines.
    - `device`: the transform as Skia rounds it, under which the lines of letters are drawn.
    - `grid_x`, `grid_y`: the places within a pixel that a pen position is rounded to.
    """

    size: float
    hinted: bool
    rest: Linear
    device: Linear
    grid_x: int
    grid_y: int

    @property
    def keeps_outlines(self) -> bool:
        """Whether outlines are drawn as the hinter makes them, in 64ths of a pixel."""
        return self.hinted and self.rest == UPRIGHT

    def snapped(
        self, x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Pen positions in device pixels, rounded to the grid."""
        half = np.float32(0.5)
        across = np.floor(x * np.float32(self.grid_x) + half) / np.float32(self.grid_x)
        down = np.floor(y * np.float32(self.grid_y) + half) / np.float32(self.grid_y)
        return across, down


def is_too_large(size: float, matrix: Linear) -> bool:
    """Whether Skia keeps no masks of glyphs that large."""
    a, b, c, d = matrix
    return size * max(hypot(a, b), hypot(c, d)) > LARGEST_MASK


def glyph_style(size: float, matrix: Linear, face: FontFace) -> GlyphStyle:
    """The style of text of `size` board pixels under the linear transform to device pixels."""
    a, b, c, d = (_relaxed(value) for value in matrix)
    em = _Float(size)
    skew = em * _Float(SLANT) if face.slanted else _ZERO
    ax, bx = _dot(a, em), _dot(b, em)
    cx, dx = _dot(c, em, a, skew), _dot(d, em, b, skew)
    height, rest = _taken_apart(ax, bx, cx, dx)
    straight = (b == 0 and c == 0) or (a == 0 and d == 0)
    return GlyphStyle(
        size=float(height),
        hinted=straight and not face.slanted and size >= face.hinted_from,
        rest=rest,
        device=(float(a), float(b), float(c), float(d)),
        grid_x=WHOLE if face.whole_advances or (a == 0 and b != 0) else QUARTER,
        grid_y=WHOLE if face.whole_advances or b == 0 else QUARTER,
    )


def _taken_apart(ax: _Float, bx: _Float, cx: _Float, dx: _Float) -> tuple[_Float, Linear]:
    """The height of an em after rotation is undone, and the transform of outlines of that size."""
    if not (bx or cx or ax < 0 or dx < 0):
        if not dx:
            return _ZERO, (0.0, 0.0, 0.0, 0.0)
        return dx, (float(ax / dx), 0.0, 0.0, 1.0)
    cosine, sine = _givens(ax, bx)
    height = abs(_dot(sine, cx, cosine, dx))
    if not height:
        return _ZERO, (0.0, 0.0, 0.0, 0.0)
    scale = _ONE / height
    return height, (float(ax * scale), float(bx * scale), float(cx * scale), float(dx * scale))


def _givens(a: _Float, b: _Float) -> tuple[_Float, _Float]:
    """Cosine and sine of the rotation that brings (a, b) onto the horizontal."""
    if b == 0:
        return _Float(copysign(1, a)), _ZERO
    if a == 0:
        return _ZERO, -_Float(copysign(1, b))
    if abs(b) > abs(a):
        ratio = a / b
        root = _Float(copysign(np.sqrt(_ONE + ratio * ratio), b))
        sine = -_ONE / root
        return -sine * ratio, sine
    ratio = b / a
    root = _Float(copysign(np.sqrt(_ONE + ratio * ratio), a))
    cosine = _ONE / root
    return cosine, -cosine * ratio


def _relaxed(value: float) -> _Float:
    """A matrix entry as Skia rounds it, so that nearly equal transforms share their glyphs."""
    return _Float(np.floor(_Float(value) * _RELAXED + _Float(0.5)) / _RELAXED)


def _dot(a: _Float, b: _Float, c: _Float = _ZERO, d: _Float = _ZERO) -> _Float:
    """a·b + c·d, rounded once."""
    return _Float(float(a) * float(b) + float(c) * float(d))
