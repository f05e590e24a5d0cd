"""Winterboard: pages with their own size and paper, smoothed pens, sticky notes, locked elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from boardkit.board import dialect_a, model
from boardkit.board.pages import PagedState
from boardkit.board.patterns import dots, is_too_fine, paper, ruled
from boardkit.board.strokes import (
    Draw,
    elements,
    ellipse_in_box,
    line,
    nothing,
    pen,
    rectangle_in_box,
    strokes,
)
from boardkit.board.values import Element, identity
from boardkit.warnings import WarningCode, WarningLog

NAME = "winterboard"
FINEST_STEP = 32.0
"""Board pixels between the closest lines of any paper."""

LOCKED_OPACITY = 0.85
"""What is locked shows at most this strongly."""

STICKY_FONT = "Inter, system-ui, sans-serif"
STICKY_INSET = 10.0
STICKY_SHADOW = model.Shadow("black", blur=8.0, offset_x=2.0, offset_y=2.0, opacity=0.15)

PRESSURE = 0.5
_TENSION = 0.5
_STEPS = 8
_SMOOTHED_FROM = 4
"""Points from which on a stroke is smoothed."""


def recognises(pages: list[Mapping[str, Any]]) -> bool:
    """Whether the pages show what only this front end saves: a paper named by a word, notes, groups."""
    return any(_is_ours(page) for page in pages)


def read(state: Mapping[str, Any], log: WarningLog) -> model.Board:
    """The board of a dialect C state, pages read on demand."""
    return PagedState(state, log).board(NAME, read_page)


def read_page(saved: Mapping[str, Any], heading: model.PageHeading, log: WarningLog) -> model.Page:
    """One page's three layers, as the front end stacks them."""
    return model.Page(
        layers=(
            model.Layer("background", tuple(_background(saved, heading, log)), background=True),
            model.Layer("assets", tuple(_assets(saved, heading.number, log))),
            model.Layer("ink", tuple(strokes(saved, heading.number, log, TOOLS))),
        )
    )


def _is_ours(page: Mapping[str, Any]) -> bool:
    background = page.get("background")
    if isinstance(background, dict):
        return background.get("type") == "pdf"
    assets = _dicts(page.get("assets"))
    return (
        isinstance(background, str)
        or "groups" in page
        or any(asset.get("type") == "sticky" for asset in assets)
        or any("locked" in asset and "w" in asset for asset in assets)
        or any("locked" in stroke for stroke in _dicts(page.get("strokes")))
    )


