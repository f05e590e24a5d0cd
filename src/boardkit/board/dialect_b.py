"""Solo v2: shapes, arrows, texts and notes beside the strokes, ruled papers, images by depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import hypot
from typing import Any

import numpy as np

from boardkit.board import model
from boardkit.board.pages import PagedState
from boardkit.board.patterns import dots, is_too_fine, paper, ruled
from boardkit.board.strokes import (
    Draw,
    elements,
    ends,
    first_point,
    line,
    nothing,
    optional_side,
    outlined,
    pen,
    strokes,
)
from boardkit.board.values import Element, items, number
from boardkit.warnings import WarningCode, WarningLog

NAME = "solo-v2"
BACKGROUNDS = frozenset({"white", "grid", "dots", "ruled", "graph", "color"})
STATE_FIELDS = frozenset({"zoom", "pan", "fullscreen"})
"""What this front end saves of its view, which does not affect an export."""

HIGHLIGHTER_OPACITY = 0.4
PRESSURE = 0.5
"""What perfect-freehand takes for a point object without pressure."""

DEFAULT_FONT_SIZE = 16.0
NOTE_INSET = 8.0
_GRAPH_FINE_LINES = 4

Pattern = Callable[[Element, model.PageHeading, float], Iterator[model.Node]]
"""Draws on a page's paper, in steps of so many board pixels."""


def recognises(state: Mapping[str, Any], pages: list[Mapping[str, Any]]) -> bool:
    """Whether a state shows what only this front end saves: its view, shapes or texts, papers as objects."""
    return not STATE_FIELDS.isdisjoint(state) or any(_is_ours(page) for page in pages)


def read(state: Mapping[str, Any], log: WarningLog) -> model.Board:
    """The board of a dialect B state, pages read on demand."""
    return PagedState(state, log).board(NAME, read_page)


def read_page(saved: Mapping[str, Any], heading: model.PageHeading, log: WarningLog) -> model.Page:
    """One page's three layers, as the front end stacks them."""
    number = heading.number
    ink = (
        *strokes(saved, number, log, TOOLS),
        *_drawn(elements(saved, "shapes", number, log, "shape"), SHAPES),
        *_drawn(elements(saved, "texts", number, log, "text"), TEXTS),
    )
    return model.Page(
        layers=(
            model.Layer("background", tuple(_background(saved, heading, log)), background=True),
            model.Layer("assets", tuple(_images(saved, number, log))),
            model.Layer("ink", ink),
        )
    )


def _is_ours(page: Mapping[str, Any]) -> bool:
    background = page.get("background")
    return (
        "shapes" in page
        or "texts" in page
        or (isinstance(background, dict) and background.get("type") != "pdf")
        or any(_is_our_asset(asset) for asset in items(page.get("assets")))
        or any(_is_our_stroke(stroke) for stroke in items(page.get("strokes")))
    )


def _is_our_asset(asset: object) -> bool:
    return isinstance(asset, dict) and ("zIndex" in asset or ("width" in asset and "w" not in asset))


def _is_our_stroke(stroke: object) -> bool:
    return isinstance(stroke, dict) and ("composite" in stroke or stroke.get("tool") == "arrow")


def _background(
    saved: Mapping[str, Any], heading: model.PageHeading, log: WarningLog
) -> Iterator[model.Node]:
    values = saved.get("background")
    settings = Element(values if isinstance(values, dict) else {}, heading.number, log, "page's background")
    kind = settings.text("type", "white")
    yield paper(heading, settings.text("color", "#ffffff") if kind == "color" else "#ffffff")
    if kind not in BACKGROUNDS:
        message = f"The page's background {kind[:40]!r} is unknown and was drawn white."
        settings.remark(WarningCode.VALUE_REPAIRED, message)
    elif kind in _PATTERNS:
        pattern, default = _PATTERNS[kind]
        step = settings.number("gridSize", default)
        if step <= 0:
            settings.repaired("gridSize", f"is not above 0 and was taken as {default:g}")
            step = default
        finest = step / _GRAPH_FINE_LINES if kind == "graph" else step
        if is_too_fine(heading, finest, dotted=kind == "dots"):
            settings.remark(WarningCode.ELEMENT_LEFT_OUT, "The page's pattern was left out: it is too fine.")
        else:
            yield from pattern(settings, heading, step)


def _grid(settings: Element, heading: model.PageHeading, step: float) -> Iterator[model.Node]:
    color = _line_color(settings, "#e5e7eb")
    yield from ruled(heading, step=step, color=color, width=1.0, upright=True)
    yield from ruled(heading, step=step, color=color, width=1.0)


