"""Solo Board v0.28, the dialect that the export API was written for.

`{"pages": [{id, name, strokes, assets}], "currentPageIndex": n}`, with `activePageId` instead of the index
in some rows, and the oldest rows holding `strokes` and `assets` at the root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from boardkit.board import model
from boardkit.board.pages import PagedState
from boardkit.board.values import Element, items
from boardkit.warnings import WarningLog

NAME = "solo-0.28"
FONT_FAMILY = "system-ui, -apple-system, sans-serif"
DEFAULT_FONT_SIZE = 16.0
DEFAULT_PEN_SIZE = 16.0
"""What perfect-freehand takes where no size is given."""



def read(state: Mapping[str, Any], log: WarningLog) -> model.Board:
    """The board of a dialect A state, pages read on demand."""
    return PagedState(state, log).board(NAME, read_page)


def read_page(saved: Mapping[str, Any], heading: model.PageHeading, log: WarningLog) -> model.Page:
    """One page's three layers, as the front end stacks them."""
    paper = model.Rect(width=heading.width, height=heading.height, fill="#ffffff")
    return model.Page(
        layers=(
            model.Layer("background", (paper,), background=True),
            model.Layer("assets", tuple(_assets(saved, heading.number, log))),
            model.Layer("ink", tuple(_strokes(saved, heading.number, log))),
        )
    )


def _strokes(saved: Mapping[str, Any], page: int, log: WarningLog) -> Iterator[model.Node]:
    for values in items(saved.get("strokes")):
        if not isinstance(values, dict):
            Element({}, page, log, "stroke").left_out("it is saved as something else than an object")
            continue
        stroke = Element(values, page, log, f"{values.get('tool') or 'unknown'} stroke")
        draw = _TOOLS.get(str(values.get("tool")))
        if draw is None:
            stroke.left_out("the board has no such tool")
            continue
        node = draw(stroke)
        if node is not None:
            yield node


def _nothing(_: Element) -> None:
    """The eraser deletes strokes and a selection is never saved, so what is left of them shows nothing."""


def _pen(stroke: Element) -> model.Node | None:
    return _freehand(stroke, "source-over")


def _highlighter(stroke: Element) -> model.Node | None:
    return _freehand(stroke, "multiply")


def _freehand(stroke: Element, composite: str) -> model.Node | None:
    points = stroke.points()
    nothing_of_null = stroke.values.get("size", DEFAULT_PEN_SIZE) is None
    if len(points) < 2 or nothing_of_null:
        return None
    points[:, 2] = float("nan")
    return model.Freehand(
        id=stroke.id,
        points=points,
        size=stroke.number("size", DEFAULT_PEN_SIZE),
        fill=stroke.optional_text("color"),
        opacity=stroke.number("opacity", 1.0),
        composite=composite,
    )


def _line(stroke: Element) -> model.Node | None:
    points = stroke.points()
    if not len(points):
        return None
    ends = tuple((float(x), float(y)) for x, y, _ in points[[0, -1]])
    return model.Line(points=ends, line_cap="round", line_join="round", **_outlined(stroke))


def _rectangle(stroke: Element) -> model.Node | None:
    corner = _first_point(stroke)
    if corner is None:
        return None
    x, y = corner
    width, height = stroke.number("width", 0.0), stroke.number("height", 0.0)
    return model.Rect(x=x, y=y, width=width, height=height, **_outlined(stroke))


def _circle(stroke: Element) -> model.Node | None:
    corner = _first_point(stroke)
    if corner is None:
        return None
    x, y = corner
    radius_x, radius_y = stroke.number("width", 0.0) / 2, stroke.number("height", 0.0) / 2
    return model.Ellipse(
        x=x + radius_x,
        y=y + radius_y,
        radius_x=abs(radius_x),
        radius_y=abs(radius_y),
        **_outlined(stroke),
    )


def _text(stroke: Element) -> model.Node | None:
    corner = _first_point(stroke)
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


def _outlined(stroke: Element) -> dict[str, Any]:
    """The attributes of the tools that draw a line and fill nothing."""
    return {
        "id": stroke.id,
        "stroke": stroke.optional_text("color"),
        "stroke_width": stroke.number("size", 2.0),
        "opacity": stroke.number("opacity", 1.0),
    }


def _first_point(stroke: Element) -> tuple[float, float] | None:
    points = stroke.points()
    if not len(points):
        stroke.left_out("it has no point to stand at")
        return None
    return float(points[0, 0]), float(points[0, 1])


def _assets(saved: Mapping[str, Any], page: int, log: WarningLog) -> Iterator[model.Node]:
    for values in items(saved.get("assets")):
        if not isinstance(values, dict):
            Element({}, page, log, "asset").left_out("it is saved as something else than an object")
            continue
        asset = Element(values, page, log, "image")
        if values.get("type") != "image":
            asset.left_out("the board has no such kind of asset")
            continue
        yield model.Image(
            id=asset.id,
            source=asset.text("src"),
            x=asset.number("x", 0.0),
            y=asset.number("y", 0.0),
            width=asset.number("w", 0.0) if asset.values.get("w") is not None else None,
            height=asset.number("h", 0.0) if asset.values.get("h") is not None else None,
            rotation=asset.number("rotation", 0.0),
        )


_TOOLS: dict[str, Callable[[Element], model.Node | None]] = {
    "pen": _pen,
    "highlighter": _highlighter,
    "line": _line,
    "rectangle": _rectangle,
    "circle": _circle,
    "text": _text,
    "eraser": _nothing,
    "select": _nothing,
}