def _dicts(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _background(
    saved: Mapping[str, Any], heading: model.PageHeading, log: WarningLog
) -> Iterator[model.Node]:
    yield paper(heading)
    background = saved.get("background")
    if isinstance(background, dict) and background.get("type") == "pdf":
        page_image = Element(background, heading.number, log, "page's background")
        yield model.Image(
            id=page_image.optional_text("assetId"),
            source=page_image.text("url"),
            width=heading.width,
            height=heading.height,
        )
    elif isinstance(background, str) and background in _PATTERNS:
        if is_too_fine(heading, FINEST_STEP, dotted=background == "dots"):
            message = "The page's pattern was left out: the page is too large for it."
            log.add(WarningCode.ELEMENT_LEFT_OUT, message, page=heading.number)
        else:
            yield from _PATTERNS[background](heading)
    elif background not in (None, "", "white"):
        named = (identity(background) or "object")[:40]
        message = f"The page's background {named!r} is unknown and was drawn white."
        log.add(WarningCode.VALUE_REPAIRED, message, page=heading.number)


def _grid(heading: model.PageHeading) -> Iterator[model.Node]:
    yield from ruled(heading, step=40.0, color="#e2e8f0", width=0.5, upright=True, last=True)
    yield from ruled(heading, step=40.0, color="#e2e8f0", width=0.5, last=True)


def _dots(heading: model.PageHeading) -> Iterator[model.Node]:
    yield from dots(heading, step=40.0, color="#cbd5e1", radius=1.5, last=True)


def _lined(heading: model.PageHeading) -> Iterator[model.Node]:
    yield from ruled(heading, step=32.0, color="#93c5fd", width=0.5, last=True)


_PATTERNS: dict[str, Callable[[model.PageHeading], Iterator[model.Node]]] = {
    "grid": _grid,
    "dots": _dots,
    "lined": _lined,
}


def _freehand(stroke: Element, composite: str) -> model.Node | None:
    drawn = pen(stroke)
    if drawn is None:
        return None
    points, size = drawn
    smooth = smoothed(points) if len(points) >= _SMOOTHED_FROM else points
    pressed = np.where(np.isnan(smooth[:, 2:]), PRESSURE, smooth[:, 2:])
    real = bool((~np.isnan(points[:, 2]) & (points[:, 2] != PRESSURE)).any())
    return model.Freehand(
        id=stroke.id,
        points=np.hstack([smooth[:, :2], pressed]),
        size=size,
        simulate_pressure=not real,
        fill=stroke.color("color"),
        opacity=_opacity(stroke),
        composite=composite,
    )


def smoothed(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Eight steps along a cardinal spline for every segment, the ends doubled.

    float64[n, 3] to float64[8·(n − 1) + 1, 3]; pressure goes straight from point to point, and is NaN
    between two of which one has none. The points themselves keep theirs.
    """
    ends = np.vstack([points[:1], points, points[-1:]])
    before, start, end, after = (ends[i : len(ends) - 3 + i, None, :2] for i in range(4))
    t = (np.arange(1, _STEPS + 1) / _STEPS)[None, :, None]
    cube, square = t**3, t**2
    curve = (
        (2 * cube - 3 * square + 1) * start
        + (cube - 2 * square + t) * _TENSION * (end - before)
        + (3 * square - 2 * cube) * end
        + (cube - square) * _TENSION * (after - start)
    )
    pressure = points[:-1, None, 2:] * (1 - t) + points[1:, None, 2:] * t
    pressure[:, -1] = points[1:, 2:]
    return np.vstack([points[:1], np.concatenate([curve, pressure], axis=2).reshape(-1, 3)])


def _opacity(element: Element) -> float:
    opacity = element.opacity()
    return min(opacity, LOCKED_OPACITY) if element.flag("locked") else opacity


def _lockable(draw: Draw) -> Draw:
    """A tool of the first dialect, fading what is locked."""

    def drawn(stroke: Element) -> model.Node | None:
        node = draw(stroke)
        if node is None or not stroke.flag("locked"):
            return node
        return replace(node, opacity=min(node.opacity, LOCKED_OPACITY))

    return drawn


def _assets(saved: Mapping[str, Any], page: int, log: WarningLog) -> Iterator[model.Node]:
    for asset in elements(saved, "assets", page, log, "asset"):
        draw = _ASSETS.get(asset.word("type"))
        if draw is None:
            asset.left_out("the board has no such kind of asset")
            continue
        node = draw(asset)
        if node is not None:
            yield node


def _sticky(asset: Element) -> model.Group:
    """A note: a box with round corners and a shadow, text inside it, and a lock where it is locked."""
    width, height = asset.number("w", 0.0), asset.number("h", 0.0)
    box = model.Rect(
        id=asset.id,
        width=width,
        height=height,
        fill=asset.optional_text("bgColor") or "#fde047",
        corner_radius=(6.0, 6.0, 6.0, 6.0),
        shadow=STICKY_SHADOW,
    )
    words = model.Text(
        id=asset.id,
        x=STICKY_INSET,
        y=STICKY_INSET,
        width=width - 2 * STICKY_INSET,
        height=height - 2 * STICKY_INSET,
        text=asset.text("text"),
        font_size=asset.number("fontSize", 14.0) or 14.0,
        font_family=STICKY_FONT,
        fill=asset.optional_text("textColor") or "#1e293b",
        ellipsis=True,
    )
    lock = model.Text(id=asset.id, x=width - 20, y=4.0, text="🔒", font_size=14.0, fill="black")
    locked = asset.flag("locked")
    return model.Group(
        id=asset.id,
        x=asset.number("x", 0.0),
        y=asset.number("y", 0.0),
        rotation=asset.number("rotation", 0.0),
        opacity=LOCKED_OPACITY if locked else 1.0,
        children=(box, words, lock) if locked else (box, words),
    )


TOOLS: dict[str, Draw] = {
    "pen": partial(_freehand, composite="source-over"),
    "highlighter": partial(_freehand, composite="multiply"),
    "line": _lockable(line),
    "rectangle": _lockable(rectangle_in_box),
    "circle": _lockable(ellipse_in_box),
    "text": _lockable(dialect_a.text),
    "eraser": nothing,
    "select": nothing,
}

_ASSETS: dict[str, Draw] = {"image": _lockable(dialect_a.image), "sticky": _sticky}