def _dots(settings: Element, heading: model.PageHeading, step: float) -> Iterator[model.Node]:
    yield from dots(heading, step=step, color=_line_color(settings, "#9ca3af"), radius=1.5)


def _ruled(settings: Element, heading: model.PageHeading, step: float) -> Iterator[model.Node]:
    yield from ruled(heading, step=step, color=_line_color(settings, "#dbeafe"), width=1.0)


def _graph(settings: Element, heading: model.PageHeading, step: float) -> Iterator[model.Node]:
    """Millimetre paper: every fourth line is a heavy one."""
    for upright in (True, False):
        yield from ruled(
            heading,
            step=step / _GRAPH_FINE_LINES,
            color=_line_color(settings, "#e5e7eb"),
            width=0.5,
            upright=upright,
            heavy=lambda count: count % _GRAPH_FINE_LINES == 0,
        )


def _line_color(settings: Element, default: str) -> str | None:
    return default if settings.values.get("lineColor") is None else settings.color("lineColor")


_PATTERNS: dict[str, tuple[Pattern, float]] = {
    "grid": (_grid, 20.0),
    "dots": (_dots, 20.0),
    "ruled": (_ruled, 28.0),
    "graph": (_graph, 20.0),
}
"""What is drawn on a paper, and its step where none is saved."""


def _freehand(stroke: Element, highlights: bool = False) -> model.Node | None:
    drawn = pen(stroke)
    if drawn is None:
        return None
    points, size = drawn
    points[:, 2] = np.where(np.isnan(points[:, 2]), PRESSURE, points[:, 2])
    return model.Freehand(
        id=stroke.id,
        points=points,
        size=size,
        curved=False,
        fill=stroke.color("color"),
        opacity=HIGHLIGHTER_OPACITY if highlights else stroke.opacity(),
    )


def _eraser(stroke: Element) -> model.Node | None:
    """The oldest engine erased with strokes of their own; later ones delete what is erased."""
    return _freehand(stroke) if stroke.flag("composite") else None


def _arrow_stroke(stroke: Element) -> model.Node | None:
    points = ends(stroke)
    if points is None:
        return None
    attributes = outlined(stroke)
    return model.Arrow(
        points=points, fill=attributes["stroke"], line_cap="round", line_join="round", **attributes
    )


def _rectangle_stroke(stroke: Element) -> model.Node | None:
    """From the first to the last point."""
    found = ends(stroke)
    if found is None:
        return None
    (x, y), (end_x, end_y) = found
    return model.Rect(x=x, y=y, width=end_x - x, height=end_y - y, **outlined(stroke))


def _circle_stroke(stroke: Element) -> model.Node | None:
    """About the first point, through the last."""
    found = ends(stroke)
    if found is None:
        return None
    (x, y), (end_x, end_y) = found
    radius = hypot(end_x - x, end_y - y)
    return model.Ellipse(x=x, y=y, radius_x=radius, radius_y=radius, **outlined(stroke))


def _text_stroke(stroke: Element) -> model.Node | None:
    corner = first_point(stroke)
    if corner is None:
        return None
    return model.Text(
        id=stroke.id,
        x=corner[0],
        y=corner[1],
        text=stroke.text("text"),
        font_size=stroke.number("size", 0.0) * 4,
        fill=stroke.optional_text("color") or "black",
    )


def _line_shape(shape: Element) -> model.Node | None:
    if shape.flag("arrowStart") or shape.flag("arrowEnd"):
        return _arrow_shape(shape)
    return model.Line(points=_ends(shape), line_cap="round", line_join="round", **_shape(shape))


def _arrow_shape(shape: Element) -> model.Node | None:
    size = shape.number("arrowSize", 15.0)
    attributes = _shape(shape)
    return model.Arrow(
        points=_ends(shape),
        fill=attributes["stroke"],
        line_cap="round",
        line_join="round",
        pointer_length=size,
        pointer_width=0.8 * size,
        at_beginning=shape.flag("arrowStart"),
        at_ending=shape.values.get("arrowEnd") is not False,
        **attributes,
    )


def _rectangle_shape(shape: Element) -> model.Node:
    return model.Rect(
        x=shape.number("x", 0.0),
        y=shape.number("y", 0.0),
        width=shape.number("width", 0.0),
        height=shape.number("height", 0.0),
        **_shape(shape),
    )


def _circle_shape(shape: Element) -> model.Node:
    radius = abs(shape.number("radius", 0.0))
    return model.Ellipse(
        x=shape.number("x", 0.0), y=shape.number("y", 0.0), radius_x=radius, radius_y=radius, **_shape(shape)
    )


