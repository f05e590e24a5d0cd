"""Shadows. PDF can't blur, so a shadow is a picture: one colour, seen through a blurred silhouette."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import skia

from boardkit.backends.pdf.images import UPRIGHT, tinted
from boardkit.backends.pdf.lines import line_area
from boardkit.backends.pdf.resources import PageResources
from boardkit.scene.geometry.bounds import bounds
from boardkit.scene.geometry.in_skia import skia_matrix, skia_path
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import magnification, transformed
from boardkit.scene.nodes import (
    Blend,
    Color,
    FillRule,
    GlyphRun,
    Group,
    Image,
    LinearGradient,
    Matrix,
    Node,
    Outline,
    Paint,
    Path,
    Pattern,
    RadialGradient,
    Shadow,
    Text,
)
from boardkit.scene.pictures.image_files import UnreadablePicture, decode_picture
from boardkit.scene.text.glyphs import SLANT, emboldened

_SAMPLES_PER_SIGMA = 4  # finer than that, a blur holds nothing
_FINEST = 3.0  # samples per board pixel of a shadow that is hardly blurred
_MOST_SAMPLES = 4_000_000
_REACH = 3  # sigmas, beyond which a blur is nothing

_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)
_COVERING = {
    Blend.SOURCE_IN: skia.BlendMode.kSrcIn,
    Blend.SOURCE_OUT: skia.BlendMode.kSrcOut,
    Blend.DESTINATION_IN: skia.BlendMode.kDstIn,
    Blend.DESTINATION_OUT: skia.BlendMode.kDstOut,
    Blend.DESTINATION_ATOP: skia.BlendMode.kDstATop,
    Blend.SOURCE_ATOP: skia.BlendMode.kSrcATop,
    Blend.LIGHTER: skia.BlendMode.kPlus,
    Blend.COPY: skia.BlendMode.kSrc,
    Blend.XOR: skia.BlendMode.kXor,
}
"""The operations that cover otherwise than ink over ink does."""


@dataclass(frozen=True, slots=True)
class CastShadow:
    """A picture by its resource's name, and the way of its unit square (y up) to the board's space."""

    name: str
    matrix: Matrix


def cast_shadow(node: Node, matrix: Matrix, shadow: Shadow, resources: PageResources) -> CastShadow | None:
    """The shadow of `node`, which `matrix` takes to the board's space; None where none falls on the page."""
    area = _area(node, matrix, shadow, resources)
    if area is None:
        return None
    alpha = _blurred(node, matrix, shadow, area, resources)
    if not alpha.any():
        return None
    name = resources.xobject(tinted(alpha, shadow.color, resources.document.pdf))
    box: Matrix = (area.width(), 0.0, 0.0, area.height(), area.left(), area.top())
    return CastShadow(name, concat(box, UPRIGHT))


def _area(node: Node, matrix: Matrix, shadow: Shadow, resources: PageResources) -> skia.Rect | None:
    """The part of the page that the shadow may reach."""
    box = bounds(node, matrix)
    if box is None:
        return None
    area = skia.Rect.MakeLTRB(*box)
    reach = _REACH * shadow.blur / 2 + _tip(node, matrix) + 1
    area.outset(reach, reach)
    area.offset(shadow.offset_x, shadow.offset_y)
    return resources.shown_part(area)


def _tip(node: Node, matrix: Matrix) -> float:
    """How far the corner of a line may reach beyond the line's own width."""
    match node:
        case Group():
            return max((_tip(child, concat(matrix, child.transform)) for child in node.children), default=0.0)
        case Path() | Text() if node.stroke is not None:
            scale = magnification(matrix) if node.stroke.scaled else 1.0
            return scale * node.stroke.width / 2 * max(node.stroke.miter_limit, 1.0)
        case _:
            return 0.0


