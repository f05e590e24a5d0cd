"""The outlines of basic shapes, verb for verb as a canvas context builds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil, cos, hypot, pi, radians, sin, sqrt
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from boardkit.scene.freehand import smoothed
from boardkit.scene.geometry.canvas_path import CanvasPath
from boardkit.scene.geometry.curves import quad_length
from boardkit.scene.nodes import Outline, Verb

Point = tuple[float, float]

_QUARTER_WEIGHT = np.float32(0.5**0.5)
"""Weight of the conic that draws a quarter of a circle exactly."""

_FEWEST_SIDES = 1e-300
"""Of a polygon, by which a turn can still be divided."""

MOST_CORNERS = 10_000
"""A saved figure may ask for more; on no page do they differ from a circle."""


def polygon(points: Iterable[tuple[float, float]] | npt.NDArray[np.float64], *, closed: bool) -> Outline:
    """Straight lines through `points`."""
    corners = np.asarray(points, dtype=np.float32).reshape(-1, 2)
    verbs = np.full(len(corners) + closed, Verb.LINE, dtype=np.uint8)
    verbs[0] = Verb.MOVE
    if closed:
        verbs[-1] = Verb.CLOSE
    return Outline(verbs, corners)


def rectangle(width: float, height: float) -> Outline:
    """A box from the origin; negative sizes extend to the left and up."""
    return polygon([(0, 0), (width, 0), (width, height), (0, height)], closed=True)


@lru_cache(maxsize=64)
def ellipse(radius_x: float, radius_y: float) -> Outline:
    """An ellipse about the origin, clockwise from its rightmost point, as four conics."""
    if not radius_x or not radius_y:
        return _flat_ellipse(radius_x, radius_y)
    corners = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0)]
    points = np.array(corners, dtype=np.float32) * np.array([radius_x, radius_y], dtype=np.float32)
    verbs = np.array([Verb.MOVE, *[Verb.CONIC] * 4, Verb.CLOSE], dtype=np.uint8)
    weights = np.full(4, _QUARTER_WEIGHT)
    for shared in (verbs, points, weights):
        shared.flags.writeable = False
    return Outline(verbs, points, weights)


def _flat_ellipse(radius_x: float, radius_y: float) -> Outline:
    path = CanvasPath()
    path.ellipse(0, 0, radius_x, radius_y, 0, 0, 2 * pi)
    path.close()
    return path.outline()


def smooth_loop(corners: npt.NDArray[np.float64]) -> Outline:
    """One closed run of quadratic curves: each corner a control point, each middle of a side an end point."""
    return Outline(_loop_verbs(len(corners)), smoothed(corners))


@lru_cache(maxsize=1024)
def _loop_verbs(count: int) -> npt.NDArray[np.uint8]:
    """Those of a closed run of so many quadratic curves."""
    verbs = np.full(count + 2, Verb.QUAD, dtype=np.uint8)
    verbs[0], verbs[-1] = Verb.MOVE, Verb.CLOSE
    verbs.flags.writeable = False
    return verbs


def rounded_rectangle(width: float, height: float, radii: tuple[float, float, float, float]) -> Outline:
    """A box from the origin with rounded corners, given from the top left one clockwise.

    A radius is at most half of the shorter side.
    """
    if not any(radii):
        return rectangle(width, height)
    left, top = min(width, 0.0), min(height, 0.0)
    width, height = abs(width), abs(height)
    path = CanvasPath()
    pointed_box(path, (left, top), (width, height), limited_radii(width, height, radii))
    return path.outline()


def limited_radii(
    width: float, height: float, radii: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The radii that fit into a box's corners."""
    largest = min(width, height) / 2
    one, two, three, four = (min(max(radius, 0.0), largest) for radius in radii)
    return one, two, three, four


