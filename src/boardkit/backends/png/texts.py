"""Text on a canvas, line by line and run by run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import skia

from boardkit.backends.png.compositing import Compositor, ink_of
from boardkit.backends.png.kept import Kept
from boardkit.backends.png.lettering import Ink
from boardkit.backends.png.paint import fill_paint, shadow_sigma, stroke_paint
from boardkit.scene.nodes import Text


@dataclass(frozen=True, slots=True)
class TextPainter:
    """Draws text under a canvas' present transform."""

    canvas: Any
    compositor: Compositor
    kept: Kept

    def draw(self, text: Text) -> None:
        """Fill letters and draw the line around them."""
        if text.fill is not None:
            paint = fill_paint(text.fill, text.opacity, self.kept.upright)
            draw = partial(self._lines, text, Ink(text.fill), paint)
            self.compositor.put(draw, paint, ink_of(text.fill), text.blend, text.shadow)
        if text.stroke is not None:
            paint = stroke_paint(text.stroke, text.opacity, self.kept.upright)
            draw = partial(self._lines, text, Ink(text.stroke.paint, text.stroke), paint)
            self.compositor.put(draw, paint, ink_of(text.stroke.paint), text.blend, text.shadow)

    def _lines(self, text: Text, ink: Ink, inked: skia.Paint, paint: skia.Paint) -> None:
        """Every line; a paint other than `inked` is that of the shadow."""
        if text.shadow is not None and paint is not inked:
            sigma = shadow_sigma(text.shadow, self.compositor.scale)
            ink = replace(ink, paint=text.shadow.color, is_shadow=True, sigma=sigma)
        for line in text.lines:
            for run in line:
                self.kept.lettering.draw(self.canvas, run, paint, ink)
