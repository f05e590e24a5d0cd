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

NODE_SCHEME = "node:"
"""What the address of an image begins with that was saved by its node's id or name only."""


Point = tuple[float, float]
Stops = tuple[tuple[float, str], ...]
"""A gradient's colours: (offset 0–1, CSS colour)."""


@dataclass(frozen=True, slots=True)
class LinearGradient:
    """Colours along a line, in the shape's own coordinates."""

    start: Point
    end: Point
    stops: Stops


@dataclass(frozen=True, slots=True)
class RadialGradient:
    """Colours between two circles, in the shape's own coordinates."""

    start: Point
    start_radius: float
    end: Point
    end_radius: float
    stops: Stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """An image repeated over a shape, `rotation` in degrees.

    `repeat`: repeat, repeat-x, repeat-y, no-repeat.
    """

    source: str
    x: float = 0.0
    y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    offset_x: float = 0.0
    offset_y: float = 0.0
    rotation: float = 0.0
    repeat: str = "repeat"


Paint = str | LinearGradient | RadialGradient | Pattern
"""What a shape is filled with; a string is a CSS colour."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """Konva's shadow: a CSS colour, the blur as canvas counts it, the offset, and an opacity of its own."""

    color: str
    blur: float
    offset_x: float
    offset_y: float
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes have. Applied to a point in this order, last first: move to (x, y), turn by `rotation`
    degrees clockwise, skew, scale, move back by the offset. `composite` by its canvas name.
    """

    id: str | None = None
    x: float = 0.0
    y: float = 0.0
    rotation: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    skew_x: float = 0.0
    skew_y: float = 0.0
    offset_x: float = 0.0
    offset_y: float = 0.0
    opacity: float = 1.0
    composite: str = "source-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """Nodes that move, turn and fade together. Each child fades by itself, as Konva's do, unless `isolated`.

    `clip`: (x, y, width, height) in the group's coordinates, outside which nothing shows.
    """

    children: tuple[Node, ...]
    clip: tuple[float, float, float, float] | None = None
    isolated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Node):
    """A node that is filled and stroked; None paints nothing. `fill_rule`: nonzero or evenodd.

    - `stroke_scaled`: whether the line's width follows the node's scale.
    - `shadow_for_stroke`: whether the line casts the shadow too.
    - `perfect_draw`: fill and line fade and cast their shadow as one, not one after the other.
    """

    fill: Paint | None = None
    stroke: str | LinearGradient | None = None
    stroke_width: float = 2.0
    stroke_scaled: bool = True
    stroke_first: bool = False
    line_cap: str = "butt"
    line_join: str = "miter"
    miter_limit: float = 10.0
    dash: tuple[float, ...] = ()
    dash_offset: float = 0.0
    shadow: Shadow | None = None
    shadow_for_stroke: bool = True
    perfect_draw: bool = True
    fill_rule: str = "nonzero"


CornerRadius = tuple[float, float, float, float]
"""Top left, top right, bottom right, bottom left."""

SHARP: CornerRadius = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect(Shape):
    """A box from (x, y); negative sizes extend to the left and up."""

    width: float
    height: float
    corner_radius: CornerRadius = SHARP


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse(Shape):
    """An ellipse about (x, y)."""

    radius_x: float
    radius_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wedge(Shape):
    """A piece of cake with its point at (x, y), from the right by `angle` degrees clockwise.

    `counterclockwise`: the other way round, to the same end.
    """

    radius: float
    angle: float
    counterclockwise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc(Shape):
    """The part of a ring about (x, y) that lies within `angle` degrees of the right, as in `Wedge`."""

    inner_radius: float
    outer_radius: float
    angle: float
    counterclockwise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring(Shape):
    """A disc about (x, y) with a hole."""

    inner_radius: float
    outer_radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Star(Shape):
    """A star about (x, y), its first point at the top."""

    points: float
    inner_radius: float
    outer_radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularPolygon(Shape):
    """A polygon of equal sides in a circle about (x, y), its first corner at the top.

    `corner_radius`: how much the corners are rounded, all alike or each from the first one clockwise; at half
    of the radius of the circle around it, the polygon becomes a circle.
    """

    sides: float
    radius: float
    corner_radius: float | tuple[float, ...] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Shape):
    """An outline in the language of SVG's path data."""

    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Shape):
    """A label's box, with a triangle on the side that `pointer_direction` names: up, right, down, left, none.

    `pointer_width` across, `pointer_height` down. In a label, the box takes the size of the text.
    """

    width: float = 0.0
    height: float = 0.0
    corner_radius: CornerRadius = SHARP
    pointer_direction: str = "none"
    pointer_width: float = 0.0
    pointer_height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Group):
    """A text in a box: its first text and first tag are placed so that the box fits and points at (x, y)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Shape):
    """A run of lines through `points`: straight, curved by `tension`, or, if `bezier`, cubic curves
    whose control points are among the points.
    """

    points: tuple[Point, ...]
    closed: bool = False
    tension: float = 0.0
    bezier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow(Line):
    """A line with filled heads at its ends. `pointer_length` along the line, `pointer_width` across it."""

    pointer_length: float = 10.0
    pointer_width: float = 10.0
    at_beginning: bool = False
    at_ending: bool = True


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
    """Text below (x, y), broken at newlines and, where `width` is given, wrapped.

    - `font_family`: a CSS list of families; `font_style`: CSS words such as `italic bold` or `500`.
    - `wrap`: word, char, none. `align`: left, center, right, justify. `vertical_align`: top, middle, bottom.
    - `line_height`: in font sizes. `letter_spacing`, `padding`, `width`, `height`: board pixels.
    - `decoration`: CSS words, underline and line-through. `direction`: inherit, ltr, rtl.
    - `underline_offset`: board pixels from a baseline to its underline; None follows Konva's own rule.
    - `ellipsis`: end text that does not fit with …
    - `baseline`: board pixels from the first line's top to its baseline; None follows Konva's own rule.
    """

    text: str
    font_size: float = 12.0
    font_family: str = "Arial"
    font_style: str = "normal"
    font_variant: str = "normal"
    width: float | None = None
    height: float | None = None
    padding: float = 0.0
    line_height: float = 1.0
    letter_spacing: float = 0.0
    wrap: str = "word"
    align: str = "left"
    vertical_align: str = "top"
    ellipsis: bool = False
    decoration: str = ""
    underline_offset: float | None = None
    direction: str = "inherit"
    baseline: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPath(Shape):
    """Letters along a path, given as SVG's path data; the other fields are those of `Text`.

    `baseline`: the letters' line that lies on the path, by its canvas name: alphabetic, middle, top, bottom,
    hanging, ideographic.
    """

    text: str
    data: str
    font_size: float = 12.0
    font_family: str = "Arial"
    font_style: str = "normal"
    font_variant: str = "normal"
    letter_spacing: float = 0.0
    align: str = "left"
    decoration: str = ""
    direction: str = "inherit"
    baseline: str = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Shape):
    """An image at (x, y), stretched to `width` × `height`; None takes the picture's own size.

    `source` is a data URL, an address, or `NODE_SCHEME` and a name. `crop`: the part shown,
    (x, y, width, height) in its pixels.
    """

    source: str
    width: float | None = None
    height: float | None = None
    crop: tuple[float, float, float, float] | None = None
    corner_radius: CornerRadius = SHARP


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