def pointed_box(
    path: CanvasPath,
    corner: Point,
    size: Point,
    radii: tuple[float, float, float, float],
    pointers: Mapping[str, Sequence[Point]] = MappingProxyType({}),
) -> None:
    """A box with rounded corners, clockwise from the top left; `pointers` lead out of its sides by name."""
    (left, top), (width, height) = corner, size
    right, bottom = left + width, top + height
    top_left, top_right, bottom_right, bottom_left = radii

    def side(name: str, x: float, y: float) -> None:
        for point in pointers.get(name, ()):
            path.line_to(*point)
        path.line_to(x, y)

    path.move_to(left + top_left, top)
    side("up", right - top_right, top)
    path.arc(right - top_right, top + top_right, top_right, pi * 3 / 2, 0)
    side("right", right, bottom - bottom_right)
    path.arc(right - bottom_right, bottom - bottom_right, bottom_right, 0, pi / 2)
    side("down", left + bottom_left, bottom)
    path.arc(left + bottom_left, bottom - bottom_left, bottom_left, pi / 2, pi)
    side("left", left, top + top_left)
    path.arc(left + top_left, top + top_left, top_left, pi, pi * 3 / 2)
    path.close()


def tag(
    width: float, height: float, radii: tuple[float, float, float, float], direction: str, pointer: Point
) -> Outline:
    """A label's box from the origin, with a triangle of `pointer` across and down on the side `direction`."""
    across, down = pointer
    middle_x, middle_y = width / 2, height / 2
    above, below = (height - down) / 2, (height + down) / 2
    before, after = (width - across) / 2, (width + across) / 2
    pointers = {
        "up": ((before, 0.0), (middle_x, -down), (after, 0.0)),
        "right": ((width, above), (width + across, middle_y), (width, below)),
        "down": ((after, height), (middle_x, height + down), (before, height)),
        "left": ((0.0, below), (-across, middle_y), (0.0, above)),
    }
    chosen = {direction: pointers[direction]} if direction in pointers else {}
    path = CanvasPath()
    pointed_box(path, (0.0, 0.0), (width, height), limited_radii(width, height, radii), chosen)
    return path.outline()


def wedge(radius: float, angle: float, *, ccw: bool) -> Outline:
    """A piece of cake with its point at the origin, from the right by `angle` degrees."""
    path = CanvasPath()
    path.arc(0, 0, abs(radius), 0, radians(angle), ccw)
    path.line_to(0, 0)
    path.close()
    return path.outline()


def arc(inner_radius: float, outer_radius: float, angle: float, *, ccw: bool) -> Outline:
    """A part of a ring about the origin, from the right by `angle` degrees."""
    path = CanvasPath()
    path.arc(0, 0, abs(outer_radius), 0, radians(angle), ccw)
    path.arc(0, 0, abs(inner_radius), radians(angle), 0, not ccw)
    path.close()
    return path.outline()


def ring(inner_radius: float, outer_radius: float) -> Outline:
    """A disc about the origin with a hole, which goes round the other way."""
    path = CanvasPath()
    path.arc(0, 0, abs(inner_radius), 0, 2 * pi)
    path.move_to(abs(outer_radius), 0)
    path.arc(0, 0, abs(outer_radius), 2 * pi, 0, True)
    path.close()
    return path.outline()


def star(points: float, inner_radius: float, outer_radius: float) -> Outline:
    """A star about the origin, its first point at the top."""
    corners = [(0.0, -outer_radius)]
    for number in range(1, _whole(points * 2)):
        radius = inner_radius if number % 2 else outer_radius
        angle = number * pi / points
        corners.append((radius * sin(angle), -radius * cos(angle)))
    return polygon(corners, closed=True)


def regular_polygon(sides: float, radius: float, corner_radius: float | tuple[float, ...]) -> Outline | None:
    """A polygon in a circle about the origin, its first corner at the top; None without sides."""
    angles = [number * 2 * pi / sides for number in range(_whole(sides))]
    if not angles:
        return None
    corners = [(radius * sin(angle), -radius * cos(angle)) for angle in angles]
    if not corner_radius or not radius:
        return polygon(corners, closed=True)
    count = len(corners)
    radii = corner_radius if isinstance(corner_radius, tuple) else (corner_radius,) * count
    radii = (*radii, *(0.0,) * count)[:count]
    path = CanvasPath()
    largest = abs(radius) * cos(pi / max(sides, _FEWEST_SIDES))
    for number, corner in enumerate(corners):
        rounding = largest * min(1.0, max(radii[number], 0.0) / abs(radius) * 2)
        before, after = (_towards(corner, corners[(number + step) % count], rounding) for step in (-1, 1))
        if number:
            path.line_to(*before)
        else:
            path.move_to(*before)
        path.arc_to(*corner, *after, rounding)
    path.close()
    return path.outline()


