"""Konva's labels: a tag as large as a text, both moved so that the tag's pointer ends where the label is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from boardkit.board import model
from boardkit.scene.context import SceneContext
from boardkit.scene.text import text_size


def settled(label: model.Label, context: SceneContext) -> model.Label:
    """A label with its first tag and its first text in their places; as saved where it lacks one of them."""
    text = next((node for node in _all(label.children) if isinstance(node, model.Text)), None)
    tag = next((node for node in _all(label.children) if isinstance(node, model.Tag)), None)
    if text is None or tag is None:
        return label
    width, height = text_size(text, context)
    x, y = _tip(tag, width, height)
    moved: dict[int, model.Node] = {
        id(text): replace(text, x=-x, y=-y),
        id(tag): replace(tag, x=-x, y=-y, width=width, height=height),
    }
    return replace(label, children=_exchanged(label.children, moved))


def _tip(tag: model.Tag, width: float, height: float) -> tuple[float, float]:
    """Where the pointer ends, from the box's top left corner."""
    match tag.pointer_direction:
        case "up":
            return width / 2, -tag.pointer_height
        case "right":
            return width + tag.pointer_width, height / 2
        case "down":
            return width / 2, height + tag.pointer_height
        case "left":
            return -tag.pointer_width, height / 2
    return 0.0, 0.0


def _all(nodes: Iterable[model.Node]) -> Iterator[model.Node]:
    for node in nodes:
        yield node
        if isinstance(node, model.Group):
            yield from _all(node.children)


def _exchanged(nodes: tuple[model.Node, ...], others: dict[int, model.Node]) -> tuple[model.Node, ...]:
    """The nodes with some of them, by identity, exchanged for others at any depth."""
    return tuple(
        replace(node, children=_exchanged(node.children, others))
        if isinstance(node, model.Group)
        else others.get(id(node), node)
        for node in nodes
    )