def _blurred(
    node: Node, matrix: Matrix, shadow: Shadow, area: skia.Rect, resources: PageResources
) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 1]: how much of the shadow lies on each sample of `area`."""
    sigma = shadow.blur / 2
    fineness = _FINEST if sigma == 0 else min(_FINEST, _SAMPLES_PER_SIGMA / sigma)
    fineness = min(fineness, sqrt(_MOST_SAMPLES / (area.width() * area.height())))
    width, height = ceil(area.width() * fineness), ceil(area.height() * fineness)
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    canvas = surface.getCanvas()
    canvas.scale(width / area.width(), height / area.height())
    canvas.translate(shadow.offset_x - area.left(), shadow.offset_y - area.top())
    canvas.saveLayer(None, skia.Paint(ImageFilter=skia.ImageFilters.Blur(sigma, sigma)) if sigma else None)
    _Silhouette(canvas, resources).draw(node, matrix, is_caster=True)
    canvas.restore()
    pixels: npt.NDArray[np.uint8] = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels[:, :, 3:]


class _Silhouette:
    """Draws what nodes cover, as far as they do, on a canvas in the board's space."""

    def __init__(self, canvas: Any, resources: PageResources) -> None:
        self._canvas = canvas
        self._resources = resources

    def draw(self, node: Node, matrix: Matrix, *, is_caster: bool = False) -> None:
        """Draw a node; the one that casts the shadow doesn't mix with what is below it."""
        blend = skia.BlendMode.kSrcOver
        if not is_caster:
            blend = _COVERING.get(node.blend, blend)
        match node:
            case Group():
                self._group(node, matrix, blend)
            case Path():
                self._outlined(node.outline, node, matrix, blend, node.fill_rule)
            case Text():
                for run in (run for line in node.lines for run in line):
                    self._run(run, node, matrix, blend)
            case Image():
                self._image(node, matrix, blend)

    def _group(self, group: Group, matrix: Matrix, blend: skia.BlendMode) -> None:
        self._canvas.save()
        if group.clip is not None:
            clip = skia_path(group.clip)
            clip.transform(skia_matrix(matrix))
            self._canvas.clipPath(clip, doAntiAlias=True)
        if group.isolated:
            self._canvas.saveLayer(None, skia.Paint(Alphaf=group.opacity, BlendMode=blend))
        for child in group.children:
            self.draw(child, concat(matrix, child.transform))
        if group.isolated:
            self._canvas.restore()
        self._canvas.restore()

    def _outlined(
        self,
        outline: Outline,
        node: Path | Text,
        matrix: Matrix,
        blend: skia.BlendMode,
        rule: FillRule = FillRule.NONZERO,
    ) -> None:
        if node.fill is not None:
            filled = skia_path(outline, rule)
            filled.transform(skia_matrix(matrix))
            self._canvas.drawPath(filled, _covering(node.fill, node.opacity, matrix, blend))
        if node.stroke is not None and node.stroke.width > 0:
            line = line_area(outline, node.stroke, matrix)
            self._canvas.drawPath(line, _covering(node.stroke.paint, node.opacity, matrix, blend))

    def _run(self, run: GlyphRun, node: Text, matrix: Matrix, blend: skia.BlendMode) -> None:
        font = self._resources.outlines(run.face)
        for glyph, x, y in zip(run.glyphs.tolist(), run.x.tolist(), run.y.tolist(), strict=True):
            pictured = self._resources.document.pictures.picture(run.face, glyph)
            if pictured:
                picture = pictured.picture
                image = Image(picture, picture.width, picture.height, opacity=node.opacity)
                self._image(image, concat(matrix, pictured.placed(x, y, run.size)), blend)
            elif font:
                unit = run.size / font.units_per_em
                slant = SLANT * unit if run.face.slanted else 0.0
                letter = transformed(font.outline(glyph), (unit, 0.0, slant, -unit, x, y))
                if run.face.emboldened:
                    letter = emboldened(letter, run.size)
                self._outlined(letter, node, matrix, blend)

    def _image(self, node: Image, matrix: Matrix, blend: skia.BlendMode) -> None:
        """The image's box, as far as the picture covers it."""
        try:
            picture = decode_picture(node.picture)
        except UnreadablePicture:
            return
        shown = skia.Rect.MakeXYWH(*(node.crop or (0, 0, picture.width(), picture.height())))
        self._canvas.save()
        self._canvas.concat(skia_matrix(matrix))
        self._canvas.drawImageRect(
            picture,
            shown,
            skia.Rect.MakeWH(node.width, node.height),
            _SMOOTH,
            skia.Paint(AntiAlias=True, Alphaf=node.opacity, BlendMode=blend),
        )
        self._canvas.restore()


def _covering(paint: Paint, opacity: float, matrix: Matrix, blend: skia.BlendMode) -> skia.Paint:
    """A paint that covers as much as `paint` of a node that `matrix` takes to the board's space."""
    covering = skia.Paint(AntiAlias=True, BlendMode=blend, Alphaf=opacity)
    match paint:
        case Color():
            covering.setAlphaf(paint.alpha * opacity)
        case LinearGradient() if paint.stops and paint.start != paint.end:
            ends = [skia.Point(*paint.start), skia.Point(*paint.end)]
            colors, offsets = _alphas(paint)
            covering.setShader(
                skia.GradientShader.MakeLinear(
                    ends, colors, offsets, skia.TileMode.kClamp, 0, skia_matrix(matrix)
                )
            )
        case RadialGradient() if paint.stops:
            circles = (skia.Point(*paint.start), paint.start_radius, skia.Point(*paint.end), paint.end_radius)
            colors, offsets = _alphas(paint)
            covering.setShader(
                skia.GradientShader.MakeTwoPointConical(
                    *circles, colors, offsets, skia.TileMode.kClamp, 0, skia_matrix(matrix)
                )
            )
        case Pattern():
            covering.setShader(_repeated(paint, matrix))
    return covering


def _repeated(pattern: Pattern, matrix: Matrix) -> skia.Shader | None:
    """A pattern's picture, repeated; None, which covers all, for one that can't be decoded."""
    try:
        picture = decode_picture(pattern.picture)
    except UnreadablePicture:
        return None
    across, down = (
        skia.TileMode.kRepeat if repeats else skia.TileMode.kDecal
        for repeats in (pattern.repeat_x, pattern.repeat_y)
    )
    return picture.makeShader(across, down, _SMOOTH, skia_matrix(concat(matrix, pattern.transform)))


def _alphas(paint: LinearGradient | RadialGradient) -> tuple[list[int], list[float]]:
    """Black as opaque as the gradient's colours, and where."""
    return (
        [skia.ColorSetARGB(round(color.alpha * 255), 0, 0, 0) for _, color in paint.stops],
        [offset for offset, _ in paint.stops],
    )
