"""Finding Konva's trees in a state, and what they hold in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from boardkit.board.decode import decode
from boardkit.board.pages import ELEMENT_LISTS
from boardkit.board.values import items
from boardkit.errors import NotJson
from boardkit.limits import Limits

Tree = Mapping[str, Any]
"""A node as `toJSON()` writes it: `className`, `attrs` and, for what holds other nodes, `children`."""

_DEEPEST = 3
"""How far below the root a tree may lie: a list of pages that each hold one takes three steps."""

_SHORTEST_POINT = 4
"""Characters that a point takes at least in path data: two digits and two separators."""


def find_trees(state: object, limits: Limits) -> tuple[Tree, ...]:
    """The trees in a state, in order, as values or as JSON text; none for a board of another dialect.

    Raises `OverLimit` for text that is nested too deep.
    """
    if _holds_elements(state):
        return ()
    return tuple(_trees(state, limits, 0))


def _holds_elements(state: object) -> bool:
    """Whether this is a board of a dialect with pages."""
    if not isinstance(state, dict):
        return False
    pages = [page for page in (state, *items(state.get("pages"))) if isinstance(page, dict)]
    return any(isinstance(page.get(name), list) for page in pages for name in ELEMENT_LISTS)


def _trees(value: object, limits: Limits, depth: int) -> Iterator[Tree]:
    if isinstance(value, str):
        value = _parsed(value, limits)
    if isinstance(value, dict) and isinstance(value.get("className"), str):
        yield value
        return
    if depth == _DEEPEST or not isinstance(value, dict | list):
        return
    for inner in value.values() if isinstance(value, dict) else value:
        yield from _trees(inner, limits, depth + 1)


def _parsed(text: str, limits: Limits) -> object:
    """The value of a text that may be a tree, or None; most texts of a board are something else."""
    if '"className"' not in text and '\\"className\\"' not in text:
        return None
    try:
        value = decode(text, limits)
    except NotJson:
        return None
    return _parsed(value, limits) if isinstance(value, str) else value


@dataclass(slots=True)
class TreeSize:
    """How many nodes a tree has below its root, and about how many points they take."""

    elements: int = 0
    points: int = 0


def size_of(tree: Tree) -> TreeSize:
    """What a tree holds in all."""
    size = TreeSize(elements=-1)
    waiting: list[object] = [tree]
    while waiting:
        node = waiting.pop()
        size.elements += 1
        if not isinstance(node, dict):
            continue
        waiting += items(node.get("children"))
        attrs = node.get("attrs")
        if isinstance(attrs, dict):
            size.points += len(items(attrs.get("points"))) // 2
            data = attrs.get("data")
            size.points += len(data) // _SHORTEST_POINT if isinstance(data, str) else 0
    return size
