"""Putting ink down on a canvas with a shadow and a composite operation, in the passes that Blink takes.

By the canvas specification the shadow is composited first, then the ink. Operations that also change what
lies outside the ink need a layer as large as the clip for each of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import skia

from boardkit.backends.png.paint import BLENDS, exact_paint, image_paint, shadow_filter, shadow_paint
from boardkit.scene.nodes import Blend, Paint, Pattern, Shadow
from boardkit.scene.porter_duff import WHOLE_CANVAS

Draw = Callable[[skia.Paint], None]
"""Draws something with a paint, under the canvas' present transform."""

_AS_ONE = frozenset({Blend.SOURCE_OVER, Blend.SOURCE_ATOP, Blend.DESTINATION_OUT})
"""Operations for which ink above its shadow may be composited as one."""


class Ink(Enum):
    """What is put down, which decides what its shadow is made of."""

    SHAPE = auto()
    """Colour or gradient inside an outline: the shadow is the outline, blurred."""
    PICTURE = auto()
    """A picture or a finished layer: the shadow is a blurred copy of it."""
    PATTERN = auto()
    """A pattern inside an outline: as for a picture, but always composited apart."""


def is_composited_apart(ink: Ink, blend: Blend, shadow: Shadow | None) -> bool:
    """Whether the shadow, and the ink, are put down as a layer each, however many pieces they are of."""
    return blend in WHOLE_CANVAS or bool(shadow and (blend not in _AS_ONE or ink is Ink.PATTERN))


def ink_of(paint: Paint) -> Ink:
    """What an outline painted with it is."""
    return Ink.PATTERN if isinstance(paint, Pattern) else Ink.SHAPE


@dataclass(frozen=True, slots=True)
class Compositor:
    """Draws on a canvas; `scale` device pixels are a board pixel."""

    canvas: Any
    scale: float

    def put(
        self,
        draw: Draw,
        paint: skia.Paint,
        ink: Ink,
        blend: Blend,
        shadow: Shadow | None,
        bounds: skia.Rect | None = None,
    ) -> None:
        """Draw with a paint, above its shadow. `bounds`: where a picture is drawn, in device pixels."""
        if shadow is not None and not shadow.color.alpha:
            shadow = None
        if blend is Blend.COPY and not (shadow and ink is Ink.PATTERN):
            self.canvas.clear(skia.ColorTRANSPARENT)
            paint.setBlendMode(BLENDS[blend])
            draw(paint)
        elif is_composited_apart(ink, blend, shadow):
            if shadow:
                plain = blend is Blend.SOURCE_OVER  # then Chromium's Skia rounds the shadow less than ours
                with self.layer(exact_paint() if plain else image_paint(1.0, blend)):
                    self._cast(draw, paint, ink, shadow, bounds)
            with self.layer(image_paint(1.0, blend)):
                draw(paint)
        elif shadow and ink is Ink.PICTURE:
            both = shadow_filter(shadow, self.scale, with_ink=True)
            with self.layer(image_paint(1.0, blend), both, bounds):
                draw(paint)
        else:
            paint.setBlendMode(BLENDS[blend])
            if shadow:
                self._cast(draw, paint, ink, shadow, bounds)
            draw(paint)

    def _cast(
        self, draw: Draw, paint: skia.Paint, ink: Ink, shadow: Shadow, bounds: skia.Rect | None
    ) -> None:
        """Draw the shadow only."""
        if ink in (Ink.PICTURE, Ink.PATTERN):
            with self.layer(skia.Paint(), shadow_filter(shadow, self.scale, with_ink=False), bounds):
                draw(paint)
            return
        matrix = self.canvas.getTotalMatrix()
        matrix.postTranslate(shadow.offset_x * self.scale, shadow.offset_y * self.scale)
        self.canvas.save()
        self.canvas.setMatrix(matrix)
        draw(shadow_paint(shadow, paint, self.scale))
        self.canvas.restore()

    @contextmanager
    def layer(
        self,
        paint: skia.Paint,
        image_filter: skia.ImageFilter | None = None,
        bounds: skia.Rect | None = None,
    ) -> Iterator[None]:
        """A layer that is put down with a paint, through a filter that counts in device pixels.

        Where its corner lies has an influence on how pictures on it are sampled, by a level.
        """
        matrix = self.canvas.getTotalMatrix()
        if image_filter is not None:
            paint.setImageFilter(image_filter)
        self.canvas.save()
        self.canvas.resetMatrix()
        self.canvas.saveLayer(bounds, paint)
        self.canvas.setMatrix(matrix if bounds is None else _there_and_back(matrix))
        yield
        self.canvas.restore()
        self.canvas.restore()


def _there_and_back(matrix: skia.Matrix) -> skia.Matrix:
    """A transform undone and done again, as Blink does for pictures' layers, which leaves a trace."""
    undone = skia.Matrix()
    if not matrix.invert(undone):
        return matrix
    return skia.Matrix.Concat(skia.Matrix.Concat(matrix, undone), matrix)
