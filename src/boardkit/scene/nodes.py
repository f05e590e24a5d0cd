"""The board as drawn: a tree of four kinds of node with every default, unit and transform resolved.

Coordinates are board pixels, y down. Angles do not occur: a transform is always a matrix. Backends match
over these nodes and need to know nothing of dialects or of Konva.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from boardkit.resources import FontFace

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f) as canvas has it: x' = a·x + c·y + e, y' = b·x + d·y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Verb(IntEnum):
    """A path segment's kind, in the numbering and with the point counts of `POINTS_PER_VERB`."""

    MOVE = 0
    LINE = 1
    QUAD = 2
    CONIC = 3
    CUBIC = 4
    CLOSE = 5


POINTS_PER_VERB: tuple[int, ...] = (1, 1, 2, 2, 3, 0)
"""Points that each `Verb` takes from `Outline.points`, by its number."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The geometry of a path, as arrays.

    - `verbs`: uint8[m], `Verb` numbers; every subpath starts with MOVE.
    - `points`: float32[n, 2], each verb's points in turn, without the current point.
    - `weights`: float32[k], one for each CONIC verb.

    All values are finite.
    """

    verbs: npt.NDArray[np.uint8]
    points: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32] = field(default_factory=lambda: np.empty(0, dtype=np.float32))


class FillRule(StrEnum):
    """Which points are inside an outline that crosses itself."""

    NONZERO = "nonzero"
    EVENODD = "evenodd"


class Blend(StrEnum):
    """Canvas composite operations, by their canvas names (source-over is the plain one)."""

    SOURCE_OVER = "source-over"
    SOURCE_IN = "source-in"
    SOURCE_OUT = "source-out"
    SOURCE_ATOP = "source-atop"
    DESTINATION_OVER = "destination-over"
    DESTINATION_IN = "destination-in"
    DESTINATION_OUT = "destination-out"
    DESTINATION_ATOP = "destination-atop"
    LIGHTER = "lighter"
    COPY = "copy"
    XOR = "xor"
    MULTIPLY = "multiply"
    SCREEN = "screen"
    OVERLAY = "overlay"
    DARKEN = "darken"
    LIGHTEN = "lighten"
    COLOR_DODGE = "color-dodge"
    COLOR_BURN = "color-burn"
    HARD_LIGHT = "hard-light"
    SOFT_LIGHT = "soft-light"
    DIFFERENCE = "difference"
    EXCLUSION = "exclusion"
    HUE = "hue"
    SATURATION = "saturation"
    COLOR = "color"
    LUMINOSITY = "luminosity"


@dataclass(frozen=True, slots=True)
class Color:
    """Straight (not premultiplied) sRGB: channels 0–255, whole where CSS makes them so, alpha 0–1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    @property
    def whole(self) -> tuple[int, int, int]:
        """The channels in bytes."""
        red, green, blue = (
            int(min(255.0, max(0.0, value)) + 0.5) for value in (self.red, self.green, self.blue)
        )
        return red, green, blue


Stops = tuple[tuple[float, Color], ...]
"""(offset 0–1, colour) along a gradient, offsets not falling."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An embedded image: `data` is the file as it came, but for texts in a PNG, `media_type` what it is.

    `width`, `height` are its pixels as drawn (after EXIF orientation). The same file on one board is
    the same object, so a backend embeds and decodes it once.
    """

    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class LinearGradient:
    """Colours along a line, in the painted node's own coordinates; the end colours go on beyond it.

    Colours in between are mixed unpremultiplied, in sRGB or, where the gradient is `perceptual`, in OKLab;
    those of the stops may lie beyond what a screen can show.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    stops: Stops
    perceptual: bool = False


@dataclass(frozen=True, slots=True)
class RadialGradient:
    """Colours between two circles, as canvas has them; otherwise like `LinearGradient`."""

    start: tuple[float, float]
    start_radius: float
    end: tuple[float, float]
    end_radius: float
    stops: Stops
    perceptual: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A picture repeated; `transform` maps its pixels to the painted node's own coordinates."""

    picture: Picture
    transform: Matrix = IDENTITY
    repeat_x: bool = True
    repeat_y: bool = True


