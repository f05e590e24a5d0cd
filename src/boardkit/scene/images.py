"""Konva's images: a picture in its box, with rounded corners, a frame and a shadow where it has them."""

from __future__ import annotations

from dataclasses import replace

from boardkit.board import model
from boardkit.scene import outlines
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.matrix import moved, placed
from boardkit.scene.nodes import Blend, Group, Image, Node, Outline, Path, Picture
from boardkit.scene.paint import resolve_blend, resolve_paint, resolve_shadow, resolve_stroke
from boardkit.scene.sources import load_picture
from boardkit.warnings import WarningCode


def draw_image(saved: model.Image, around: Surroundings, context: SceneContext) -> Node | None:
    """An image in its box; None, with a remark, where the browser would show nothing."""
    picture = load_picture(saved, saved.source, context)
    if picture is None:
        return None
    width = picture.width if saved.width is None else saved.width
    height = picture.height if saved.height is None else saved.height
    if not width or not height:
        context.remark(saved, WarningCode.ELEMENT_LEFT_OUT, "The image was left out: its size is zero.")
        return None
    inner = around.within(saved)
    image = replace(
        _in_box(picture, width, height, saved),
        opacity=inner.alpha,
        blend=resolve_blend(saved, inner, context),
        shadow=resolve_shadow(saved, inner, context),
        id=saved.id,
    )
    frame = _frame(saved, width, height, context)
    if frame is None and not any(saved.corner_radius):
        return replace(image, transform=moved(placed(saved), *image.transform[4:]))
    return _framed(saved, image, frame, outlines.rounded_rectangle(width, height, saved.corner_radius))


def _in_box(picture: Picture, width: float, height: float, saved: model.Image) -> Image:
    """A negative box extends to the left and up; canvas does not mirror what it shows."""
    left, top = min(width, 0.0), min(height, 0.0)
    return Image(picture, abs(width), abs(height), crop=saved.crop, transform=(1.0, 0.0, 0.0, 1.0, left, top))


def _frame(saved: model.Image, width: float, height: float, context: SceneContext) -> Path | None:
    """What Konva fills and strokes below an image."""
    fill = resolve_paint(saved, saved.fill, context) if saved.fill else None
    stroke = resolve_stroke(saved, context)
    if fill is None and stroke is None:
        return None
    return Path(outlines.rounded_rectangle(width, height, saved.corner_radius), fill=fill, stroke=stroke)


def _framed(saved: model.Image, image: Image, frame: Path | None, outline: Outline) -> Group:
    """The image clipped by its corners above its frame, fading and casting its shadow as one."""
    plain = replace(image, opacity=1.0, blend=Blend.SOURCE_OVER, shadow=None)
    clipped: Node = Group((plain,), clip=outline) if any(saved.corner_radius) else plain
    return Group(
        (clipped,) if frame is None else (frame, clipped),
        transform=placed(saved),
        isolated=True,
        opacity=image.opacity,
        blend=image.blend,
        shadow=image.shadow,
        id=image.id,
    )
