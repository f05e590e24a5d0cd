"""A scene's pixels, drawn by Skia exactly as Chromium's canvas would draw them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from math import hypot
from typing import Any

import numpy as np
import skia

from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.compositing import Compositor, Draw, Ink
from boardkit.backends.png.conics import as_chromium_cuts
from boardkit.backends.png.convexity import as_convex_as
from boardkit.backends.png.isolation import LentCanvas
from boardkit.backends.png.lettering import Ink as LetterInk
from boardkit.backends.png.lettering import Lettering
from boardkit.backends.png.mipmaps import Mipmaps
from boardkit.backends.png.paint import exact_paint, fill_paint, image_paint, shadow_sigma, stroke_paint
from boardkit.backends.png.pixel_store import PixelStore
from boardkit.backends.png.reach import mapped, reach, within
from boardkit.scene.matrix import concat, inverse, is_invertible
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    Box,
    Group,
    Image,
    LinearGradient,
    Matrix,
    Node,
    Outline,
    Paint,
    Path,
    Pattern,
    Picture,
    Scene,
    Stroke,
    Text,
    Verb,
)
from boardkit.scene.picture_metadata import upright_transform
from boardkit.scene.pictures import StoredPicture, UnreadablePicture, stored_picture, upright
from boardkit.scene.skia_geometry import skia_matrix, skia_path

STRAIGHT_LINE = 2
"""Points, and segments, of an outline that is a straight line and nothing else."""

_LARGEST_SINGLE = float(np.finfo(np.float32).max)

_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)
_NEAREST = skia.SamplingOptions()
_BEYOND = skia.Canvas.kFast_SrcRectConstraint
"""Sampling at a crop's edge takes in the pixels beyond it."""


class Rasteriser:
    """Draws scenes; keeps glyph outlines and decoded pictures from page to page."""

    def __init__(self) -> None:
        self._tools = _Tools()

    def draw(self, scene: Scene, scale: float) -> Bitmap:
        """A bitmap with a scene on it, `scale` device pixels per board pixel.

        Raises `RenderError` where the picture can't be held in memory.
        """
        bitmap = Bitmap(*picture_size(scene, scale))
        layers = [layer for layer in scene.layers if layer.children]
        for position, layer in enumerate(layers):
            own = replace(layer, isolated=False) if _is_plain(layer) else layer
            if position and own is not layer and layer.isolated:
                sheet = Bitmap(*picture_size(scene, scale))
                self._layer(own, scene, scale, sheet)
                bitmap.canvas.resetMatrix()
                bitmap.canvas.drawImage(sheet.image(), 0, 0, _NEAREST)
            else:
                self._layer(own, scene, scale, bitmap)
        return bitmap

    def _layer(self, layer: Group, scene: Scene, scale: float, bitmap: Bitmap) -> None:
        page = (scale, 0.0, 0.0, scale, -scene.origin[0] * scale, -scene.origin[1] * scale)
        bitmap.canvas.setMatrix(skia_matrix(page))
        view = skia.IRect.MakeWH(*picture_size(scene, scale))
        lender = LentCanvas((scene.width, scene.height), scale)
        _Drawing(bitmap.canvas, page, view, lender, self._tools).draw(layer)


def picture_size(scene: Scene, scale: float) -> tuple[int, int]:
    """Width and height in device pixels, rounded down as a canvas does, at least one."""
    return max(1, int(scene.width * scale)), max(1, int(scene.height * scale))


class _Tools:
    """What is kept from page to page: glyph outlines, decoded pictures and their halvings."""

    def __init__(self) -> None:
        self.lettering = Lettering()
        self._pixels = PixelStore()
        self._mipmaps = Mipmaps(self._pixels)
        self._stored: dict[Picture, StoredPicture | None] = {}

    def stored(self, picture: Picture) -> StoredPicture | None:
        """A picture as its file has it; None for a file that can't be decoded."""
        if picture not in self._stored:
            with self._unreadable(picture):
                self._stored[picture] = stored_picture(picture)
        return self._stored[picture]

    def upright(self, picture: Picture) -> skia.Image | None:
        """A picture's upright pixels, as patterns repeat them; None for a file that can't be decoded."""
        stored = self.stored(picture)
        if stored is None:
            return None
        with self._unreadable(picture):
            return self._pixels.get(
                picture,
                picture.width * picture.height,
                lambda: upright(stored, self._mipmaps.whole(stored)),
            )
        return None

    def fitting(
        self, stored: StoredPicture, part: skia.Rect, box: skia.Rect, matrix: skia.Matrix
    ) -> tuple[skia.Image, skia.Rect] | None:
        """What to draw of a picture, and which part of that; None where there is nothing to be seen."""
        with self._unreadable(stored.file):
            return self._mipmaps.fitting(stored, part, box, matrix)
        return None

    @contextmanager
    def _unreadable(self, picture: Picture) -> Iterator[None]:
        """A picture that turns out to be none is not tried again."""
        try:
            yield
        except UnreadablePicture:
            self._stored[picture] = None


