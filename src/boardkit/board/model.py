"""The board as saved, in the terms of the canvas library that showed it.

Every dialect says with Konva nodes what its front end put on the stage, so the scene builder needs to
know Konva and no dialect. Values are plain and finite, but not yet resolved: colours are CSS strings,
fonts are family lists, images are addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DEFAULT_WIDTH, DEFAULT_HEIGHT = 920.0, 1200.0
"""Board pixels of a page that does not say its own size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes have. `rotation` in degrees, clockwise, about (x, y); `composite` by its canvas name."""

    id: str | None = None
    x: float = 0.0
    y: float = 0.0
    rotation: float = 0.0
    opacity: float = 1.0
    composite: str = "source-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Node):
    """A node that is filled and stroked. `fill`, `stroke`: CSS colours; None paints nothing."""

    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 2.0
    line_cap: str = "butt"
    line_join: str = "miter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect(Shape):
    """A box from (x, y); negative sizes extend to the left and up."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse(Shape):
    """An ellipse about (x, y)."""

    radius_x: float
    radius_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Shape):
    """A run of straight lines through `points`: (x, y) pairs."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Freehand(Shape):
    """A pen's stroke: perfect-freehand's outline of `points`, filled.

    - `points`: float64[n, 3], x, y and pressure; a pressure of NaN was not given.
    - `size`: the pen's diameter in board pixels.
    - `curved`: the outline's points are control points of quadratic curves, not corners.
    - `simulate_pressure`: take the pressure from the pen's speed instead of the points.
    """

    points: npt.NDArray[np.float64]
    size: float
    curved: bool = True
    simulate_pressure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Shape):
    """Lines of text below (x, y), broken at newlines. `font_family`: a CSS list of families."""

    text: str
    font_size: float = 12.0
    font_family: str = "Arial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Node):
    """An image at (x, y), stretched to `width` × `height`; None takes the picture's own size.

    `source` is a data URL or an address.
    """

    source: str
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """A canvas of its own: `background` ones are left out of a transparent export."""

    name: str
    children: tuple[Node, ...]
    background: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page's layers from bottom to top."""

    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class PageHeading:
    """What is known of a page before it is read: its number from 1, size in board pixels, elements saved."""

    number: int
    id: str | None
    name: str
    width: float
    height: float
    elements: int


@dataclass(frozen=True, slots=True)
class Board:
    """A saved board. `current` is the open page's number; `read_page` reads one page by its number."""

    dialect: str
    headings: tuple[PageHeading, ...]
    current: int
    read_page: Callable[[int], Page]
