"""A scene's pixels, drawn by Skia exactly as Chromium's canvas would draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import skia

from boardkit.backends.png.glyphs import GlyphOutlines, brightness_of, gamma_filter, glyph_style
from boardkit.backends.png.paint import (
    CLEARING,
    fill_paint,
    image_paint,
    layer_paint,
    shadow_paint,
    stroke_paint,
)
from boardkit.backends.png.path import skia_matrix, skia_path
from boardkit.errors import RenderError
from boardkit.scene.nodes import (
    Blend,
    GlyphRun,
    Group,
    Image,
    Node,
    Path,
    Picture,
    Scene,
    Shadow,
    Text,
)
from boardkit.scene.pictures import UnreadablePicture, decode_picture

_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)


class Rasteriser:
    """Draws scenes; keeps glyph outlines and decoded pictures from page to page."""

    def __init__(self) -> None:
        self._glyphs = GlyphOutlines()
        self._pictures: dict[Picture, skia.Image | None] = {}

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
        drawing = _Drawing(canvas, scale, self._glyphs, self._decoded)
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
        glyphs: GlyphOutlines,
        decoded: Callable[[Picture], skia.Image | None],
    ) -> None:
        self._canvas = canvas
        self._scale = scale
        self._glyphs = glyphs
        self._decoded = decoded

    def draw(self, node: Node) -> None:
        """Draw a node and all that is in it."""
        self._canvas.save()
        self._canvas.concat(skia_matrix(node.transform))
        match node:
            case Group():
                self._group(node)
            case Path():
                self._path(node)
            case Text():
                self._text(node)
            case Image():
                self._image(node)
        self._canvas.restore()

    def _group(self, group: Group) -> None:
        if group.clip is not None:
            self._canvas.clipPath(skia_path(group.clip), doAntiAlias=True)
        if group.isolated:
            self._canvas.saveLayer(None, layer_paint(group.opacity, group.blend, group.shadow, self._scale))
        for child in group.children:
            self.draw(child)
        if group.isolated:
            self._canvas.restore()

    def _path(self, path: Path) -> None:
        geometry = skia_path(path.outline, path.fill_rule)
        with self._composited(path.blend) as blend:
            if path.fill is not None:
                paint = fill_paint(path.fill, path.opacity, blend, self._decoded)
                self._cast(path.shadow, paint, partial(self._canvas.drawPath, geometry))
            if path.stroke is not None:
                paint = stroke_paint(path.stroke, path.opacity, blend, self._decoded)
                line = self._line if path.stroke.scaled else self._unscaled_line
                line(path.shadow, paint, geometry)

    def _line(self, shadow: Shadow | None, paint: skia.Paint, geometry: skia.Path) -> None:
        """A single straight line is drawn as such, because Skia's round caps differ from those of a path."""
        if geometry.countVerbs() == 2 and geometry.countPoints() == 2:
            self._cast(shadow, paint, partial(self._canvas.drawLine, *geometry.getPoints(2)))
        else:
            self._cast(shadow, paint, partial(self._canvas.drawPath, geometry))

    def _unscaled_line(self, shadow: Shadow | None, paint: skia.Paint, geometry: skia.Path) -> None:
        """A line whose width does not follow the node's scale is drawn in page pixels."""
        on_page = skia.Path(geometry)
        on_page.transform(self._canvas.getTotalMatrix())
        on_page.transform(skia.Matrix.Scale(1 / self._scale, 1 / self._scale))
        self._canvas.save()
        self._canvas.setMatrix(skia.Matrix.Scale(self._scale, self._scale))
        self._line(shadow, paint, on_page)
        self._canvas.restore()

    def _text(self, text: Text) -> None:
        with self._composited(text.blend) as blend:
            if text.fill is not None:
                paint = fill_paint(text.fill, text.opacity, blend, self._decoded)
                self._cast(text.shadow, paint, partial(self._lines, text))
            if text.stroke is not None:
                paint = stroke_paint(text.stroke, text.opacity, blend, self._decoded)
                self._cast(text.shadow, paint, partial(self._lines, text))

    def _lines(self, text: Text, paint: skia.Paint) -> None:
        for line in text.lines:
            for run in line:
                self._run(run, paint)

    def _run(self, run: GlyphRun, paint: skia.Paint) -> None:
        matrix = self._canvas.getTotalMatrix()
        a, b, c, d = matrix.getScaleX(), matrix.getSkewY(), matrix.getSkewX(), matrix.getScaleY()
        style = glyph_style(run.size, a, b, c, d)
        if style.corrected and paint.getMaskFilter() is None:
            paint = skia.Paint(paint)
            paint.setMaskFilter(gamma_filter(brightness_of(paint)))
        xs = a * run.x + c * run.y + matrix.getTranslateX()
        ys = b * run.x + d * run.y + matrix.getTranslateY()
        self._canvas.save()
        for glyph, x, y in zip(run.glyphs.tolist(), xs.tolist(), ys.tolist(), strict=True):
            self._canvas.setMatrix(style.placed(x, y))
            self._canvas.drawPath(self._glyphs.outline(run.face, style, glyph), paint)
        self._canvas.restore()

    def _image(self, image: Image) -> None:
        pixels = self._decoded(image.picture)
        if pixels is None:
            return
        box = skia.Rect.MakeWH(image.width, image.height)
        with self._composited(image.blend) as blend:
            paint = image_paint(image.opacity, blend)
            paint.setAntiAlias(_softens_edges(self._canvas.getTotalMatrix(), box))
            if image.shadow is not None:
                self._canvas.saveLayer(None, layer_paint(1.0, blend, image.shadow, self._scale))
                paint.setBlendMode(skia.BlendMode.kSrcOver)
            if image.crop is None:
                self._canvas.drawImageRect(pixels, box, _SMOOTH, paint)
            else:
                part = skia.Rect.MakeXYWH(*image.crop)
                self._canvas.drawImageRect(pixels, part, box, _SMOOTH, paint)
            if image.shadow is not None:
                self._canvas.restore()

    def _cast(self, shadow: Shadow | None, paint: skia.Paint, draw: Callable[[skia.Paint], None]) -> None:
        """Draw a shape above its shadow, which is moved in page pixels whatever the shape's transform."""
        if shadow is not None and shadow.color.alpha > 0:
            matrix = self._canvas.getTotalMatrix()
            self._canvas.save()
            self._canvas.resetMatrix()
            self._canvas.translate(shadow.offset_x * self._scale, shadow.offset_y * self._scale)
            self._canvas.concat(matrix)
            draw(shadow_paint(shadow, paint, self._scale))
            self._canvas.restore()
        draw(paint)

    @contextmanager
    def _composited(self, blend: Blend) -> Iterator[Blend]:
        """The blend mode to draw with; on a layer of its own where the mode reaches beyond the shape."""
        if blend not in CLEARING:
            yield blend
            return
        self._canvas.saveLayer(None, image_paint(1.0, blend))
        yield Blend.SOURCE_OVER
        self._canvas.restore()


def _softens_edges(matrix: skia.Matrix, box: skia.Rect) -> bool:
    """Whether canvas softens an image's edges: only turned ones, and those thinner than a pixel."""
    if not matrix.rectStaysRect():
        return True
    drawn = matrix.mapRect(box)
    return bool(drawn.width() < 1 or drawn.height() < 1)
