"""Glyphs as masks: what a paint with a mask filter draws along a path, wherever the glyph occurs.

Skia draws coverage near the origin, and whole. Hinted outlines lie on a grid of 64ths of a pixel, which no
move by whole pixels rounds; where nothing cuts them, they are drawn in their place, through the gamma table.
Other coverage is drawn once, near the origin, and shaded from that picture, which takes three times as long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from weakref import WeakKeyDictionary

import numpy as np
import skia

from boardkit.backends.png.lettering.gamma import gamma_table
from boardkit.backends.png.lettering.outlines import GlyphOutlines
from boardkit.backends.png.lettering.placing import GlyphStyle, Linear
from boardkit.resources import FontFace
from boardkit.scene.text.glyphs import BOLD_MITER, bold_line

BLUR_REACH = 3.0
"""Standard deviations that a blurred edge reaches."""
_MOST_PIXELS = 4_000_000
"""A byte each, of all the masks that are kept of a face: some thousand letters."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line around letters, in board pixels; `filled`: the inside belongs to it.

    `dash` and `dash_offset` as canvas has them; `cap` is how a dash ends.
    """

    width: float
    join: int
    miter: float
    filled: bool = False
    cap: int = int(skia.Paint.kButt_Cap)
    dash: tuple[float, ...] = ()
    dash_offset: float = 0.0

    def around(self, path: skia.Path, device: Linear) -> skia.Path:
        """The outline of the line around a glyph in device pixels, drawn in board pixels as Skia does."""
        a, b, c, d = device
        matrix, inverse = skia.Matrix.MakeAll(a, c, 0, b, d, 0, 0, 0, 1), skia.Matrix()
        if not matrix.invert(inverse):
            return skia.Path()
        local, drawn = skia.Path(), skia.Path()
        path.transform(inverse, local)
        self.paint().getFillPath(local, drawn, None, 1.0)
        drawn.transform(matrix)
        return drawn

    def paint(self) -> skia.Paint:
        """A paint that draws the line."""
        paint = skia.Paint(StrokeWidth=self.width, StrokeMiter=self.miter)
        paint.setStyle(skia.Paint.kStrokeAndFill_Style if self.filled else skia.Paint.kStroke_Style)
        paint.setStrokeJoin(skia.Paint.Join(self.join))
        paint.setStrokeCap(skia.Paint.Cap(self.cap))
        if self.dash:
            paint.setPathEffect(skia.DashPathEffect.Make(list(self.dash), self.dash_offset))
        return paint


def emboldening(size: float) -> Line:
    """The line that makes letters of `size` board pixels bold."""
    return Line(bold_line(size), _MITER_JOIN, BOLD_MITER, filled=True)


_MITER_JOIN = int(skia.Paint.kMiter_Join)


@dataclass(frozen=True, slots=True)
class Manner:
    """What is drawn of a glyph: its inside or the line around it, and how it is blurred or corrected.

    `sigma` in device pixels; a blurred mask is not corrected by `brightness`. `in_place`: the mask is drawn
    where the glyph is, and not shaded.
    """

    style: GlyphStyle
    line: Line | None
    sigma: float
    brightness: int
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Mask:
    """A glyph is what a paint with `filter` draws inside `path`, from the top left of the pen's pixel."""

    filter: skia.MaskFilter
    path: skia.Path

    def is_within(self, clip: skia.IRect, column: int, row: int) -> bool:
        """Whether the mask of a glyph whose pen is in that pixel shows all of itself."""
        box = self.path.getBounds()
        return bool(
            column + box.left() >= clip.left()
            and row + box.top() >= clip.top()
            and column + box.right() <= clip.right()
            and row + box.bottom() <= clip.bottom()
        )


@dataclass(slots=True)
class _KeptMasks:
    """The masks of a face by manner, glyph and place; forgotten when they are too large together."""

    masks: dict[tuple[Manner, int, float, float], Mask | None] = field(default_factory=dict)
    pixels: int = 0

    def keep(self, key: tuple[Manner, int, float, float], mask: Mask | None) -> None:
        box = mask.path.getBounds().roundOut() if mask else skia.IRect(1, 1)
        self.pixels += box.width() * box.height()
        if self.pixels > _MOST_PIXELS:
            self.masks.clear()
            self.pixels = 0
        self.masks[key] = mask


_kept: WeakKeyDictionary[FontFace, _KeptMasks] = WeakKeyDictionary()
"""From render to render, as a browser keeps them from page to page: boards are set in few fonts and sizes."""


class GlyphMasks:
    """Masks of glyphs, each drawn once for as long as its face is in use."""

    def __init__(self, outlines: GlyphOutlines) -> None:
        self._outlines = outlines

    def mask(self, face: FontFace, manner: Manner, glyph: int, x: float, y: float) -> Mask | None:
        """The mask of a glyph whose pen is (x, y) within a pixel; None for one that shows nothing."""
        kept = _kept.get(face)
        if kept is None:
            kept = _kept.setdefault(face, _KeptMasks())
        key = (manner, glyph, x, y)
        try:
            return kept.masks[key]
        except KeyError:
            mask = self._drawn(face, *key)
        kept.keep(key, mask)
        return mask

    def _drawn(self, face: FontFace, manner: Manner, glyph: int, x: float, y: float) -> Mask | None:
        style = manner.style
        a, b, c, d = style.rest
        path = skia.Path(self._outlines.outline(face, style.size, glyph, hinted=style.hinted))
        path.transform(skia.Matrix.MakeAll(a, c, 0, b, d, 0, 0, 0, 1))
        path.offset(x, y)
        if manner.line is not None:
            path = manner.line.around(path, style.device)
        if path.isEmpty() or not path.getBounds().isFinite():
            return None
        if manner.in_place:
            return Mask(_gamma_filter(manner.brightness), path)
        return _shaded(path, manner)


@lru_cache(maxsize=8)
def _gamma_filter(brightness: int) -> skia.MaskFilter:
    return skia.TableMaskFilter.Create(gamma_table(brightness).tolist())


def _shaded(path: skia.Path, manner: Manner) -> Mask | None:
    """Coverage as a picture over the box around it."""
    reach = ceil(manner.sigma * BLUR_REACH)
    box = path.getBounds().makeOutset(reach, reach).roundOut()
    surface = skia.Surface.MakeRaster(skia.ImageInfo.MakeA8(max(box.width(), 1), max(box.height(), 1)))
    if surface is None:
        return None
    paint = skia.Paint(AntiAlias=True)
    if manner.sigma:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, manner.sigma, False))
    with surface as canvas:
        canvas.translate(-box.left(), -box.top())
        canvas.drawPath(path, paint)
    image = surface.makeImageSnapshot()
    if not manner.sigma:
        coverage = image.toarray(colorType=skia.kAlpha_8_ColorType)
        corrected = np.ascontiguousarray(gamma_table(manner.brightness)[coverage])
        image = skia.Image.fromarray(corrected, colorType=skia.kAlpha_8_ColorType, copy=True)
    return shading(image, box)


def shading(coverage: skia.Image, box: skia.IRect) -> Mask:
    """A picture of coverage as the mask over its box."""
    place = skia.Matrix.Translate(box.left(), box.top())
    shader = coverage.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, skia.SamplingOptions(), place)
    return Mask(skia.ShaderMaskFilter.Make(shader), skia.Path.Rect(skia.Rect.Make(box)))
