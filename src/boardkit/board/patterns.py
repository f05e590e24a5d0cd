"""The papers that pages can have: plain, ruled, dotted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from boardkit.board import model

MOST_MARKS = 50_000
"""Lines or dots of one page; a pattern of more is so fine or so large that nobody ever looked at it."""


def is_too_fine(heading: model.PageHeading, step: float, *, dotted: bool = False) -> bool:
    """Whether a pattern would have more lines, or dots, than a page may have."""
    across, down = heading.width / step, heading.height / step
    return (across * down if dotted else across + down) > MOST_MARKS


def paper(heading: model.PageHeading, color: str = "#ffffff") -> model.Node:
    """The whole page in one colour."""
    return model.Rect(width=heading.width, height=heading.height, fill=color)


def ruled(
    heading: model.PageHeading,
    *,
    step: float,
    color: str | None,
    width: float,
    upright: bool = False,
    last: bool = False,
    heavy: Callable[[int], bool] | None = None,
) -> Iterator[model.Node]:
    """Lines across the page, or upright ones, every `step` board pixels, starting one step in.

    `last`: a line may lie on the far edge. `heavy` says which lines, counted from 1, are drawn with
    width 1 and full strength; the others have `width` and, next to heavy ones, half the strength.
    """
    along, across = (heading.height, heading.width) if upright else (heading.width, heading.height)
    for number, place in enumerate(_places(across, step, last), 1):
        points = ((place, 0.0), (place, along)) if upright else ((0.0, place), (along, place))
        is_heavy = heavy is not None and heavy(number)
        yield model.Line(
            points=points,
            stroke=color,
            stroke_width=1.0 if is_heavy else width,
            opacity=1.0 if is_heavy or heavy is None else 0.5,
        )


def dots(
    heading: model.PageHeading, *, step: float, color: str | None, radius: float, last: bool = False
) -> Iterator[model.Node]:
    """Dots where ruled lines would cross."""
    for x in _places(heading.width, step, last):
        for y in _places(heading.height, step, last):
            yield model.Ellipse(x=x, y=y, radius_x=radius, radius_y=radius, fill=color)


def _places(length: float, step: float, last: bool) -> list[float]:
    places = np.arange(1, int(length / step) + 1) * step
    return [float(place) for place in places if place < length or (last and place == length)]
