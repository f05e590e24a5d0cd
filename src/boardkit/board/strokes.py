"""What the dialects' strokes have in common: how they are listed, and the tools drawn alike in all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from boardkit.board import model
from boardkit.board.values import Element, identity, items
from boardkit.warnings import WarningLog

FEWEST_POINTS = 2
"""Of a pen's stroke."""

DEFAULT_PEN_SIZE = 16.0
"""What perfect-freehand takes where no size is given."""

Draw = Callable[[Element], model.Node | None]


def elements(saved: Mapping[str, Any], name: str, page: int, log: WarningLog, kind: str) -> Iterator[Element]:
    """The objects in a page's list `name`; whatever else is there is left out with a remark."""
    found = saved.get(name)
    if found is not None and not isinstance(found, list):
        Element({}, page, log, "page").repaired(name, "are no list and were left out")
    for values in items(found):
        if isinstance(values, dict):
            yield Element(values, page, log, kind)
        else:
            Element({}, page, log, kind).left_out("it is saved as something else than an object")


def strokes(
    saved: Mapping[str, Any], page: int, log: WarningLog, tools: Mapping[str, Draw]
) -> Iterator[model.Node]:
    """A page's strokes, each drawn by its tool; one of an unknown tool is left out with a remark."""
    for element in elements(saved, "strokes", page, log, "stroke"):
        tool = element.word("tool")
        stroke = element.named(f"{identity(element.values.get('tool')) or 'unknown'} stroke")
        if tool not in tools:
            stroke.left_out("the board has no such tool")
            continue
        node = tools[tool](stroke)
        if node is not None:
            yield node


def nothing(_: Element) -> None:
    """The eraser deletes strokes and a selection is never saved, so what is left of them shows nothing."""


def pen(stroke: Element) -> tuple[npt.NDArray[np.float64], float] | None:
    """A pen's points, float64[n, 3], and its diameter; None for one that draws nothing.

    That is remarked, unless somebody tapped: one point shows nothing in the browser, either.
    """
    points = stroke.points()
    if not len(points):
        stroke.left_out("it has no points")
    if len(points) < FEWEST_POINTS:
        return None
    if stroke.values.get("size", DEFAULT_PEN_SIZE) is None:
        stroke.left_out("its size is saved as null")
        return None
    if stroke.is_no_number("size"):
        stroke.left_out("its size is no number")
        return None
    return points, stroke.number("size", DEFAULT_PEN_SIZE)


def line(stroke: Element) -> model.Node | None:
    """A straight line from the first to the last point."""
    points = ends(stroke)
    if points is None:
        return None
    return model.Line(points=points, line_cap="round", line_join="round", **outlined(stroke))


def rectangle_in_box(stroke: Element) -> model.Node | None:
    """A rectangle of the saved width and height at the first point."""
    corner = first_point(stroke)
    if corner is None:
        return None
    x, y = corner
    width, height = stroke.number("width", 0.0), stroke.number("height", 0.0)
    return model.Rect(x=x, y=y, width=width, height=height, **outlined(stroke))


def ellipse_in_box(stroke: Element) -> model.Node | None:
    """An ellipse inscribed in the box of the saved width and height at the first point."""
    corner = first_point(stroke)
    if corner is None:
        return None
    x, y = corner
    radius_x, radius_y = stroke.number("width", 0.0) / 2, stroke.number("height", 0.0) / 2
    return model.Ellipse(
        x=x + radius_x,
        y=y + radius_y,
        radius_x=abs(radius_x),
        radius_y=abs(radius_y),
        **outlined(stroke),
    )


def outlined(element: Element) -> dict[str, Any]:
    """The attributes of what has a line and no filling."""
    return {
        "id": element.id,
        "stroke": element.color("color"),
        "stroke_width": element.line_width("size"),
        "opacity": element.opacity(),
    }


def ends(stroke: Element) -> tuple[model.Point, model.Point] | None:
    """A stroke's first and last point; None, with a remark, for one without points."""
    points = stroke.points()
    if not len(points):
        stroke.left_out("it has no point to stand at")
        return None
    (x, y, _), (end_x, end_y, _) = points[[0, -1]].tolist()
    return (x, y), (end_x, end_y)


def first_point(stroke: Element) -> model.Point | None:
    """Where a stroke begins; None, with a remark, for one without points."""
    found = ends(stroke)
    return found and found[0]


def optional_side(asset: Element, field: str) -> float | None:
    """A width or height; None where none is saved and the picture's own counts."""
    return None if asset.values.get(field) is None else asset.number(field, 0.0)
