"""Solo Board v0.28, the dialect that the export API was written for.

`{"pages": [{id, name, strokes, assets}], "currentPageIndex": n}`, with `activePageId` instead of the index
in some rows, and the oldest rows holding `strokes` and `assets` at the root.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from boardkit.board import model
from boardkit.board.pages import PagedState
from boardkit.board.strokes import (
    Draw,
    elements,
    ellipse_in_box,
    first_point,
    line,
    nothing,
    optional_side,
    pen,
    rectangle_in_box,
    strokes,
)
from boardkit.board.values import Element
from boardkit.warnings import WarningLog

NAME = "solo-0.28"
FONT_FAMILY = "system-ui, -apple-system, sans-serif"
DEFAULT_FONT_SIZE = 16.0


def read(state: Mapping[str, Any], log: WarningLog) -> model.Board:
    """The board of a dialect A state, pages read on demand."""
    return PagedState(state, log).board(NAME, read_page)


def read_page(saved: Mapping[str, Any], heading: model.PageHeading, log: WarningLog) -> model.Page:
    """One page's three layers, as the front end stacks them."""
    paper = model.Rect(width=heading.width, height=heading.height, fill="#ffffff")
    return model.Page(
        layers=(
            model.Layer("background", (paper,), background=True),
            model.Layer("assets", tuple(_images(saved, heading.number, log))),
            model.Layer("ink", tuple(strokes(saved, heading.number, log, TOOLS))),
        )
    )


def _freehand(stroke: Element, composite: str) -> model.Node | None:
    drawn = pen(stroke)
    if drawn is None:
        return None
    points, size = drawn
    points[:, 2] = float("nan")
    return model.Freehand(
        id=stroke.id,
        points=points,
        size=size,
        fill=stroke.color("color"),
        opacity=stroke.opacity(),
        composite=composite,
    )


def text(stroke: Element) -> model.Node | None:
    """Text below the first point; the front end doesn't apply the stroke's opacity to it."""
    corner = first_point(stroke)
    if corner is None:
        return None
    x, y = corner
    return model.Text(
        id=stroke.id,
        x=x,
        y=y,
        text=stroke.text("text"),
        font_size=stroke.number("size", 0.0) or DEFAULT_FONT_SIZE,
        font_family=FONT_FAMILY,
        fill=stroke.optional_text("color") or "black",
    )


def image(asset: Element) -> model.Image:
    """A picture in its box, turned about its top left corner."""
    return model.Image(
        id=asset.id,
        source=asset.text("src"),
        x=asset.number("x", 0.0),
        y=asset.number("y", 0.0),
        width=optional_side(asset, "w"),
        height=optional_side(asset, "h"),
        rotation=asset.number("rotation", 0.0),
    )


def _images(saved: Mapping[str, Any], page: int, log: WarningLog) -> Iterator[model.Node]:
    for asset in elements(saved, "assets", page, log, "asset"):
        if asset.values.get("type") == "image":
            yield image(asset.named("image"))
        else:
            asset.left_out("the board has no such kind of asset")


TOOLS: dict[str, Draw] = {
    "pen": partial(_freehand, composite="source-over"),
    "highlighter": partial(_freehand, composite="multiply"),
    "line": line,
    "rectangle": rectangle_in_box,
    "circle": ellipse_in_box,
    "text": text,
    "eraser": nothing,
    "select": nothing,
}