class _Drawing:
    """Draws nodes onto one canvas, of which `view` is shown; `page` transforms to its pixels."""

    def __init__(
        self, canvas: Any, page: Matrix, view: skia.IRect, lender: LentCanvas, tools: _Tools
    ) -> None:
        self._canvas = canvas
        self._page = page
        self._view = view
        self._lender = lender
        self._scale = lender.scale
        self._tools = tools
        self._compositor = Compositor(canvas, lender.scale)

    def draw(self, node: Node, outer: Matrix = IDENTITY) -> None:
        """Draw a node and all that is in it; `outer` is the transform of the groups around it."""
        matrix = concat(outer, node.transform)
        self._canvas.save()
        if isinstance(node, Group):
            self._group(node, matrix)
        elif is_invertible(matrix):
            if matrix != IDENTITY:
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
        if group.clip is None:
            self._contents(group, matrix)
        elif is_invertible(matrix) and _has_single(matrix) and _has_single(inverse(matrix)):
            page = self._page
            self._clip(group.clip, matrix)
            self._contents(group, matrix)
            self._page = page

    def _clip(self, outline: Outline, matrix: Matrix) -> None:
        """Show nothing outside an outline. As Konva does it, rounding leaves a trace in `page`."""
        self._canvas.concat(skia_matrix(matrix))
        self._canvas.clipPath(self._filled(skia_path(outline)), doAntiAlias=True)
        undone = inverse(matrix)
        self._canvas.concat(skia_matrix(undone))
        self._page = concat(concat(self._page, _single(matrix)), _single(undone))

    def _contents(self, group: Group, matrix: Matrix) -> None:
        if not group.isolated:
            self._children(group, matrix)
        elif _is_plain(group):
            self._canvas.saveLayer(None, None)
            self._canvas.setMatrix(skia_matrix(self._page))
            self._children(group, matrix)
            self._canvas.restore()
        else:
            self._put_finished(group, matrix)

    def _children(self, group: Group, matrix: Matrix) -> None:
        for child in group.children:
            self.draw(child, matrix)

    def _area_of(self, group: Group, matrix: Matrix) -> skia.IRect:
        """The part of the canvas that a group's own covers, a pixel wider than its ink on each side."""
        if group.box is not None:
            area = within(self._view, mapped(group.box, self._page))
        else:
            area = reach(group, concat(self._page, matrix), self._scale, self._view)
        return skia.IRect.MakeWH(1, 1) if area.isEmpty() else area

    def _put_finished(self, group: Group, matrix: Matrix) -> None:
        """Draw a group on a canvas of its own, and that as a picture, which fades otherwise than a layer."""
        area = self._area_of(group, matrix)
        view = skia.IRect.MakeWH(area.width(), area.height())
        lent = self._lender.lend((view.width(), view.height()))
        bitmap = Bitmap(*lent.size)
        a, b, c, d, e, f = self._page
        page = (a, b, c, d, e - area.left(), f - area.top())
        bitmap.canvas.setMatrix(skia_matrix(page))
        _Drawing(bitmap.canvas, page, view, lent, self._tools)._children(group, matrix)
        self._canvas.resetMatrix()
        whole, bounds = skia.Rect.Make(view), skia.Rect.Make(area)
        draw = partial(self._canvas.drawImageRect, bitmap.image(), whole, bounds, _NEAREST)
        self._compositor.put(draw, image_paint(group.opacity), Ink.PICTURE, group.blend, group.shadow, bounds)

    def _path(self, path: Path) -> None:
        geometry = skia_path(path.outline, path.fill_rule)
        straight = len(path.outline.points) == len(path.outline.verbs) == STRAIGHT_LINE
        if path.fill is not None and not straight:
            paint = fill_paint(path.fill, path.opacity, self._tools.upright)
            self._compositor.put(self._filling(geometry), paint, _ink(path.fill), path.blend, path.shadow)
        if path.stroke is not None:
            if not path.stroke.scaled:
                geometry = self._on_page(geometry)
                self._canvas.setMatrix(skia.Matrix.Scale(self._scale, self._scale))
            stroke = path.stroke if path.stroke.scaled else self._on_canvas(path.stroke)
            paint = stroke_paint(stroke, path.opacity, self._tools.upright)
            draw = self._line(geometry, straight=straight and path.stroke.scaled)
            if _is_hairline(path.stroke, self._canvas.getTotalMatrix()):
                draw = draw if straight else self._area(geometry)
                if (
                    _is_closed(path.outline) and not path.stroke.dash
                ):  # where Chromium's Skia, and not ours, knows no ends
                    paint.setStrokeCap(skia.Paint.kButt_Cap)
            elif _has_arcs(path.stroke):
                draw = self._area(self._outlined(geometry, paint))
                paint = fill_paint(stroke.paint, path.opacity, self._tools.upright)
            self._compositor.put(draw, paint, _ink(path.stroke.paint), path.blend, path.shadow)

    def _filled(self, geometry: skia.Path, *, blurred: bool = False) -> skia.Path:
        """A path to be filled or clipped by, as Chromium has it."""
        return as_convex_as(geometry, self._cut(geometry, blurred=blurred))

    def _cut(self, geometry: skia.Path, *, blurred: bool = False) -> skia.Path:
        return as_chromium_cuts(geometry, self._canvas.getTotalMatrix(), blurred=blurred)

    def _filling(self, geometry: skia.Path) -> Draw:
        """How a path is filled; its shadow, which lies elsewhere, is cut anew."""
        return lambda paint: self._canvas.drawPath(
            self._filled(geometry, blurred=paint.getMaskFilter() is not None), paint
        )

    def _area(self, geometry: skia.Path) -> Draw:
        """How what a path encloses is drawn; its shadow, which lies elsewhere, is cut anew."""
        return lambda paint: self._canvas.drawPath(
            self._cut(geometry, blurred=paint.getMaskFilter() is not None), paint
        )

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

    def _on_canvas(self, stroke: Stroke) -> Stroke:
        """A line whose gradient is in page pixels, for a canvas that may begin elsewhere than the page."""
        if not isinstance(stroke.paint, LinearGradient):
            return stroke
        x, y = self._page[4] / self._scale, self._page[5] / self._scale
        start, end = ((point[0] + x, point[1] + y) for point in (stroke.paint.start, stroke.paint.end))
        return replace(stroke, paint=replace(stroke.paint, start=start, end=end))

    def _text(self, text: Text) -> None:
        if text.fill is not None:
            paint = fill_paint(text.fill, text.opacity, self._tools.upright)
            draw = partial(self._lines, text, LetterInk(text.fill), paint)
            self._compositor.put(draw, paint, _ink(text.fill), text.blend, text.shadow)
        if text.stroke is not None:
            paint = stroke_paint(text.stroke, text.opacity, self._tools.upright)
            draw = partial(self._lines, text, LetterInk(text.stroke.paint, text.stroke), paint)
            self._compositor.put(draw, paint, _ink(text.stroke.paint), text.blend, text.shadow)

    def _lines(self, text: Text, ink: LetterInk, inked: skia.Paint, paint: skia.Paint) -> None:
        """Every line; a paint other than `inked` is that of the shadow."""
        if text.shadow is not None and paint is not inked:
            sigma = shadow_sigma(text.shadow, self._scale)
            ink = replace(ink, paint=text.shadow.color, is_shadow=True, sigma=sigma)
        for line in text.lines:
            for run in line:
                self._tools.lettering.draw(self._canvas, run, paint, ink)

    def _image(self, image: Image) -> None:
        stored = self._tools.stored(image.picture)
        if stored is None:
            return
        width, height = image.width, image.height
        self._canvas.concat(skia_matrix(upright_transform(stored.origin, width, height)))
        box = skia.Rect.MakeWH(*((height, width) if stored.is_turned else (width, height)))
        part = _stored_part(stored, image)
        matrix = self._canvas.getTotalMatrix()
        fitting = self._tools.fitting(stored, part, box, matrix)
        if fitting is None:
            return
        paint = image_paint(image.opacity)
        paint.setAntiAlias(_softens_edges(matrix, box))
        plain = image.blend is Blend.SOURCE_OVER and image.shadow is None and self._canvas.isClipRect()
        if plain and not matrix.isScaleTranslate():
            self._turned_image(*fitting, box, paint)
            return
        draw = partial(self._canvas.drawImageRect, *fitting, box, _LINEAR, constraint=_BEYOND)
        self._compositor.put(draw, paint, Ink.PICTURE, image.blend, image.shadow, matrix.mapRect(box))

    def _turned_image(self, pixels: skia.Image, part: skia.Rect, box: skia.Rect, paint: skia.Paint) -> None:
        """Draw a turned picture by itself, then blend it with exact rounding.

        Chromium's Skia rounds so while it draws; ours then does only with single precision numbers.
        """
        matrix = self._canvas.getTotalMatrix()
        clip = self._canvas.getDeviceClipBounds()  # where Skia cuts the edges, and not by exact places
        area = within(clip, _sides(matrix.mapRect(box)))
        if area.isEmpty():
            return
        bitmap = Bitmap(area.right(), area.bottom())
        bitmap.canvas.clipRect(skia.Rect.Make(clip))
        bitmap.canvas.setMatrix(matrix)
        bitmap.canvas.drawImageRect(pixels, part, box, _LINEAR, paint, _BEYOND)
        bounds = skia.Rect.Make(area)
        self._canvas.resetMatrix()
        self._canvas.drawImageRect(bitmap.image(), bounds, bounds, _NEAREST, exact_paint())


