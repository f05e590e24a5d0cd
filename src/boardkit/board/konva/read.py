"""Konva's own JSON, as `stage.toJSON()` writes it: each stage is a page.

A layer, a group or a shape that was saved by itself is drawn on a page of the usual size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from boardkit.board import model
from boardkit.board.konva.attributes import Attributes, settled
from boardkit.board.konva.shapes import SHAPES, lost_place, placement
from boardkit.board.konva.trees import Tree, size_of
from boardkit.board.pages import page_size
from boardkit.board.values import identity, items, number
from boardkit.warnings import WarningCode, WarningLog

NAME = "konva"

_LAYERS = ("Layer", "FastLayer")

_DRAWN_BY_CODE = ("Shape", "Sprite")

_STAGE_SIZE = {"width": 0, "height": 0}
"""What Konva gives a stage that was saved without a size."""

_BACKGROUND = "background"
"""Konva knows no backgrounds; a layer of this name is what a transparent export leaves out."""


def read(trees: tuple[Tree, ...], state: object, log: WarningLog) -> model.Board:
    """The board of the trees that a state holds, pages read on demand."""
    headings = tuple(_heading(tree, position, log) for position, tree in enumerate(trees, 1))

    def read_page(position: int) -> model.Page:
        return model.Page(_Reader(position, log).layers(trees[position - 1]))

    return model.Board(NAME, headings, _open_page(state, len(trees)), read_page)


def _heading(tree: Tree, position: int, log: WarningLog) -> model.PageHeading:
    attrs = _attributes(tree)
    is_stage = tree["className"] == "Stage"
    width, height = page_size({**_STAGE_SIZE, **attrs} if is_stage else {}, position, log)
    return model.PageHeading(
        number=position,
        id=identity(attrs.get("id")),
        name=identity(attrs.get("name")) or f"Page {position}",
        width=width,
        height=height,
        elements=size_of(tree).elements,
    )


def _open_page(state: object, count: int) -> int:
    """The page that whoever keeps several stages says is open, else the first."""
    index = number(state.get("currentPageIndex")) if isinstance(state, dict) else None
    return int(index) + 1 if index is not None and 0 <= index < count else 1


def _attributes(tree: Tree) -> Mapping[str, Any]:
    attrs = tree.get("attrs")
    return settled(str(tree.get("className")), attrs) if isinstance(attrs, dict) else {}


class _Reader:
    """Reads the nodes of one page."""

    def __init__(self, page: int, log: WarningLog, *, unmoved: bool = False) -> None:
        self._page = page
        self._log = log
        self._unmoved = unmoved

    def layers(self, tree: Tree) -> tuple[model.Layer, ...]:
        """A stage's layers; the only one, for a tree without a stage."""
        if tree["className"] != "Stage":
            return (self._layer(tree),)
        stage = self._element(tree)
        if not stage.flag("visible", True):
            return ()
        layers = [self._layer(child) for child in items(tree.get("children")) if self._is_node(child)]
        around = placement(stage) | {"id": None}
        if model.Node(**around) == model.Node():
            return tuple(layers)
        return tuple(
            replace(layer, children=(model.Group(children=layer.children, **around),)) for layer in layers
        )

    def _layer(self, tree: Tree) -> model.Layer:
        """A layer; any other node gets one of its own."""
        name = identity(_attributes(tree).get("name")) or str(tree["className"])
        node = self._node(tree)
        return model.Layer(name, () if node is None else (node,), background=name == _BACKGROUND)

    def _nodes(self, children: object) -> Iterator[model.Node]:
        for child in items(children):
            node = self._node(child) if self._is_node(child) else None
            if node is not None:
                yield node

    def _is_node(self, saved: object) -> bool:
        if isinstance(saved, dict) and isinstance(saved.get("className"), str):
            return True
        Attributes({}, self._page, self._log, "node").left_out("it is saved as something else than a node")
        return False

    def _node(self, tree: Tree) -> model.Node | None:
        """A node; None for one that shows nothing: hidden, a transformer, or, with a remark, unknown."""
        element = self._element(tree)
        if not element.flag("visible", True) or element.kind == "Transformer":
            return None
        self._remark_filters(element)
        draw = SHAPES.get(element.kind)
        if draw is not None:
            shape = draw(element)
            return None if _shows_nothing(shape) else shape
        if isinstance(tree.get("children"), list) or element.kind in ("Group", *_LAYERS):
            return self._group(tree, element)
        drawn_by_code = element.kind in _DRAWN_BY_CODE
        element.left_out("what it shows is not saved with it" if drawn_by_code else "Konva has no such shape")
        return None

    def _group(self, tree: Tree, element: Attributes) -> model.Group:
        kind = model.Label if element.kind == "Label" else model.Group
        inside = _Reader(self._page, self._log, unmoved=True) if lost_place(element) else self
        return kind(
            children=tuple(inside._nodes(tree.get("children"))),
            clip=_clip(element),
            isolated=element.flag("isolated", False) and element.kind not in _LAYERS,
            **placement(element),
        )

    def _element(self, tree: Tree) -> Attributes:
        attrs = _attributes(tree)
        if self._unmoved:
            attrs = {**attrs, "transformsEnabled": "none"}
        element = Attributes(attrs, self._page, self._log, str(tree["className"]))
        if not isinstance(tree.get("attrs"), dict | None):
            element.repaired("attrs", "are no object and were left out")
        if not isinstance(tree.get("children"), list | None):
            element.repaired("children", "are no list and were left out")
        return element

    def _remark_filters(self, element: Attributes) -> None:
        filters = element.values.get("filters")
        if isinstance(filters, list) and filters:
            names = ", ".join(identity(name) or "unknown" for name in filters)
            element.remark(
                WarningCode.FILTER_IGNORED, f"The {element.kind} is drawn without its filters: {names}."
            )


def _shows_nothing(shape: model.Shape) -> bool:
    """Whether a shape was never meant to be seen, as those are that only take clicks."""
    if isinstance(shape, model.Image | model.Text | model.Tag):
        return False
    return shape.fill is None and (shape.stroke is None or not shape.stroke_width)


def _clip(element: Attributes) -> tuple[float, float, float, float] | None:
    """A container clips where both sides of its clip are saved as numbers."""
    sides = [element.values.get(name) for name in ("clipWidth", "clipHeight")]
    if not all(isinstance(side, int | float) and not isinstance(side, bool) for side in sides):
        if any(side is not None for side in sides):
            element.repaired("clip", "lacks a width or a height as a number and was ignored")
        return None
    return (
        element.number("clipX", 0.0),
        element.number("clipY", 0.0),
        element.number("clipWidth", 0.0),
        element.number("clipHeight", 0.0),
    )
