"""Which shapes Konva draws on a canvas of their own first, and how large it takes that canvas to be.

Where the canvas begins decides by a last digit how arcs are cut and pictures are sampled on it, so its box is
reckoned as Konva reckons it: from what the shape says of itself, not from what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, sqrt

import skia

from boardkit.board import model
from boardkit.scene.context import Surroundings
from boardkit.scene.geometry.boxes import mapped, united, wider
from boardkit.scene.geometry.in_skia import skia_path
from boardkit.scene.geometry.outlines import regular_polygon
from boardkit.scene.nodes import Box, Matrix, Outline
from boardkit.scene.shapes.paint import has_shadow
from boardkit.scene.shapes.pieces import arrow_extents

_DIGITS = 4
"""Decimals of a pixel to which a curve's extent is known; noise beyond could cross a whole pixel."""


_FARTHEST = 2.0**30
"""Board pixels; no canvas begins farther off."""

NOTHING: Box = (0.0, 0.0, 0.0, 0.0)
"""The box of what shows nothing."""


def needs_buffer(shape: model.Shape, filled: bool, stroked: bool, around: Surroundings) -> bool:
    """Whether Konva draws a shape on a canvas of its own first, so that fill and line fade as one."""
    together = filled and stroked and shape.perfect_draw
    casts = has_shadow(shape) and shape.shadow_for_stroke
    return together and (around.opacity != 1 or casts)


def buffer_box(shape: model.Shape, outlines: Iterable[Outline], stroked: bool, matrix: Matrix) -> Box:
    """The box, in page pixels, of what a shape that stands at `matrix` paints."""
    box = _own_box(shape) or united(map(_tight_box, outlines)) or NOTHING
    margin = _line_margin(shape) if stroked else 0.0
    return mapped(wider(box, margin), matrix) if shape.stroke_scaled else wider(mapped(box, matrix), margin)


def from_corner(box: Box) -> Matrix:
    """From the page to a canvas for `box`, which begins a pixel before it, in an export of double size."""
    x, y = (max(0.0, (floor(2 * max(0.0, min(_FARTHEST, side))) - 1) / 2) for side in box[:2])
    return 1.0, 0.0, 0.0, 1.0, -x, -y


def _own_box(shape: model.Shape) -> Box | None:
    """The box of a shape that says its size; None for one whose outline says it."""
    match shape:
        case model.Rect():
            return (
                min(shape.width, 0.0),
                min(shape.height, 0.0),
                max(shape.width, 0.0),
                max(shape.height, 0.0),
            )
        case model.Ellipse():
            return _centred(abs(shape.radius_x), abs(shape.radius_y))
        case model.Wedge():
            return _centred(abs(shape.radius), abs(shape.radius))
        case model.Ring() | model.Star():
            radius = max(abs(shape.inner_radius), abs(shape.outer_radius))
            return _centred(radius, radius)
        case model.RegularPolygon():
            sharp = regular_polygon(shape.sides, shape.radius, 0.0)
            return None if sharp is None else _tight_box(sharp)
        case model.Arrow():
            return united(map(_tight_box, arrow_extents(shape)))
    return None


def _centred(across: float, down: float) -> Box:
    return -across, -down, across, down


def _tight_box(outline: Outline) -> Box:
    bounds: skia.Rect = skia_path(outline).computeTightBounds()
    left, top, right, bottom = (
        round(side, _DIGITS) for side in (bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
    )
    return left, top, right, bottom


def _line_margin(shape: model.Shape) -> float:
    """How far Konva expects a line to reach beyond the outline."""
    sharp = shape.miter_limit or 10.0
    match shape:
        case model.Ellipse() | model.Ring():
            sharp = 1.0
        case model.Rect() | model.Image():
            sharp = 1.0 if shape.stroke_scaled else sharp
        case model.Arrow():
            bare = not (shape.at_beginning or shape.at_ending)
            sharp = 1.0 if bare and _is_straight(shape) else sharp
        case model.Line():
            sharp = 1.0 if _is_straight(shape) else sharp
    caps = sqrt(2) if shape.line_cap == "square" else 1.0
    return abs(shape.stroke_width) / 2 * max(caps, sharp if shape.line_join == "miter" else 1.0)


def _is_straight(line: model.Line) -> bool:
    return len(line.points) == 2 and not line.closed