def _is_plain(group: Group) -> bool:
    """Whether it makes no difference that a group is put down as a picture, which fades otherwise."""
    unfaded = group.opacity == 1 and group.blend is Blend.SOURCE_OVER
    return unfaded and group.shadow is None and group.box is None


def _sides(rect: skia.Rect) -> Box:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _stored_part(stored: StoredPicture, image: Image) -> skia.Rect:
    """Where the part of a picture that an image shows lies among the stored pixels."""
    if image.crop is None:
        return skia.Rect.MakeWH(stored.width, stored.height)
    turn = upright_transform(stored.origin, image.picture.width, image.picture.height)
    return skia_matrix(inverse(turn)).mapRect(skia.Rect.MakeXYWH(*image.crop))


def _has_single(matrix: Matrix) -> bool:
    """Whether single precision reaches as far as a transform's numbers; beyond it, nothing is drawn."""
    return all(abs(value) <= _LARGEST_SINGLE for value in matrix)


def _single(matrix: Matrix) -> Matrix:
    """A transform in single precision, which is how a canvas takes it."""
    a, b, c, d, e, f = (float(np.float32(value)) for value in matrix)
    return a, b, c, d, e, f


def _is_hairline(stroke: Stroke, matrix: skia.Matrix) -> bool:
    """Whether Skia takes a line for one that is at most a pixel wide, and draws it otherwise than others."""
    columns = ((matrix.getScaleX(), matrix.getSkewY()), (matrix.getSkewX(), matrix.getScaleY()))
    return all(_quick_length(*column) * stroke.width <= 1 for column in columns)


def _quick_length(x: float, y: float) -> float:
    """Skia's estimate of a vector's length."""
    short, long = sorted((abs(x), abs(y)))
    return long + short / 2


def _is_closed(outline: Outline) -> bool:
    """Whether every run of an outline ends where it began."""
    verbs = outline.verbs
    return int(np.count_nonzero(verbs == Verb.CLOSE)) == int(np.count_nonzero(verbs == Verb.MOVE))


def _has_arcs(stroke: Stroke) -> bool:
    return stroke.width > 1 and "round" in (stroke.cap, stroke.join)


def _ink(paint: Paint) -> Ink:
    return Ink.PATTERN if isinstance(paint, Pattern) else Ink.SHAPE


def _softens_edges(matrix: skia.Matrix, box: skia.Rect) -> bool:
    """Whether canvas softens an image's edges: only turned ones, and those thinner than a pixel."""
    if not matrix.rectStaysRect():
        return True
    drawn = matrix.mapRect(box)
    return bool(drawn.width() < 1 or drawn.height() < 1)