def _whole(count: float) -> int:
    """How many steps a loop takes that counts up to `count`, of which nobody needs more than this."""
    return min(max(ceil(count), 0), MOST_CORNERS)


def _towards(start: Point, end: Point, distance: float) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    if not length:
        return start
    return start[0] + dx / length * distance, start[1] + dy / length * distance


def bezier(points: Sequence[Point], *, closed: bool) -> Outline:
    """Cubic curves: a start, then two control points and an end a curve; an incomplete one is dropped."""
    path = CanvasPath()
    path.move_to(*points[0])
    for i in range(1, len(points) - 2, 3):
        path.bezier_curve_to(*points[i], *points[i + 1], *points[i + 2])
    if closed:
        path.close()
    return path.outline()


def spline(points: Sequence[Point], tension: float, *, closed: bool) -> Outline:
    """A smooth line through `points`, as Konva's `tension` draws it."""
    path = CanvasPath()
    path.move_to(*points[0])
    if closed:
        count = len(points)
        handles = [_handles(points[i - 1], points[i], points[(i + 1) % count], tension) for i in range(count)]
        for i in range(count):
            following = (i + 1) % count
            path.bezier_curve_to(*handles[i][1], *handles[following][0], *points[following])
        path.close()
        return path.outline()
    handles = [_handles(points[i - 1], points[i], points[i + 1], tension) for i in range(1, len(points) - 1)]
    path.quadratic_curve_to(*handles[0][0], *points[1])
    for i in range(1, len(points) - 2):
        path.bezier_curve_to(*handles[i - 1][1], *handles[i][0], *points[i + 1])
    path.quadratic_curve_to(*handles[-1][1], *points[-1])
    return path.outline()


def spline_tangent(
    points: Sequence[Point], tension: float, length: float, *, closed: bool, at_beginning: bool
) -> Point:
    """The direction in which an arrow head of `length` points at an end of a smooth line.

    At the beginning, Konva takes it from a point half-way between the first two of the line's handles and
    points; at the end, from where the head's own length begins on a curve from the last two to the tip.
    """
    if at_beginning:
        first = _handles(points[-1], points[0], points[1], tension) if closed else None
        handle = first[1] if first else _handles(points[0], points[1], points[2], tension)[0]
        beside = _handles(points[0], points[1], points[2], tension)[0] if closed else points[1]
        middle = ((handle[0] + beside[0]) / 2, (handle[1] + beside[1]) / 2)
        return points[0][0] - middle[0], points[0][1] - middle[1]
    end = points[-1]
    if closed:
        start, handle = _handles(points[-1], points[0], points[1], tension)[0], points[0]
    else:
        start, handle = points[-2], _handles(points[-3], points[-2], points[-1], tension)[1]
    whole = quad_length(start, handle, end)
    t = max(0.0, 1 - length / whole) if whole else 0.0
    x, y = (
        (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(start, handle, end, strict=True)
    )
    return end[0] - x, end[1] - y


def _handles(before: Point, point: Point, after: Point, tension: float) -> tuple[Point, Point]:
    """The control points before and after a point of a smooth line."""
    to_before, to_after = _distance(before, point), _distance(point, after)
    if not to_before + to_after:
        return point, point
    backward = tension * to_before / (to_before + to_after)
    forward = tension * to_after / (to_before + to_after)
    dx, dy = after[0] - before[0], after[1] - before[1]
    return (
        (point[0] - backward * dx, point[1] - backward * dy),
        (point[0] + forward * dx, point[1] + forward * dy),
    )


def _distance(start: Point, end: Point) -> float:
    """By the root of the sum of squares, whose last digit is not always that of `hypot`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return sqrt(dx * dx + dy * dy)
