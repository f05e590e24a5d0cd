"""One page of the board as saved to the same page as drawn: what Konva would do, resolved once."""

from __future__ import annotations

from collections.abc import Iterator

from boardkit.board import model
from boardkit.options import RenderOptions
from boardkit.scene import shapes
from boardkit.scene.bounds import cropped
from boardkit.scene.context import SceneContext
from boardkit.scene.images import draw_image
from boardkit.scene.nodes import Group, Node, Scene
from boardkit.scene.text import draw_text
from boardkit.warnings import WarningCode


def build_scene(board: model.Board, number: int, options: RenderOptions, context: SceneContext) -> Scene:
    """The scene of page `number` (from 1); `context` is shared by all pages of one render."""
    heading = board.headings[number - 1]
    context.page = number
    without_background = options.background == "transparent"
    saved = [
        layer for layer in board.read_page(number).layers if not (layer.background and without_background)
    ]
    layers = tuple(_group(layer, context) for layer in saved)
    scene = Scene(number, heading.name, heading.width, heading.height, layers)
    if options.crop == "page":
        return scene
    content = [group for group, layer in zip(layers, saved, strict=True) if not layer.background]
    return cropped(scene, content)


def _group(layer: model.Layer, context: SceneContext) -> Group:
    return Group(tuple(_nodes(layer, context)), isolated=True, id=layer.name)


def _nodes(layer: model.Layer, context: SceneContext) -> Iterator[Node]:
    for saved in layer.children:
        node = _node(saved, context)
        if node is not None:
            yield node


def _node(saved: model.Node, context: SceneContext) -> Node | None:
    match saved:
        case model.Freehand():
            return shapes.draw_freehand(saved, context)
        case model.Line():
            return shapes.draw_line(saved, context)
        case model.Rect():
            return shapes.draw_rect(saved, context)
        case model.Ellipse():
            return shapes.draw_ellipse(saved, context)
        case model.Text():
            return draw_text(saved, context)
        case model.Image():
            return draw_image(saved, context)
    context.remark(saved, WarningCode.ELEMENT_LEFT_OUT, "The element was left out: no such shape is known.")
    return None
