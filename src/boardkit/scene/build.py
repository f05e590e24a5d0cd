"""One page of the board as saved to the same page as drawn: what Konva would do, resolved once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from boardkit.board import model
from boardkit.options import RenderOptions
from boardkit.scene import labels
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.extents import isolated_box
from boardkit.scene.geometry.bounds import MAX_COORDINATE, cropped, within_reach
from boardkit.scene.geometry.matrix import placed
from boardkit.scene.geometry.outlines import polygon
from boardkit.scene.nodes import Group, Node, Outline, Scene
from boardkit.scene.shapes.drawing import draw_shape
from boardkit.scene.shapes.images import draw_image
from boardkit.scene.shapes.paint import resolve_blend
from boardkit.scene.text import draw_text, draw_text_path
from boardkit.warnings import WarningCode


def build_scene(board: model.Board, number: int, options: RenderOptions, context: SceneContext) -> Scene:
    """The scene of page `number` (from 1); `context` is shared by all pages of one render."""
    heading = board.headings[number - 1]
    context.page, context.scale = number, options.scale
    without_background = options.background == "transparent"
    saved = [
        layer for layer in board.read_page(number).layers if not (layer.background and without_background)
    ]
    with np.errstate(over="ignore", invalid="ignore"):  # whatever overflows is out of reach, and left out
        layers = tuple(_layer(layer, context) for layer in saved)
    scene = Scene(number, heading.name, heading.width, heading.height, layers)
    if options.crop == "page":
        return scene
    content = [group for group, layer in zip(layers, saved, strict=True) if not layer.background]
    return cropped(scene, content)


def _layer(saved: model.Layer, context: SceneContext) -> Group:
    return Group(tuple(_nodes(saved.children, Surroundings(), context)), isolated=True, id=saved.name)


def _nodes(children: Iterable[model.Node], around: Surroundings, context: SceneContext) -> Iterator[Node]:
    for saved in children:
        node = _node(saved, around, context)
        if node is None:
            continue
        if within_reach(node):
            yield node
        else:
            reason = "The element was left out: it lies too far outside the page."
            context.remark(saved, WarningCode.ELEMENT_LEFT_OUT, reason)


def _node(saved: model.Node, around: Surroundings, context: SceneContext) -> Node | None:
    match saved:
        case model.Label():
            return _group(labels.settled(saved, context), around, context)
        case model.Group():
            return _group(saved, around, context)
        case model.Text():
            return draw_text(saved, around, context)
        case model.TextPath():
            return draw_text_path(saved, around, context)
        case model.Image():
            return draw_image(saved, around, context)
        case model.Shape():
            return draw_shape(saved, around, context)
    context.remark(saved, WarningCode.ELEMENT_LEFT_OUT, "The element was left out: no such shape is known.")
    return None


def _group(saved: model.Group, around: Surroundings, context: SceneContext) -> Group:
    inner = around.within(saved)
    if saved.isolated:
        inside = replace(inner, opacity=1.0, composite="source-over")
        return Group(
            tuple(_nodes(saved.children, inside, context)),
            transform=placed(saved),
            isolated=True,
            opacity=inner.alpha,
            blend=resolve_blend(saved, inner, context),
            clip=_clip(saved),
            box=isolated_box(saved, inner, context),
            id=saved.id,
        )
    children = tuple(_nodes(saved.children, inner, context))
    return Group(children, transform=placed(saved), clip=_clip(saved), id=saved.id)


def _clip(saved: model.Group) -> Outline | None:
    if saved.clip is None:
        return None
    left, top, width, height = saved.clip
    left, right = _near(left), _near(left + width)
    top, bottom = _near(top), _near(top + height)
    return polygon([(left, top), (right, top), (right, bottom), (left, bottom)], closed=True)


def _near(coordinate: float) -> float:
    """A clip's coordinate; nothing that is drawn lies farther off than this."""
    return max(-MAX_COORDINATE, min(coordinate, MAX_COORDINATE))
