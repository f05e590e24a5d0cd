"""Paths on a canvas: filled and stroked as Chromium's canvas does it, whose Skia is not ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import hypot
from typing import Any

import skia

from boardkit.backends.png.compositing import Compositor, Draw, ink_of
from boardkit.backends.png.edges.arcs import CutPath, as_chromium_cuts
from boardkit.backends.png.edges.conics import stay_whole
from boardkit.backends.png.edges.convexity import asked
from boardkit.backends.png.edges.hairlines import is_hairline, with_chromiums_ends
from boardkit.backends.png.edges.rows import draw_band
from boardkit.backends.png.kept import Kept
from boardkit.backends.png.paint import fill_paint, stroke_paint
from boardkit.backends.png.sampling.mipmaps import drawn_size
from boardkit.scene.geometry.in_skia import skia_matrix, skia_path
from boardkit.scene.nodes import LinearGradient, Matrix, Outline, Paint, Path, Pattern, Stroke

STRAIGHT_LINE = 2
"""Points, and segments, of an outline that is a straight line and nothing else."""


@dataclass(frozen=True, slots=True)
class PathPainter:
    """Draws paths under a canvas' present transform."""

    canvas: Any
    compositor: Compositor
    kept: Kept

    def draw(self, path: Path, page: Matrix) -> None:
        """Fill a path and draw its line; `page` transforms from board pixels to those of the canvas."""
        geometry = skia_path(path.outline, path.fill_rule)
        straight = len(path.outline.points) == len(path.outline.verbs) == STRAIGHT_LINE
        if path.fill is not None and not straight and not self._vanishes(path.fill):
            paint = fill_paint(path.fill, path.opacity, self.kept.upright)
            area = self._area if self._is_cut(path.outline) else self._whole
            self.compositor.put(area(asked(geometry)), paint, ink_of(path.fill), path.blend, path.shadow)
        if path.stroke is not None:
            if not path.stroke.scaled:
                geometry = self._on_page(geometry)
                self.canvas.setMatrix(skia.Matrix.Scale(self.compositor.scale, self.compositor.scale))
            stroke = path.stroke if path.stroke.scaled else self._on_canvas(path.stroke, page)
            paint = stroke_paint(stroke, path.opacity, self.kept.upright)
            draw = self._line(geometry, straight=straight and path.stroke.scaled)
            if is_hairline(path.stroke, self.canvas.getTotalMatrix()):
                draw = draw if straight else self._hairline(geometry, dashed=bool(path.stroke.dash))
            elif _has_arcs(path.stroke):
                draw = self._outlined(geometry, paint)
                paint = fill_paint(stroke.paint, path.opacity, self.kept.upright)
            self.compositor.put(draw, paint, ink_of(path.stroke.paint), path.blend, path.shadow)

    def _vanishes(self, fill: Paint) -> bool:
        """Whether a pattern's tile is thinner than half a pixel, for which Chromium draws nothing."""
        if not isinstance(fill, Pattern):
            return False
        tile, box = fill.picture, skia.Rect.MakeIWH(fill.picture.width, fill.picture.height)
        matrix = skia.Matrix.Concat(self.canvas.getTotalMatrix(), skia_matrix(fill.transform))
        return 0 in drawn_size((tile.width, tile.height), box, box, matrix)

    def clip(self, geometry: skia.Path) -> None:
        """Show nothing outside a path."""
        matrix = self.canvas.getTotalMatrix()
        cut = as_chromium_cuts(asked(geometry), matrix, self.canvas.getDeviceClipBounds())
        if cut.bands:
            self.canvas.resetMatrix()
        self.canvas.clipPath(cut.bands[0].path if cut.bands else cut.path, doAntiAlias=True)
        self.canvas.setMatrix(matrix)

    def _is_cut(self, outline: Outline) -> bool:
        """Whether any arcs of an outline are cut; handwriting, of which there is most, has none."""
        return len(outline.weights) > 0 and not stay_whole(outline, self.canvas.getTotalMatrix())

    def _whole(self, geometry: skia.Path) -> Draw:
        """How a path is drawn none of whose arcs are cut."""
        return partial(self.canvas.drawPath, geometry)

    def _area(self, geometry: skia.Path) -> Draw:
        """How what a path encloses is drawn; its shadow, which lies elsewhere, is cut anew."""

        def draw(paint: skia.Paint) -> None:
            self._put(self._cut(geometry, paint), paint)

        return draw

    def _cut(self, geometry: skia.Path, paint: skia.Paint) -> CutPath:
        blurred = paint.getMaskFilter() is not None
        plain = paint.getStyle() == skia.Paint.kFill_Style and paint.getShader() is None
        divisible = not blurred and self.canvas.isClipRect()
        matrix, clip = self.canvas.getTotalMatrix(), self.canvas.getDeviceClipBounds()
        return as_chromium_cuts(geometry, matrix, clip, blurred=blurred, plain=plain, divisible=divisible)

    def _put(self, cut: CutPath, paint: skia.Paint) -> None:
        if not cut.bands:
            self.canvas.drawPath(cut.path, paint)
            return
        matrix = self.canvas.getTotalMatrix()
        self.canvas.resetMatrix()
        for band in cut.bands:
            draw_band(self.canvas, band, paint)
        self.canvas.setMatrix(matrix)

    def _line(self, geometry: skia.Path, *, straight: bool) -> Draw:
        """How a path's line is drawn; a straight one as such, whose dashes differ from a path's."""
        if straight:
            return partial(self.canvas.drawLine, *geometry.getPoints(STRAIGHT_LINE))
        return self._whole(geometry)

    def _hairline(self, geometry: skia.Path, *, dashed: bool) -> Draw:
        """How a line of at most a pixel is drawn; dashes all have ends."""
        if dashed:
            return self._area(geometry)

        def draw(line: skia.Paint) -> None:
            for part, paint in with_chromiums_ends(geometry, line):
                self._area(part)(paint)

        return draw

    def _outlined(self, geometry: skia.Path, line: skia.Paint) -> Draw:
        """How the outline of a path's line is drawn, which of a dashed box depends on what shows of it."""

        def draw(paint: skia.Paint) -> None:
            matrix = self.canvas.getTotalMatrix()
            across = hypot(matrix.getScaleX(), matrix.getSkewY())
            down = hypot(matrix.getSkewX(), matrix.getScaleY())
            outlined = skia.Path()
            line.getFillPath(geometry, outlined, self.canvas.getLocalClipBounds(), max(across, down))
            self._area(outlined)(paint)

        return draw

    def _on_page(self, geometry: skia.Path) -> skia.Path:
        """A path in page pixels, for a line whose width does not follow the node's scale."""
        on_page = skia.Path(geometry)
        on_page.transform(self.canvas.getTotalMatrix())
        on_page.transform(skia.Matrix.Scale(1 / self.compositor.scale, 1 / self.compositor.scale))
        return on_page

    def _on_canvas(self, stroke: Stroke, page: Matrix) -> Stroke:
        """A line whose gradient is in page pixels, for a canvas that may begin elsewhere than the page."""
        if not isinstance(stroke.paint, LinearGradient):
            return stroke
        x, y = page[4] / self.compositor.scale, page[5] / self.compositor.scale
        start, end = ((point[0] + x, point[1] + y) for point in (stroke.paint.start, stroke.paint.end))
        return replace(stroke, paint=replace(stroke.paint, start=start, end=end))


def _has_arcs(stroke: Stroke) -> bool:
    return stroke.width > 1 and "round" in (stroke.cap, stroke.join)