Paint = Color | LinearGradient | RadialGradient | Pattern


@dataclass(frozen=True, slots=True)
class Shadow:
    """A blurred shadow below a node. `blur` as canvas counts it (twice the standard deviation) and the
    offsets are in board pixels of the page, whatever the node's own transform.
    """

    color: Color
    blur: float
    offset_x: float
    offset_y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """How an outline's line is drawn. `cap`: butt, round, square. `join`: miter, round, bevel.

    A `scaled` width follows the node's transform; one that isn't is in board pixels of the page.
    """

    paint: Paint
    width: float
    cap: str = "butt"
    join: str = "miter"
    miter_limit: float = 10.0
    dash: tuple[float, ...] = ()
    dash_offset: float = 0.0
    scaled: bool = True


@dataclass(frozen=True, slots=True)
class Path:
    """An outline filled, then stroked; each of the two has the opacity and casts the shadow by itself."""

    outline: Outline
    fill: Paint | None = None
    stroke: Stroke | None = None
    fill_rule: FillRule = FillRule.NONZERO
    transform: Matrix = IDENTITY
    opacity: float = 1.0
    blend: Blend = Blend.SOURCE_OVER
    shadow: Shadow | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GlyphRun:
    """Glyphs of one face on one baseline, laid out once for all backends, in visual order.

    - `glyphs`: uint16[n] glyph numbers of `face`; `x`, `y`: float64[n] pen positions in board pixels,
      relative to the Text node's origin (y is the baseline, plus a mark's own offset).
    - `text` is what the run says in logical order; `clusters`: int[n], for each glyph the index in
      `text` of the first character it stands for.
    - `advance`: width of the run in board pixels. `right_to_left`: the run's direction.
    - `spacing`: board pixels that the letters are set further apart than the font has them.
    """

    face: FontFace
    size: float
    glyphs: npt.NDArray[np.uint16]
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    text: str
    clusters: npt.NDArray[np.int32]
    advance: float
    right_to_left: bool = False
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of text: `lines` from top to bottom, each a tuple of runs from left to right."""

    lines: tuple[tuple[GlyphRun, ...], ...]
    fill: Paint | None
    stroke: Stroke | None = None
    transform: Matrix = IDENTITY
    opacity: float = 1.0
    blend: Blend = Blend.SOURCE_OVER
    shadow: Shadow | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture stretched over the box (0, 0, width, height) of its own coordinates.

    `crop`: the part of the picture that is shown, (x, y, width, height) in its pixels; None shows all.
    """

    picture: Picture
    width: float
    height: float
    crop: tuple[float, float, float, float] | None = None
    transform: Matrix = IDENTITY
    opacity: float = 1.0
    blend: Blend = Blend.SOURCE_OVER
    shadow: Shadow | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes drawn one after the other; `isolated` ones on a canvas of their own first, as Konva's layers are,
    so that a blend mode inside sees nothing below.

    `opacity`, `blend` and `shadow` apply to that canvas as a whole, so other than plain ones need `isolated`;
    the shadow is that of the faded canvas, and shows through it.
    `clip`: nothing shows outside this outline (in the group's own coordinates).
    `box`: the part of the page, in its pixels, that Konva takes the canvas to cover, where it is known.
    """

    children: tuple[Node, ...]
    transform: Matrix = IDENTITY
    isolated: bool = False
    opacity: float = 1.0
    blend: Blend = Blend.SOURCE_OVER
    shadow: Shadow | None = None
    clip: Outline | None = None
    box: Box | None = None
    id: str | None = None


Node = Group | Path | Text | Image


@dataclass(frozen=True, slots=True)
class Scene:
    """One page, ready to draw: its size in board pixels, and its layers from bottom to top.

    `origin` is the board point that lies at the page's top left corner; it is not (0, 0) only where a
    page was cropped to its content.
    """

    number: int
    name: str
    width: float
    height: float
    layers: tuple[Group, ...]
    origin: tuple[float, float] = (0.0, 0.0)
