"""Konva's images: a picture in its box, with rounded corners, a frame and a shadow where it has them."""

from __future__ import annotations

from dataclasses import replace

from boardkit.board import model
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.geometry import outlines
from boardkit.scene.geometry.matrix import is_invertible, moved, placed
from boardkit.scene.nodes import Group, Image, Node, Outline, Path, Picture
from boardkit.scene.pictures.sources import load_picture
from boardkit.scene.shapes.buffers import buffer_box
from boardkit.scene.shapes.drawing import Look, paths_of
from boardkit.scene.shapes.paint import (
    has_shadow,
    resolve_blend,
    resolve_paint,
    resolve_shadow,
    resolve_stroke,
)
from boardkit.scene.shapes.pieces import Piece
from boardkit.warnings import WarningCode

Box = tuple[float, float, float, float]
"""Left, top, width, height."""


def draw_image(saved: model.Image, around: Surroundings, context: SceneContext) -> Node | None:
    """An image in its box; without its picture, what is left of its frame; None for nothing to show."""
    picture = load_picture(saved, saved.source, context)
    width, height = _size(saved, picture)
    inner = around.within(saved)
    outline = outlines.rounded_rectangle(width, height, saved.corner_radius)
    buffered = _needs_buffer(saved, inner)
    whole = _look(saved, inner, context)
    look = Look() if buffered else whole
    nodes: list[Node] = [*_frame(saved, outline, inner, look, context)]
    image = None if picture is None else _in_box(picture, width, height, saved, context)
    if image is not None:
        image = replace(image, opacity=look.opacity, blend=look.blend, shadow=look.shadow)
        if not nodes and not any(saved.corner_radius):
            return replace(image, transform=moved(placed(saved), *image.transform[4:]))
        nodes.append(Group((image,), clip=outline) if any(saved.corner_radius) else image)
    if not nodes:
        return None
    if not buffered:
        return Group(tuple(nodes), transform=placed(saved), id=saved.id)
    return Group(
        tuple(nodes),
        transform=placed(saved),
        isolated=True,
        opacity=whole.opacity,
        blend=whole.blend,
        shadow=whole.shadow,
        box=buffer_box(saved, [outline], _is_stroked(saved), inner.matrix),
        id=saved.id,
    )


def box_of(saved: model.Image, context: SceneContext) -> Outline:
    """The box of an image."""
    return outlines.rectangle(*_size(saved, load_picture(saved, saved.source, context)))


def _size(saved: model.Image, picture: Picture | None) -> tuple[float, float]:
    width, height = (0.0, 0.0) if picture is None else (picture.width, picture.height)
    return (
        width if saved.width is None else saved.width,
        height if saved.height is None else saved.height,
    )


def _in_box(
    picture: Picture, width: float, height: float, saved: model.Image, context: SceneContext
) -> Image | None:
    """The shown part of a picture in its box; None, with a remark, where either has no extent.

    A negative size extends to the left and up; canvas does not mirror what it shows.
    """
    box = _upright((0.0, 0.0, width, height))
    crop = None if saved.crop is None else _upright(saved.crop)
    if box[2] and box[3] and crop is not None:
        crop, box = _shown(crop, box, picture)
    if not (box[2] > 0 and box[3] > 0):
        reason = (
            "its size is zero" if crop is None else "its size is zero, or its crop lies beside the picture"
        )
        context.remark(saved, WarningCode.ELEMENT_LEFT_OUT, f"The image was left out: {reason}.")
        return None
    left, top, width, height = box
    return Image(picture, width, height, crop=crop, transform=(1.0, 0.0, 0.0, 1.0, left, top), id=saved.id)


def _upright(box: Box) -> Box:
    left, top, width, height = box
    return left + min(width, 0.0), top + min(height, 0.0), abs(width), abs(height)


def _shown(crop: Box, box: Box, picture: Picture) -> tuple[Box, Box]:
    """A crop without what lies outside the picture, and the part of the box that is left for it."""
    left, top, width, height = crop
    right, bottom = min(left + width, picture.width), min(top + height, picture.height)
    inside = (max(left, 0.0), max(top, 0.0))
    shown = (*inside, max(right - inside[0], 0.0), max(bottom - inside[1], 0.0))
    across, down = box[2] / width, box[3] / height
    return shown, (
        box[0] + (shown[0] - left) * across,
        box[1] + (shown[1] - top) * down,
        shown[2] * across,
        shown[3] * down,
    )


def _frame(
    saved: model.Image, outline: Outline, inner: Surroundings, look: Look, context: SceneContext
) -> tuple[Path, ...]:
    """What Konva fills and strokes below an image."""
    fill = resolve_paint(saved, saved.fill, context) if saved.fill else None
    stroke = resolve_stroke(saved, inner, context)
    if (fill is None and stroke is None) or not is_invertible(inner.matrix):
        return ()
    return paths_of(saved, Piece(outline), fill, stroke, look)


def _look(saved: model.Image, inner: Surroundings, context: SceneContext) -> Look:
    return Look(
        opacity=inner.alpha,
        blend=resolve_blend(saved, inner, context),
        shadow=resolve_shadow(saved, inner, context),
    )


def _needs_buffer(saved: model.Image, inner: Surroundings) -> bool:
    """Whether Konva draws an image on a canvas of its own first."""
    if not saved.perfect_draw:
        return False
    casts = has_shadow(saved)
    fades = inner.opacity != 1 or (casts and saved.shadow_for_stroke)
    return (casts and any(saved.corner_radius)) or (_is_stroked(saved) and fades)


def _is_stroked(saved: model.Image) -> bool:
    return saved.stroke is not None and saved.stroke_width != 0
