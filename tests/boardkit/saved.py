"""Saved states as the front end writes them, and worse."""

from __future__ import annotations

from typing import Any

from boardkit.board.model import Board, Layer, Node
from boardkit.board.parse import parse
from boardkit.limits import Limits
from boardkit.warnings import WarningLog

Values = dict[str, Any]


def stroke(tool: str, *points: tuple[float, float], **values: Any) -> Values:
    """A stroke through `points`; `values` add to its fields or replace them."""
    saved = {"id": "s1", "tool": tool, "color": "#2563eb", "size": 4, "opacity": 1}
    return {**saved, "points": [{"x": x, "y": y, "t": 0} for x, y in points], **values}


def image(**values: Any) -> Values:
    """An image asset without a picture."""
    saved = {"id": "a1", "type": "image", "src": "", "x": 10, "y": 20, "w": 30, "h": 40, "rotation": 0}
    return {**saved, **values}


def state(*strokes: Any, assets: Any = (), **page: Any) -> Values:
    """A board of one page."""
    saved = {"id": "p1", "name": "First", "strokes": list(strokes), "assets": list(assets)}
    return {"pages": [{**saved, **page}], "currentPageIndex": 0}


def parsed(saved: Any, log: WarningLog | None = None, limits: Limits = Limits()) -> Board:
    """The board of a saved state."""
    return parse(saved, limits, WarningLog() if log is None else log)


def layer(name: str, saved: Any, log: WarningLog | None = None) -> Layer:
    """One layer of a state's first page."""
    return next(layer for layer in parsed(saved, log).read_page(1).layers if layer.name == name)


def ink(*strokes: Any, log: WarningLog | None = None) -> tuple[Node, ...]:
    """What strokes become."""
    return layer("ink", state(*strokes), log).children


def messages(log: WarningLog) -> list[str]:
    """The texts of the remarks."""
    return [warning.message for warning in log.all()]
