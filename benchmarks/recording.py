"""The floor's recording: the nodes of a scene as plain Skia calls, no more than the picture needs."""

from __future__ import annotations

from typing import Any

import skia

from boardkit.board.parse import parse
from boardkit.host import host_resources
from boardkit.limits import Limits
from boardkit.options import RenderOptions
from boardkit.scene.build import build_scene
from boardkit.scene.context import SceneContext
from boardkit.scene.geometry.in_skia import skia_matrix, skia_path
from boardkit.scene.nodes import Color, GlyphRun, Group, Image, Node, Path, Text
from boardkit.scene.pictures.image_files import decode_picture
from boardkit.warnings import WarningLog

_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)


def record(board: bytes, width: int, height: int) -> skia.Picture:
    """The open page of a board at scale 2."""
    log = WarningLog()
    parsed = parse(board, Limits(), log)
    scene = build_scene(
        parsed, parsed.current, RenderOptions(), SceneContext(host_resources(), Limits(), log)
    )
    recorder = skia.PictureRecorder()
    canvas = recorder.beginRecording(skia.Rect.MakeWH(width, height))
    canvas.scale(2, 2)
    for number, layer in enumerate(scene.layers):
        if number and layer.children:
            canvas.saveLayer(None, None)
        for node in layer.children:
            _draw(canvas, node)
        if number and layer.children:
            canvas.restore()
    return recorder.finishRecordingAsPicture()


def _draw(canvas: Any, node: Node) -> None:
    canvas.save()
    canvas.concat(skia_matrix(node.transform))
    match node:
        case Group():
            for child in node.children:
                _draw(canvas, child)
        case Path():
            _path(canvas, node)
        case Text():
            for line in node.lines:
                for run in line:
                    _glyphs(canvas, run, _paint(node.fill, node.opacity))
        case Image():
            picture = decode_picture(node.picture)
            canvas.drawImageRect(picture, skia.Rect.MakeWH(node.width, node.height), _SMOOTH)
    canvas.restore()


def _path(canvas: Any, node: Path) -> None:
    outline = skia_path(node.outline, node.fill_rule)
    if node.fill is not None:
        canvas.drawPath(outline, _paint(node.fill, node.opacity))
    if node.stroke is not None:
        paint = _paint(node.stroke.paint, node.opacity)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(node.stroke.width)
        canvas.drawPath(outline, paint)


def _glyphs(canvas: Any, run: GlyphRun, paint: skia.Paint) -> None:
    font = skia.Font(skia.Typeface.MakeFromData(skia.Data.MakeWithCopy(run.face.data)), run.size)
    places = [skia.Point(x, y) for x, y in zip(run.x.tolist(), run.y.tolist(), strict=True)]
    builder = skia.TextBlobBuilder()
    builder.allocRunPos(font, run.glyphs.tolist(), places)
    canvas.drawTextBlob(builder.make(), 0, 0, paint)


def _paint(paint: Any, opacity: float) -> skia.Paint:
    color = paint if isinstance(paint, Color) else Color(0, 0, 0)
    alpha = round(255 * color.alpha * opacity)
    return skia.Paint(AntiAlias=True, Color=skia.Color(color.red, color.green, color.blue, alpha))
