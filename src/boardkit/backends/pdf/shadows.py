"""Shadows. PDF can't blur, so a shadow is a picture: one colour, seen through a blurred silhouette."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt
import skia

from boardkit.backends.pdf.images import UPRIGHT, tinted
from boardkit.backends.pdf.resources import PageResources
from boardkit.scene.matrix import concat
from boardkit.scene.nodes import (
    Color,
    FillRule,
    GlyphRun,
    Group,
    Image,
    Matrix,
    Node,
    Outline,
    Paint,
    Path,
    Shadow,
    Stroke,
    Text,
)
from boardkit.scene.pictures import UnreadablePicture, decode_picture
from boardkit.scene.transforms import transformed

_SAMPLES_PER_SIGMA = 4  # finer than that, a blur holds nothing
_FINEST = 3.0  # samples per board pixel of a shadow that is hardly blurred
_MOST_SAMPLES = 4_000_000
_REACH = 3  # sigmas, beyond which a blur is nothing

_PATH_FORMAT = 5
_FILL_TYPES = {FillRule.NONZERO: 0, FillRule.EVENODD: 1 << 8}
_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}
_JOINS = {"miter": skia.Paint.kMiter_Join, "round": skia.Paint.kRound_Join, "bevel": skia.Paint.kBevel_Join}
_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)


@dataclass(frozen=True, slots=True)
class CastShadow:
    """A picture by its resource's name, and the way of its unit square (y up) to the board's space."""

    name: str
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class _Shape:
    """A part of a silhouette: a path in the board's space, and what it is filled with."""

    path: skia.Path
    paint: skia.Paint


def cast_shadow(node: Node, matrix: Matrix, shadow: Shadow, resources: PageResources) -> CastShadow | None:
    """The shadow of `node`, which `matrix` takes to the board's space; None where none falls on the page."""
    shapes = [shape for shape in _silhouette(node, matrix, resources) if not shape.path.isEmpty()]
    if not shapes:
        return None
    area = _area(shapes, shadow, resources.page)
    if area is None:
        return None
    alpha = _blurred(shapes, shadow, area)
    if not alpha.any():
        return None
    name = resources.xobject(tinted(alpha, shadow.color, resources.document.pdf))
    box: Matrix = (area.width(), 0.0, 0.0, area.height(), area.left(), area.top())
    return CastShadow(name, concat(box, UPRIGHT))


def _area(shapes: list[_Shape], shadow: Shadow, page: skia.Rect) -> skia.Rect | None:
    """The part of the page that the shadow reaches."""
    bounds = skia.Rect.MakeEmpty()
    for shape in shapes:
        bounds.join(shape.path.computeTightBounds())
    reach = _REACH * shadow.blur / 2 + 1
    bounds.outset(reach, reach)
    bounds.offset(shadow.offset_x, shadow.offset_y)
    return bounds if bounds.intersect(page) else None


def _blurred(shapes: list[_Shape], shadow: Shadow, area: skia.Rect) -> npt.NDArray[np.uint8]:
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
    for shape in shapes:
        canvas.drawPath(shape.path, shape.paint)
    canvas.restore()
    pixels: npt.NDArray[np.uint8] = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels[:, :, 3:]


def _silhouette(
    node: Node, matrix: Matrix, resources: PageResources, opacity: float = 1.0
) -> Iterator[_Shape]:
    opacity *= node.opacity
    match node:
        case Group():
            for child in node.children:
                yield from _silhouette(child, concat(matrix, child.transform), resources, opacity)
        case Path():
            yield from _outlined(node.outline, node.fill, node.stroke, matrix, opacity, node.fill_rule)
        case Text():
            for line in node.lines:
                for run in line:
                    for outline in _glyphs(run, resources):
                        yield from _outlined(outline, node.fill, node.stroke, matrix, opacity)
        case Image():
            yield from _pictured(node, matrix, opacity)


def _outlined(
    outline: Outline,
    fill: Paint | None,
    stroke: Stroke | None,
    matrix: Matrix,
    opacity: float,
    rule: FillRule = FillRule.NONZERO,
) -> Iterator[_Shape]:
    path = _skia_path(outline, rule)
    if fill is not None:
        filled = skia.Path(path)
        filled.transform(_skia_matrix(matrix))
        yield _Shape(filled, _opaque(fill, opacity))
    if stroke is not None and stroke.width > 0:
        line = _line(path, stroke, matrix)
        yield _Shape(line, _opaque(stroke.paint, opacity))


def _line(path: skia.Path, stroke: Stroke, matrix: Matrix) -> skia.Path:
    """What the pen covers of the board's space."""
    paint = skia.Paint(
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=stroke.width,
        StrokeCap=_CAPS[stroke.cap],
        StrokeJoin=_JOINS[stroke.join],
        StrokeMiter=stroke.miter_limit,
    )
    if sum(stroke.dash) > 0:
        paint.setPathEffect(skia.DashPathEffect.Make(list(stroke.dash), stroke.dash_offset))
    source, covered = skia.Path(path), skia.Path()
    if not stroke.scaled:
        source.transform(_skia_matrix(matrix))
    paint.getFillPath(source, covered)
    if stroke.scaled:
        covered.transform(_skia_matrix(matrix))
    return covered


def _pictured(node: Image, matrix: Matrix, opacity: float) -> Iterator[_Shape]:
    """The image's box, as far as the picture covers it."""
    try:
        picture = decode_picture(node.picture)
    except UnreadablePicture:
        return
    shown = skia.Rect.MakeWH(picture.width(), picture.height())
    if node.crop is not None:
        shown = skia.Rect.MakeXYWH(*node.crop)
    box = skia.Rect.MakeWH(node.width, node.height)
    placed = _skia_matrix(matrix)
    pixels = skia.Matrix.Concat(placed, skia.Matrix.MakeRectToRect(shown, box, skia.Matrix.kFill_ScaleToFit))
    shader = picture.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, _SMOOTH, pixels)
    path = skia.Path()
    path.addRect(box)
    path.transform(placed)
    yield _Shape(path, skia.Paint(AntiAlias=True, Shader=shader, Alphaf=opacity))


def _opaque(paint: Paint, opacity: float) -> skia.Paint:
    alpha = paint.alpha if isinstance(paint, Color) else 1.0
    return skia.Paint(AntiAlias=True, Alphaf=alpha * opacity)


def _glyphs(run: GlyphRun, resources: PageResources) -> Iterator[Outline]:
    """The outlines of the run's glyphs where its Text node has them."""
    font = resources.document.font(run.face)
    if font is None:
        return
    unit = run.size / font.units_per_em
    for glyph, x, y in zip(run.glyphs.tolist(), run.x.tolist(), run.y.tolist(), strict=True):
        yield transformed(font.outline(glyph), (unit, 0.0, 0.0, -unit, x, y))


def _skia_path(outline: Outline, rule: FillRule) -> skia.Path:
    counts = (len(outline.points), len(outline.weights), len(outline.verbs))
    header = np.array([_FILL_TYPES[rule] | _PATH_FORMAT, *counts], dtype=np.uint32)
    arrays = (header, outline.points, outline.weights, outline.verbs)
    path = skia.Path()
    path.readFromMemory(b"".join(array.tobytes() for array in arrays) + bytes(-len(outline.verbs) % 4))
    return path


def _skia_matrix(matrix: Matrix) -> skia.Matrix:
    a, b, c, d, e, f = matrix
    return skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1)
