"""Which outlines a Konva shape is made of, and what each of them gets: fill, line, dashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import atan2, cos, pi, sin

import numpy as np

from boardkit.board import model
from boardkit.scene.freehand import freehand_outline
from boardkit.scene.geometry import outlines
from boardkit.scene.geometry.canvas_path import CanvasPath
from boardkit.scene.geometry.matrix import concat, is_invertible, single
from boardkit.scene.geometry.path_data import path_outline
from boardkit.scene.nodes import IDENTITY, POINTS_PER_VERB, Matrix, Outline, Verb

_ARCS = (model.Ellipse, model.Wedge, model.Arc, model.Ring)


@dataclass(frozen=True, slots=True)
class Piece:
    """One outline of a shape; an open line is never filled, an arrow's head is never dashed."""

    outline: Outline
    filled: bool = True
    dashed: bool = True


def pieces_of(shape: model.Shape, matrix: Matrix = IDENTITY) -> tuple[Piece, ...]:
    """A shape's pieces in the order they are drawn; none for a shape that shows nothing.

    `matrix`: from the shape to the device's pixels, which leaves a trace in the last digits of some.
    """
    match shape:
        case model.Freehand():
            return _freehand(shape)
        case model.Arrow():
            return _arrow(shape, matrix)
        case model.Line():
            return _line(shape)
    outline = _outline(shape)
    return () if outline is None else (Piece(outline),)


def _outline(shape: model.Shape) -> Outline | None:
    """The only outline of a shape that has one; None for a shape that shows nothing."""
    match shape:
        case model.Rect():
            return outlines.rounded_rectangle(shape.width, shape.height, shape.corner_radius)
        case model.Tag():
            pointer = (shape.pointer_width, shape.pointer_height)
            radii, direction = shape.corner_radius, shape.pointer_direction
            return outlines.tag(shape.width, shape.height, radii, direction, pointer)
        case model.Ellipse():
            return outlines.ellipse(abs(shape.radius_x), abs(shape.radius_y))
        case model.Path():
            return path_outline(shape.data)
        case model.Star():
            return outlines.star(shape.points, shape.inner_radius, shape.outer_radius)
        case model.RegularPolygon():
            return outlines.regular_polygon(shape.sides, shape.radius, shape.corner_radius)
        case model.Ring():
            return outlines.ring(shape.inner_radius, shape.outer_radius)
        case model.Wedge():
            return outlines.wedge(shape.radius, shape.angle, ccw=shape.counterclockwise)
        case model.Arc():
            return outlines.arc(
                shape.inner_radius, shape.outer_radius, shape.angle, ccw=shape.counterclockwise
            )
    return None


def flattened(shape: model.Shape, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What of a shape's pieces a canvas keeps whose transform leaves no area: no fill, no boxes, no arcs."""
    if isinstance(shape, _ARCS) or (isinstance(shape, model.Rect) and not any(shape.corner_radius)):
        return ()
    return tuple(replace(piece, outline=_without_arcs(piece.outline), filled=False) for piece in pieces)


def _without_arcs(outline: Outline) -> Outline:
    straight = outline.verbs != Verb.CONIC
    kept = straight.repeat(np.array(POINTS_PER_VERB)[outline.verbs])
    return Outline(outline.verbs[straight], outline.points[kept])


def _freehand(shape: model.Freehand) -> tuple[Piece, ...]:
    corners = freehand_outline(shape.points, shape.size, simulate_pressure=shape.simulate_pressure)
    if len(corners) == 0:
        return ()
    if shape.curved:
        return (Piece(outlines.smooth_loop(corners)),)
    return (Piece(outlines.polygon(corners, closed=True)),)


def _line(shape: model.Line) -> tuple[Piece, ...]:
    if len(set(shape.points)) < 2:
        return ()  # canvas draws nothing for a line without length, whatever its caps
    if shape.tension and len(shape.points) > 2:
        return (Piece(outlines.spline(shape.points, shape.tension, closed=shape.closed), shape.closed),)
    if shape.bezier:
        return (Piece(outlines.bezier(shape.points, closed=shape.closed), shape.closed),)
    return (Piece(outlines.polygon(shape.points, closed=shape.closed), shape.closed),)


def _arrow(shape: model.Arrow, matrix: Matrix) -> tuple[Piece, ...]:
    shaft = _line(shape)
    if len(shape.points) < 2:
        return shaft
    return (*shaft, *(_head(shape, tip, angle, matrix) for tip, angle in _tips(shape)))


def arrow_extents(shape: model.Arrow) -> list[Outline]:
    """What Konva reckons an arrow to cover: its line, and the bases of its heads."""
    covered = [outlines.polygon(shape.points[:1], closed=False), *(piece.outline for piece in _line(shape))]
    for (x, y), angle in _tips(shape) if len(shape.points) > 1 else ():
        x, y = x - shape.pointer_length * cos(angle), y - shape.pointer_length * sin(angle)
        across, down = shape.pointer_width * sin(angle) / 2, shape.pointer_width * cos(angle) / 2
        covered.append(outlines.polygon([(x - across, y + down), (x + across, y - down)], closed=False))
    return covered


def _tips(shape: model.Arrow) -> Iterator[tuple[model.Point, float]]:
    """Where an arrow has heads, and the angles at which they point."""
    if shape.at_ending:
        yield shape.points[-1], _angle(shape, at_beginning=False)
    if shape.at_beginning:
        yield shape.points[0], _angle(shape, at_beginning=True)


def _head(shape: model.Arrow, tip: model.Point, angle: float, matrix: Matrix) -> Piece:
    """A triangle with its tip at the line's end, built upright and turned with the canvas, as Konva does."""
    cosine, sine = cos(angle), sin(angle)
    if not is_invertible(matrix):  # under which canvas turns, but does not move
        matrix, tip = IDENTITY, (0.0, 0.0)
    place = single((1.0, 0.0, 0.0, 1.0, *tip))
    turned = concat(concat(matrix, place), (cosine, sine, -sine, cosine, 0.0, 0.0))
    path = CanvasPath()
    path.move_to(0.0, 0.0)
    path.line_to(-shape.pointer_length, shape.pointer_width / 2)
    path.line_to(-shape.pointer_length, -shape.pointer_width / 2)
    path.close()
    path.restore(turned, matrix)
    return Piece(path.outline(), dashed=False)


def _angle(shape: model.Arrow, *, at_beginning: bool) -> float:
    """Where a head points, from 0 to a whole turn."""
    dx, dy = _tangent(shape, at_beginning=at_beginning)
    return (atan2(dy, dx) + 2 * pi) % (2 * pi)


def _tangent(shape: model.Arrow, *, at_beginning: bool) -> model.Point:
    """The line's direction at an end of it, past any points that lie on its very end."""
    points = shape.points if at_beginning else shape.points[::-1]
    end_x, end_y = points[0]
    if shape.tension and len(points) > 2:
        tangent = outlines.spline_tangent(
            shape.points, shape.tension, shape.pointer_length, closed=shape.closed, at_beginning=at_beginning
        )
        if any(tangent):
            return tangent
    return next(((end_x - x, end_y - y) for x, y in points[1:] if (x, y) != (end_x, end_y)), (0.0, 0.0))