def _shape(shape: Element) -> dict[str, Any]:
    """Shapes have a line and nothing else; an opacity saved with them counts for nothing."""
    return outlined(shape) | {"opacity": 1.0}


_ENDS = ("startX", "startY", "endX", "endY")


def _ends(shape: Element) -> tuple[model.Point, ...]:
    """Where a line starts and ends, by its own fields or else by the first and last of its points."""
    saved = [number(shape.values.get(field)) for field in _ENDS]
    points = shape.points()
    if None in saved and len(points):
        return tuple((float(x), float(y)) for x, y, _ in points[[0, -1]])
    start_x, start_y, end_x, end_y = (shape.number(field, 0.0) for field in _ENDS)
    return (start_x, start_y), (end_x, end_y)


def _text(element: Element) -> model.Node:
    """One line whose baseline lies a font size below y."""
    size = element.number("fontSize", DEFAULT_FONT_SIZE)
    return model.Text(
        id=element.id,
        x=element.number("x", 0.0),
        y=element.number("y", 0.0),
        text=_one_line(element),
        font_size=size,
        font_family="sans-serif",
        fill=element.optional_text("color") or "black",
        baseline=size,
    )


def _note(element: Element) -> model.Node:
    """Text on a yellow box, which is as large as the text needs where no size is saved."""
    size = element.number("fontSize", DEFAULT_FONT_SIZE)
    width, height = optional_side(element, "width"), optional_side(element, "height")
    if height is None:
        height = size + 2 * NOTE_INSET
    words = model.Text(
        id=element.id,
        text=_one_line(element),
        font_size=size,
        font_family="sans-serif",
        fill=element.optional_text("color") or "black",
        padding=NOTE_INSET,
        baseline=size,
    )
    place: dict[str, Any] = {"id": element.id, "x": element.number("x", 0.0), "y": element.number("y", 0.0)}
    look: dict[str, Any] = {"id": element.id, "fill": "#ffffa5", "stroke": "#e6e600", "stroke_width": 1.0}
    if width is None:
        children = (model.Tag(**look), replace(words, height=height))
        return model.Label(children=children, **place)
    return model.Group(children=(model.Rect(width=width, height=height, **look), words), **place)


def _one_line(element: Element) -> str:
    """What canvas itself writes of a text: it knows no line breaks and draws a space.

    A carriage return is no line break to Konva either. But like the one it stands for, and unlike a space, it
    ends a paragraph for the direction of reading.
    """
    return element.text("text").replace("\n", "\r")


def _images(saved: Mapping[str, Any], page: int, log: WarningLog) -> Iterator[model.Node]:
    """Images from the lowest zIndex to the highest, equal ones in the order saved."""
    assets = elements(saved, "assets", page, log, "image")
    for asset in sorted(assets, key=lambda asset: number(asset.values.get("zIndex")) or 0.0):
        if asset.values.get("type") not in ("image", "svg", "pdf"):
            asset.left_out("the board has no such kind of asset")
            continue
        yield model.Image(
            id=asset.id,
            source=asset.text("src"),
            x=asset.number("x", 0.0),
            y=asset.number("y", 0.0),
            width=optional_side(asset, "width"),
            height=optional_side(asset, "height"),
            rotation=asset.number("rotation", 0.0),
        )


def _drawn(saved: Iterator[Element], kinds: Mapping[str, Draw]) -> Iterator[model.Node]:
    for element in saved:
        draw = kinds.get(element.word("type"))
        if draw is None:
            element.left_out("the board has no such kind of it")
            continue
        node = draw(element)
        if node is not None:
            yield node


def _composited(draw: Draw) -> Draw:
    """A tool whose strokes may carry a composite operation of their own."""

    def drawn(stroke: Element) -> model.Node | None:
        node, composite = draw(stroke), stroke.optional_text("composite")
        return node if node is None or composite is None else replace(node, composite=composite)

    return drawn


TOOLS: dict[str, Draw] = {
    "pen": _composited(_freehand),
    "highlighter": _composited(partial(_freehand, highlights=True)),
    "line": _composited(line),
    "arrow": _composited(_arrow_stroke),
    "rectangle": _composited(_rectangle_stroke),
    "circle": _composited(_circle_stroke),
    "text": _composited(_text_stroke),
    "eraser": _composited(_eraser),
    "select": nothing,
}

SHAPES: dict[str, Draw] = {
    "line": _line_shape,
    "arrow": _arrow_shape,
    "rectangle": _rectangle_shape,
    "circle": _circle_shape,
}

TEXTS: dict[str, Draw] = {"text": _text, "note": _note}
