"""Images on a canvas: which of their pixels, how smoothed, and with what edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import skia

from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.compositing import Compositor, Ink
from boardkit.backends.png.kept import Kept
from boardkit.backends.png.paint import exact_paint, image_paint
from boardkit.backends.png.reach import within
from boardkit.scene.geometry.in_skia import skia_matrix
from boardkit.scene.geometry.matrix import inverse
from boardkit.scene.nodes import Blend, Box, Image
from boardkit.scene.pictures.image_files import StoredPicture
from boardkit.scene.pictures.metadata import upright_transform

_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)
_NEAREST = skia.SamplingOptions()
_BEYOND = skia.Canvas.kFast_SrcRectConstraint
"""Sampling at a crop's edge takes in the pixels beyond it."""


@dataclass(frozen=True, slots=True)
class ImagePainter:
    """Draws images under a canvas' present transform."""

    canvas: Any
    compositor: Compositor
    kept: Kept

    def draw(self, image: Image) -> None:
        """Draw a picture into its box; nothing where it can't be decoded."""
        stored = self.kept.stored(image.picture)
        if stored is None:
            return
        width, height = image.width, image.height
        self.canvas.concat(skia_matrix(upright_transform(stored.origin, width, height)))
        box = skia.Rect.MakeWH(*((height, width) if stored.is_turned else (width, height)))
        part = _stored_part(stored, image)
        matrix = self.canvas.getTotalMatrix()
        fitting = self.kept.fitting(stored, part, box, matrix)
        if fitting is None:
            return
        paint = image_paint(image.opacity)
        paint.setAntiAlias(_softens_edges(matrix, box))
        plain = image.blend is Blend.SOURCE_OVER and image.shadow is None and self.canvas.isClipRect()
        if plain and not matrix.isScaleTranslate():
            self._turned(*fitting, box, paint)
            return
        draw = partial(self.canvas.drawImageRect, *fitting, box, _LINEAR, constraint=_BEYOND)
        self.compositor.put(draw, paint, Ink.PICTURE, image.blend, image.shadow, matrix.mapRect(box))

    def _turned(self, pixels: skia.Image, part: skia.Rect, box: skia.Rect, paint: skia.Paint) -> None:
        """Draw a turned picture by itself, then blend it with exact rounding.

        Chromium's Skia rounds so while it draws; ours then does only with single precision numbers.
        """
        matrix = self.canvas.getTotalMatrix()
        clip = self.canvas.getDeviceClipBounds()  # where Skia cuts the edges, and not by exact places
        area = within(clip, _sides(matrix.mapRect(box)))
        if area.isEmpty():
            return
        bitmap = Bitmap(area.right(), area.bottom())
        bitmap.canvas.clipRect(skia.Rect.Make(clip))
        bitmap.canvas.setMatrix(matrix)
        bitmap.canvas.drawImageRect(pixels, part, box, _LINEAR, paint, _BEYOND)
        bounds = skia.Rect.Make(area)
        self.canvas.resetMatrix()
        self.canvas.drawImageRect(bitmap.image(), bounds, bounds, _NEAREST, exact_paint())


def _sides(rect: skia.Rect) -> Box:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _stored_part(stored: StoredPicture, image: Image) -> skia.Rect:
    """Where the part of a picture that an image shows lies among the stored pixels."""
    if image.crop is None:
        return skia.Rect.MakeWH(stored.width, stored.height)
    turn = upright_transform(stored.origin, image.picture.width, image.picture.height)
    return skia_matrix(inverse(turn)).mapRect(skia.Rect.MakeXYWH(*image.crop))


def _softens_edges(matrix: skia.Matrix, box: skia.Rect) -> bool:
    """Whether canvas softens an image's edges: only turned ones, and those thinner than a pixel."""
    if not matrix.rectStaysRect():
        return True
    drawn = matrix.mapRect(box)
    return bool(drawn.width() < 1 or drawn.height() < 1)
