"""A scene's pixels, drawn by Skia exactly as Chromium's canvas would draw them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import skia

from boardkit.backends.png.glyphs import GlyphOutlines, brightness_of, gamma_filter, glyph_style
from boardkit.errors import RenderError
from boardkit.scene.nodes import (
    Blend,
    Color,
    FillRule,
    GlyphRun,
    Group,
    Image,
    Matrix,
    Node,
    Outline,
    Path,
    Picture,
    Scene,
    Stroke,
    Text,
)
from boardkit.scene.pictures import UnreadablePicture, decode_picture

_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}
_JOINS = {"miter": skia.Paint.kMiter_Join, "round": skia.Paint.kRound_Join, "bevel": skia.Paint.kBevel_Join}
_BLENDS = {
    Blend.SOURCE_OVER: skia.BlendMode.kSrcOver,
    Blend.MULTIPLY: skia.BlendMode.kMultiply,
    Blend.DESTINATION_OUT: skia.BlendMode.kDstOut,
}
_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)
_NEAREST = skia.SamplingOptions()

_PATH_FORMAT = 5
_FILL_TYPE_SHIFT = 8
_FILL_TYPES = {FillRule.NONZERO: 0, FillRule.EVENODD: 1}


class Rasteriser:
    """Draws scenes; keeps glyph outlines and decoded pictures from page to page."""

    def __init__(self) -> None:
        self._glyphs = GlyphOutlines()
        self._pictures: dict[Picture, skia.Image | None] = {}

    def pixels(self, scene: Scene, scale: float) -> npt.NDArray[np.uint8]:
        """uint8[height, width, 4]: a scene as straight RGBA, `scale` device pixels per board pixel.

        Raises `RenderError` where the picture can't be held in memory.
        """
        width, height = picture_size(scene, scale)
        surface = skia.Surface.MakeRasterN32Premul(width, height)
        if surface is None:
            raise RenderError(f"A picture of {width} × {height} pixels could not be made.")
        canvas = surface.getCanvas()
        canvas.scale(scale, scale)
        canvas.translate(-scene.origin[0], -scene.origin[1])
        for layer in scene.layers:
            self._draw(layer, canvas)
        pixels: npt.NDArray[np.uint8] = surface.makeImageSnapshot().toarray(
            colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kUnpremul_AlphaType
        )
        return pixels

    def _draw(self, node: Node, canvas: Any) -> None:
        canvas.save()
        canvas.concat(_matrix(node.transform))
        match node:
            case Group():
                self._draw_group(node, canvas)
            case Path():
                _draw_path(node, canvas)
            case Text():
                self._draw_text(node, canvas)
            case Image():
                self._draw_image(node, canvas)
        canvas.restore()

    def _draw_group(self, group: Group, canvas: Any) -> None:
        if group.isolated:
            canvas.saveLayer(None, skia.Paint(Alphaf=group.opacity))
        for child in group.children:
            self._draw(child, canvas)
        if group.isolated:
            canvas.restore()

    def _draw_image(self, image: Image, canvas: Any) -> None:
        if image.picture not in self._pictures:
            self._pictures[image.picture] = _decoded(image.picture)
        pixels = self._pictures[image.picture]
        if pixels is None:
            return
        box = skia.Rect.MakeWH(image.width, image.height)
        paint = skia.Paint(Alphaf=image.opacity, BlendMode=_BLENDS[image.blend])
        paint.setAntiAlias(_softens_edges(canvas.getTotalMatrix(), box))
        canvas.drawImageRect(pixels, box, _SMOOTH, paint)

    def _draw_text(self, text: Text, canvas: Any) -> None:
        for line in text.lines:
            for run in line:
                self._draw_run(run, text, canvas)

    def _draw_run(self, run: GlyphRun, text: Text, canvas: Any) -> None:
        matrix = canvas.getTotalMatrix()
        a, b, c, d = matrix.getScaleX(), matrix.getSkewY(), matrix.getSkewX(), matrix.getScaleY()
        style = glyph_style(run.size, a, b, c, d)
        paint = _fill_paint(text.fill, text.opacity, text.blend)
        if style.corrected:
            paint.setMaskFilter(gamma_filter(brightness_of(text.fill)))
        xs = a * run.x + c * run.y + matrix.getTranslateX()
        ys = b * run.x + d * run.y + matrix.getTranslateY()
        canvas.save()
        for glyph, x, y in zip(run.glyphs.tolist(), xs.tolist(), ys.tolist(), strict=True):
            canvas.setMatrix(style.placed(x, y))
            canvas.drawPath(self._glyphs.outline(run.face, style, glyph), paint)
        canvas.restore()


def picture_size(scene: Scene, scale: float) -> tuple[int, int]:
    """Width and height in device pixels, rounded down as a canvas does, at least one."""
    return max(1, int(scene.width * scale)), max(1, int(scene.height * scale))


def skia_path(outline: Outline, rule: FillRule = FillRule.NONZERO) -> skia.Path:
    """An outline as Skia's own, handed over whole: a call a segment would cost more than drawing it."""
    header = np.array(
        [
            _FILL_TYPES[rule] << _FILL_TYPE_SHIFT | _PATH_FORMAT,
            len(outline.points),
            len(outline.weights),
            len(outline.verbs),
        ],
        dtype=np.uint32,
    )
    padding = bytes(-len(outline.verbs) % 4)
    path = skia.Path()
    packed = b"".join(
        [
            header.tobytes(),
            outline.points.tobytes(),
            outline.weights.tobytes(),
            outline.verbs.tobytes(),
            padding,
        ]
    )
    if not path.readFromMemory(packed):
        raise RenderError("An outline could not be read by the rasteriser.")
    return path


def _softens_edges(matrix: skia.Matrix, box: skia.Rect) -> bool:
    """Whether canvas softens an image's edges: only turned ones, and those thinner than a pixel."""
    if not matrix.rectStaysRect():
        return True
    drawn = matrix.mapRect(box)
    return bool(drawn.width() < 1 or drawn.height() < 1)


def _draw_path(path: Path, canvas: Any) -> None:
    geometry = skia_path(path.outline, path.fill_rule)
    if path.fill is not None:
        canvas.drawPath(geometry, _fill_paint(path.fill, path.opacity, path.blend))
    if path.stroke is not None:
        canvas.drawPath(geometry, _stroke_paint(path.stroke, path.opacity, path.blend))


def _fill_paint(color: Color, opacity: float, blend: Blend) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color4f=_color(color, opacity), BlendMode=_BLENDS[blend])


def _stroke_paint(stroke: Stroke, opacity: float, blend: Blend) -> skia.Paint:
    paint = _fill_paint(stroke.color, opacity, blend)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(stroke.width)
    paint.setStrokeCap(_CAPS[stroke.cap])
    paint.setStrokeJoin(_JOINS[stroke.join])
    paint.setStrokeMiter(stroke.miter_limit)
    if stroke.dash:
        paint.setPathEffect(skia.DashPathEffect.Make(list(stroke.dash), stroke.dash_offset))
    return paint


def _color(color: Color, opacity: float) -> skia.Color4f:
    return skia.Color4f(color.red / 255, color.green / 255, color.blue / 255, color.alpha * opacity)


def _matrix(transform: Matrix) -> skia.Matrix:
    a, b, c, d, e, f = transform
    return skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1)


def _decoded(picture: Picture) -> skia.Image | None:
    try:
        return decode_picture(picture)
    except UnreadablePicture:
        return None
