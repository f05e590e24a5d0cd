"""A scene's pixels, drawn by Skia exactly as Chromium's canvas would draw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import skia

from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.compositing import Compositor, Ink
from boardkit.backends.png.images import ImagePainter
from boardkit.backends.png.isolation import LentCanvas
from boardkit.backends.png.kept import Kept
from boardkit.backends.png.paint import image_paint
from boardkit.backends.png.paths import PathPainter
from boardkit.backends.png.reach import reach, within
from boardkit.backends.png.texts import TextPainter
from boardkit.scene.geometry.boxes import mapped
from boardkit.scene.geometry.in_skia import skia_matrix, skia_path
from boardkit.scene.geometry.matrix import concat, inverse, is_invertible, single
from boardkit.scene.geometry.transforms import leaves_a_line
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    Group,
    Image,
    Matrix,
    Node,
    Outline,
    Path,
    Pattern,
    Picture,
    Scene,
    Text,
)

_LARGEST_SINGLE = float(np.finfo(np.float32).max)

_NEAREST = skia.SamplingOptions()


class Rasteriser:
    """Draws scenes; keeps glyph outlines and decoded pictures from page to page."""

    def __init__(self) -> None:
        self._kept = Kept()

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

    def unreadable(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """The nodes that show a picture of which it turned out that it can't be decoded."""
        for node in nodes:
            if isinstance(node, Group):
                yield from self.unreadable(node.children)
            elif any(map(self._kept.is_unreadable, _pictures(node))):
                yield node

    def _layer(self, layer: Group, scene: Scene, scale: float, bitmap: Bitmap) -> None:
        page = (scale, 0.0, 0.0, scale, -scene.origin[0] * scale, -scene.origin[1] * scale)
        bitmap.canvas.setMatrix(skia_matrix(page))
        view = skia.IRect.MakeWH(*picture_size(scene, scale))
        lender = LentCanvas((scene.width, scene.height), scale)
        _Drawing(bitmap.canvas, page, view, lender, self._kept).draw(layer)


def _pictures(node: Path | Text | Image) -> list[Picture]:
    if isinstance(node, Image):
        return [node.picture]
    paints = (node.fill, node.stroke.paint if node.stroke else None)
    return [paint.picture for paint in paints if isinstance(paint, Pattern)]


def picture_size(scene: Scene, scale: float) -> tuple[int, int]:
    """Width and height in device pixels, rounded down as a canvas does, at least one."""
    return max(1, int(scene.width * scale)), max(1, int(scene.height * scale))


class _Drawing:
    """Draws nodes onto one canvas, of which `view` is shown; `page` transforms to its pixels."""

    def __init__(self, canvas: Any, page: Matrix, view: skia.IRect, lender: LentCanvas, kept: Kept) -> None:
        self._canvas = canvas
        self._page = page
        self._view = view
        self._lender = lender
        self._scale = lender.scale
        self._kept = kept
        self._compositor = Compositor(canvas, lender.scale)
        self._paths = PathPainter(canvas, self._compositor, kept)
        self._texts = TextPainter(canvas, self._compositor, kept)
        self._images = ImagePainter(canvas, self._compositor, kept)

    def draw(self, node: Node, outer: Matrix = IDENTITY) -> None:
        """Draw a node and all that is in it; `outer` is the transform of the groups around it."""
        matrix = concat(outer, node.transform)
        self._canvas.save()
        if isinstance(node, Group):
            self._group(node, matrix)
        elif is_invertible(matrix) or leaves_a_line(node):
            if matrix != IDENTITY:
                self._canvas.concat(skia_matrix(matrix))
            match node:
                case Path():
                    self._paths.draw(node, self._page)
                case Text():
                    self._texts.draw(node)
                case Image():
                    self._images.draw(node)
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
        self._paths.clip(skia_path(outline))
        undone = inverse(matrix)
        self._canvas.concat(skia_matrix(undone))
        self._page = concat(concat(self._page, single(matrix)), single(undone))

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
        _Drawing(bitmap.canvas, page, view, lent, self._kept)._children(group, matrix)
        self._canvas.resetMatrix()
        whole, bounds = skia.Rect.Make(view), skia.Rect.Make(area)
        draw = partial(self._canvas.drawImageRect, bitmap.image(), whole, bounds, _NEAREST)
        self._compositor.put(draw, image_paint(group.opacity), Ink.PICTURE, group.blend, group.shadow, bounds)


def _is_plain(group: Group) -> bool:
    """Whether it makes no difference that a group is put down as a picture, which fades otherwise."""
    unfaded = group.opacity == 1 and group.blend is Blend.SOURCE_OVER
    return unfaded and group.shadow is None and group.box is None


def _has_single(matrix: Matrix) -> bool:
    """Whether single precision reaches as far as a transform's numbers; beyond it, nothing is drawn."""
    return all(abs(value) <= _LARGEST_SINGLE for value in matrix)
