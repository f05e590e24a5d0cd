"""Saved bytes to a `Board`: decode, recognise the dialect, keep the limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardkit.board import dialect_a, dialect_b, dialect_c
from boardkit.board.decode import decode, decode_runs
from boardkit.board.konva import read as konva
from boardkit.board.konva.trees import find_trees, size_of
from boardkit.board.model import Board
from boardkit.board.pages import ELEMENT_LISTS
from boardkit.board.values import items, point_count
from boardkit.errors import OverLimit
from boardkit.limits import Limits
from boardkit.warnings import WarningCode, WarningLog


def parse(state: object, limits: Limits, log: WarningLog) -> Board:
    """The board of a saved state: JSON as bytes or text, or values decoded already.

    Raises `NotJson` and `OverLimit`; anything else that is odd becomes a remark in `log`.
    """
    decoded, has_runs = decode_runs(state, limits)
    trees = find_trees(decoded, limits)
    if trees:
        if has_runs:  # which Konva's nodes have no use for
            decoded = decode(state, limits)
            trees = find_trees(decoded, limits)
        sizes = [size_of(tree) for tree in trees]
        _within("pages", len(trees), limits.pages)
        _within("elements", sum(size.elements for size in sizes), limits.elements)
        _within("points", sum(size.points for size in sizes), limits.points)
        return konva.read(trees, decoded, log)
    values = _root(decoded, log)
    _check_size(values, limits)
    return _read(values, log)


def _read(values: Mapping[str, Any], log: WarningLog) -> Board:
    """No dialect carries a version number, so each knows its own marks; the oldest has none."""
    pages: list[Mapping[str, Any]] = [page for page in items(values.get("pages")) if isinstance(page, dict)]
    if dialect_c.recognises(pages):
        return dialect_c.read(values, log)
    if dialect_b.recognises(values, pages):
        return dialect_b.read(values, log)
    return dialect_a.read(values, log)


def _root(values: object, log: WarningLog) -> Mapping[str, Any]:
    if isinstance(values, dict):
        return values
    if values not in (None, []):
        log.add(
            WarningCode.VALUE_REPAIRED,
            "The saved state is no board; it was exported as an empty page.",
        )
    return {}


def _check_size(state: Mapping[str, Any], limits: Limits) -> None:
    pages: list[Mapping[str, Any]] = [
        page for page in items(state.get("pages")) if isinstance(page, dict)
    ] or [state]
    elements = [element for page in pages for name in ELEMENT_LISTS for element in items(page.get(name))]
    points = sum(point_count(element.get("points")) for element in elements if isinstance(element, dict))
    _within("pages", len(items(state.get("pages"))), limits.pages)
    _within("elements", len(elements), limits.elements)
    _within("points", points, limits.points)


def _within(name: str, found: int, allowed: int) -> None:
    if found > allowed:
        raise OverLimit(
            f"The board has {found:,} {name}; at most {allowed:,} can be exported.",
            limit=name,
            allowed=allowed,
            found=found,
        )
