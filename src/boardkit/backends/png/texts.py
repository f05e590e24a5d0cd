"""Text on a canvas, line by line and run by run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

import skia

from boardkit.backends.png.compositing import Compositor, ink_of, is_composited_apart
from boardkit.backends.png.kept import Kept
from boardkit.backends.png.lettering import Ink
from boardkit.backends.png.paint import fill_paint, shadow_sigma, stroke_paint
from boardkit.scene.nodes import GlyphRun, Shadow, Text


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
            self._put(text, Ink(text.fill), paint)
        if text.stroke is not None:
            paint = stroke_paint(text.stroke, text.opacity, self.kept.upright)
            self._put(text, Ink(text.stroke.paint, text.stroke), paint)

    def _put(self, text: Text, ink: Ink, paint: skia.Paint) -> None:
        """All runs above their shadow; that of runs in another direction falls on what is before them."""
        kind = ink_of(ink.paint)
        runs = [run for line in text.lines for run in line]
        stretches = [runs]
        if text.shadow is not None and not is_composited_apart(kind, text.blend, text.shadow):
            stretches = [list(stretch) for _, stretch in groupby(runs, key=lambda run: run.right_to_left)]
        for stretch in stretches:
            draw = partial(self._runs, stretch, text.shadow, ink, paint)
            self.compositor.put(draw, paint, kind, text.blend, text.shadow)

    def _runs(
        self, runs: list[GlyphRun], shadow: Shadow | None, ink: Ink, inked: skia.Paint, paint: skia.Paint
    ) -> None:
        """Every run; a paint other than `inked` is that of the shadow."""
        if shadow is not None and paint is not inked:
            sigma = shadow_sigma(shadow, self.compositor.scale)
            ink = replace(ink, paint=shadow.color, is_shadow=True, sigma=sigma)
        for run in runs:
            self.kept.lettering.draw(self.canvas, run, paint, ink)
