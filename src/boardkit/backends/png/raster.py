"""A scene's pixels, drawn by Skia exactly as Chromium's canvas would draw them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import hypot
from typing import Any

import skia

from boardkit.backends.png.compositing import Compositor, Draw, Ink
from boardkit.backends.png.conics import as_chromium_cuts
from boardkit.backends.png.lettering import Ink as LetterInk
from boardkit.backends.png.lettering import Lettering
from boardkit.backends.png.mipmaps import Mipmaps
from boardkit.backends.png.paint import fill_paint, image_paint, shadow_sigma, stroke_paint
from boardkit.backends.png.path import skia_matrix, skia_path
from boardkit.errors import RenderError
from boardkit.scene.matrix import concat, inverse, is_invertible
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    Group,
    Image,
    Matrix,
    Node,
    Paint,
    Path,
    Pattern,
    Picture,
    Scene,
    Stroke,
    Text,
)
from boardkit.scene.pictures import UnreadablePicture, decode_picture

STRAIGHT_LINE = 2
"""Points, and segments, of an outline that is a straight line and nothing else."""

_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)


class Rasteriser:
    """Draws scenes; keeps glyph outlines and decoded pictures from page to page."""

    def __init__(self) -> None:
        self._lettering = Lettering()
        self._pictures: dict[Picture, skia.Image | None] = {}
        self._mipmaps = Mipmaps()

    def draw(self, scene: Scene, scale: float) -> skia.Surface:
        """A surface with a scene on it, `scale` device pixels per board pixel.

        Raises `RenderError` where the picture can't be held in memory.
        """
        width, height = picture_size(scene, scale)
        surface = skia.Surface.MakeRasterN32Premul(width, height)
        if surface is None:
            raise RenderError(f"A picture of {width} × {height} pixels could not be made.")
        canvas = surface.getCanvas()
        canvas.scale(scale, scale)
        canvas.translate(-scene.origin[0], -scene.origin[1])
        drawing = _Drawing(canvas, scale, self._lettering, self._decoded, self._mipmaps)
        layers = [layer for layer in scene.layers if layer.children]
        for position, layer in enumerate(layers):
            lowest = position == 0 and layer.blend is Blend.SOURCE_OVER and layer.opacity == 1
            drawing.draw(replace(layer, isolated=False) if lowest and not layer.shadow else layer)
        return surface

    def _decoded(self, picture: Picture) -> skia.Image | None:
        if picture not in self._pictures:
            try:
                self._pictures[picture] = decode_picture(picture)
            except UnreadablePicture:
                self._pictures[picture] = None
        return self._pictures[picture]


def picture_size(scene: Scene, scale: float) -> tuple[int, int]:
    """Width and height in device pixels, rounded down as a canvas does, at least one."""
    return max(1, int(scene.width * scale)), max(1, int(scene.height * scale))


class _Drawing:
    """Draws the nodes of one scene onto one canvas; `scale` is that of the page."""

    def __init__(
        self,
        canvas: Any,
        scale: float,
        lettering: Lettering,
        decoded: Callable[[Picture], skia.Image | None],
        mipmaps: Mipmaps,
    ) -> None:
        self._canvas = canvas
        self._scale = scale
        self._compositor = Compositor(canvas, scale)
        self._lettering = lettering
        self._decoded = decoded
        self._mipmaps = mipmaps

    def draw(self, node: Node, outer: Matrix = IDENTITY) -> None:
        """Draw a node and all that is in it; `outer` is the transform of the groups around it."""
        matrix = concat(outer, node.transform)
        self._canvas.save()
        if isinstance(node, Group):
            self._group(node, matrix)
        elif is_invertible(matrix):
            self._canvas.concat(skia_matrix(matrix))
            match node:
                case Path():
                    self._path(node)
                case Text():
                    self._text(node)
                case Image():
                    self._image(node)
        self._canvas.restore()

    def _group(self, group: Group, matrix: Matrix) -> None:
        if group.clip is not None:
            if not is_invertible(matrix):
                return
            # Konva undoes the transform after it has clipped; single precision leaves a trace of both.
            self._canvas.concat(skia_matrix(matrix))
            clip = as_chromium_cuts(skia_path(group.clip), self._canvas.getTotalMatrix())
            self._canvas.clipPath(clip, doAntiAlias=True)
            self._canvas.concat(skia_matrix(inverse(matrix)))
        draw = partial(self._children, group, matrix)
        if group.isolated:
            layer = partial(self._on_layer, draw)
            paint = image_paint(group.opacity)
            self._compositor.put(layer, paint, Ink.PICTURE, group.blend, group.shadow)
        else:
            draw()

    def _children(self, group: Group, matrix: Matrix) -> None:
        for child in group.children:
            self.draw(child, matrix)

    def _on_layer(self, draw: Callable[[], None], paint: skia.Paint) -> None:
        self._canvas.saveLayer(None, paint)
        draw()
        self._canvas.restore()

    def _path(self, path: Path) -> None:
        geometry = skia_path(path.outline, path.fill_rule)
        straight = len(path.outline.points) == len(path.outline.verbs) == STRAIGHT_LINE
        if path.fill is not None and not straight:
            paint = fill_paint(path.fill, path.opacity, self._decoded)
            self._compositor.put(self._area(geometry), paint, _ink(path.fill), path.blend, path.shadow)
        if path.stroke is not None:
            if not path.stroke.scaled:
                geometry = self._on_page(geometry)
                self._canvas.setMatrix(skia.Matrix.Scale(self._scale, self._scale))
            paint = stroke_paint(path.stroke, path.opacity, self._decoded)
            draw = self._line(geometry, straight=straight and path.stroke.scaled)
            if _has_arcs(path.stroke):
                draw = self._area(self._outlined(geometry, paint))
                paint = fill_paint(path.stroke.paint, path.opacity, self._decoded)
            self._compositor.put(draw, paint, _ink(path.stroke.paint), path.blend, path.shadow)

    def _area(self, geometry: skia.Path) -> Draw:
        """How what a path encloses is drawn."""
        return partial(self._canvas.drawPath, as_chromium_cuts(geometry, self._canvas.getTotalMatrix()))

    def _line(self, geometry: skia.Path, *, straight: bool) -> Draw:
        """How a path's line is drawn; a straight one as such, whose dashes differ from a path's."""
        if straight:
            return partial(self._canvas.drawLine, *geometry.getPoints(STRAIGHT_LINE))
        return partial(self._canvas.drawPath, geometry)

    def _outlined(self, geometry: skia.Path, paint: skia.Paint) -> skia.Path:
        """The outline of a path's line."""
        matrix = self._canvas.getTotalMatrix()
        across, down = (
            hypot(matrix.getScaleX(), matrix.getSkewY()),
            hypot(matrix.getSkewX(), matrix.getScaleY()),
        )
        outlined = skia.Path()
        paint.getFillPath(geometry, outlined, None, max(across, down))
        return outlined

    def _on_page(self, geometry: skia.Path) -> skia.Path:
        """A path in page pixels, for a line whose width does not follow the node's scale."""
        on_page = skia.Path(geometry)
        on_page.transform(self._canvas.getTotalMatrix())
        on_page.transform(skia.Matrix.Scale(1 / self._scale, 1 / self._scale))
        return on_page

    def _text(self, text: Text) -> None:
        if text.fill is not None:
            paint = fill_paint(text.fill, text.opacity, self._decoded)
            draw = partial(self._lines, text, LetterInk(text.fill), paint)
            self._compositor.put(draw, paint, _ink(text.fill), text.blend, text.shadow)
        if text.stroke is not None:
            paint = stroke_paint(text.stroke, text.opacity, self._decoded)
            draw = partial(self._lines, text, LetterInk(text.stroke.paint, text.stroke), paint)
            self._compositor.put(draw, paint, _ink(text.stroke.paint), text.blend, text.shadow)

    def _lines(self, text: Text, ink: LetterInk, inked: skia.Paint, paint: skia.Paint) -> None:
        """Every line; a paint other than `inked` is that of the shadow."""
        if text.shadow is not None and paint is not inked:
            ink = replace(ink, paint=text.shadow.color, sigma=shadow_sigma(text.shadow, self._scale))
        for line in text.lines:
            for run in line:
                self._lettering.draw(self._canvas, run, paint, ink)

    def _image(self, image: Image) -> None:
        pixels = self._decoded(image.picture)
        if pixels is None:
            return
        box = skia.Rect.MakeWH(image.width, image.height)
        part = skia.Rect.MakeXYWH(*(image.crop or (0, 0, pixels.width(), pixels.height())))
        paint = image_paint(image.opacity)
        paint.setAntiAlias(_softens_edges(self._canvas.getTotalMatrix(), box))
        opaque = image.shadow is not None and _is_opaque(pixels)
        ink = Ink.OPAQUE_PICTURE if opaque else Ink.PICTURE
        level, part = self._mipmaps.fitting(pixels, part, box, self._canvas.getTotalMatrix())
        draw = partial(self._canvas.drawImageRect, level, part, box, _LINEAR)
        self._compositor.put(draw, paint, ink, image.blend, image.shadow)


def _has_arcs(stroke: Stroke) -> bool:
    return stroke.width > 1 and "round" in (stroke.cap, stroke.join)


def _is_opaque(image: skia.Image) -> bool:
    pixels = skia.Pixmap()
    return bool(image.peekPixels(pixels) and pixels.computeIsOpaque())


def _ink(paint: Paint) -> Ink:
    return Ink.PATTERN if isinstance(paint, Pattern) else Ink.SHAPE


def _softens_edges(matrix: skia.Matrix, box: skia.Rect) -> bool:
    """Whether canvas softens an image's edges: only turned ones, and those thinner than a pixel."""
    if not matrix.rectStaysRect():
        return True
    drawn = matrix.mapRect(box)
    return bool(drawn.width() < 1 or drawn.height() < 1)
