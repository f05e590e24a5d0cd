"""A canvas context's current path: the same calls build the same segments as in Chromium.

Where an arc begins and ends, and into how many pieces it is cut, is a matter of single precision arithmetic
in Skia. So Skia builds the path here too.
"""

from __future__ import annotations

from math import cos, fmod, pi, sin

import numpy as np
import skia

from boardkit.scene.geometry.in_skia import outline_of, skia_matrix
from boardkit.scene.geometry.matrix import concat, inverse, is_invertible
from boardkit.scene.nodes import Matrix, Outline

_TURN = float(np.float32(2 * pi))
_LARGEST = float(np.finfo(np.float32).max)


class CanvasPath:
    """The path that canvas calls build; one with a coordinate that is no finite number does nothing."""

    def __init__(self) -> None:
        self._path = skia.Path()

    def move_to(self, x: float, y: float) -> None:
        """Begin a subpath."""
        if _finite(x, y):
            self._path.moveTo(x, y)

    def line_to(self, x: float, y: float) -> None:
        """A straight line; without a current point, only a beginning."""
        if _finite(x, y):
            self._begin(x, y)
            self._path.lineTo(x, y)

    def quadratic_curve_to(self, cx: float, cy: float, x: float, y: float) -> None:
        """A quadratic curve."""
        if _finite(cx, cy, x, y):
            self._begin(cx, cy)
            self._path.quadTo(cx, cy, x, y)

    def bezier_curve_to(self, ax: float, ay: float, bx: float, by: float, x: float, y: float) -> None:
        """A cubic curve."""
        if _finite(ax, ay, bx, by, x, y):
            self._begin(ax, ay)
            self._path.cubicTo(ax, ay, bx, by, x, y)

    def arc_to(self, ax: float, ay: float, bx: float, by: float, radius: float) -> None:
        """A corner at (ax, ay) on the way to (bx, by), rounded by a circle."""
        if not _finite(ax, ay, bx, by, radius):
            return
        if self._path.isEmpty():
            self._path.moveTo(ax, ay)
        else:
            self._path.arcTo(ax, ay, bx, by, radius)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, ccw: bool = False) -> None:
        """A part of a circle between two angles, in radians clockwise from the right."""
        if not _finite(x, y, radius, start, end):
            return
        if not radius or np.float32(start) == np.float32(end):
            self.line_to(x + radius * cos(start), y + radius * sin(start))
            return
        self._add_ellipse(x, y, radius, radius, *_swept(start, end, ccw))

    def ellipse(
        self,
        x: float,
        y: float,
        radius_x: float,
        radius_y: float,
        rotation: float,
        start: float,
        end: float,
        ccw: bool = False,
    ) -> None:
        """A part of an ellipse whose first axis is turned by `rotation`, in radians."""
        if not _finite(x, y, radius_x, radius_y, rotation, start, end):
            return
        start, end = _swept(start, end, ccw)
        if not radius_x or not radius_y or start == end:
            self._add_flat_ellipse(x, y, radius_x, radius_y, rotation, start, end)
        elif not rotation:
            self._add_ellipse(x, y, radius_x, radius_y, start, end)
        else:
            turned = (cos(rotation), sin(rotation), -sin(rotation), cos(rotation), x, y)
            self._path.transform(skia_matrix(inverse(turned)))
            self._add_ellipse(0.0, 0.0, radius_x, radius_y, start, end)
            self._path.transform(skia_matrix(turned))

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        """A closed box; negative sizes extend to the left and up."""
        if not _finite(x, y, width, height):
            return
        self._path.moveTo(x, y)
        if width or height:
            self._path.lineTo(x + width, y)
            self._path.lineTo(x + width, y + height)
            self._path.lineTo(x, y + height)
            self._path.close()

    def close(self) -> None:
        """Back to where the subpath began."""
        if not self._path.isEmpty():
            self._path.close()

    def restore(self, inner: Matrix, outer: Matrix) -> None:
        """Leave the transform `inner`, under which the path was built, for `outer`; the path stays in place.

        A canvas takes it to the device and back, which leaves a trace in the last digits.
        """
        if is_invertible(outer) and is_invertible(inner):
            self._path.transform(skia_matrix(inner))
            self._path.transform(skia_matrix(inverse(outer)))

    def outline(self) -> Outline:
        """What was drawn."""
        return outline_of(self._path)

    def _begin(self, x: float, y: float) -> None:
        if self._path.isEmpty():
            self._path.moveTo(x, y)

    def _add_ellipse(
        self, x: float, y: float, radius_x: float, radius_y: float, start: float, end: float
    ) -> None:
        x, y, radius_x, radius_y = (float(np.float32(value)) for value in (x, y, radius_x, radius_y))
        oval = skia.Rect(x - radius_x, y - radius_y, x + radius_x, y + radius_y)
        begin, sweep = _degrees(start), _degrees(np.float32(end) - np.float32(start))
        if abs(abs(sweep) - 360) <= 1 / 4096:  # Skia takes a whole turn for none
            half = 180.0 if sweep > 0 else -180.0
            self._path.arcTo(oval, begin, half, False)
            self._path.arcTo(oval, float(np.float32(begin + half)), half, False)
        else:
            self._path.arcTo(oval, begin, sweep, False)

    def _add_flat_ellipse(
        self, x: float, y: float, radius_x: float, radius_y: float, rotation: float, start: float, end: float
    ) -> None:
        """An ellipse without an extent is the line to each of its outermost points in turn."""
        turned = (cos(rotation), sin(rotation), -sin(rotation), cos(rotation), x, y)
        angles = [start]
        if (radius_x or radius_y) and start != end:
            quarters = [quarter * pi / 2 for quarter in range(-4, 9)]
            between = [angle for angle in quarters if min(start, end) < angle < max(start, end)]
            angles += [*(between if end > start else reversed(between)), end]
        for angle in angles:
            *_, point_x, point_y = concat(turned, (1, 0, 0, 1, radius_x * cos(angle), radius_y * sin(angle)))
            self.line_to(point_x, point_y)


def _finite(*values: float) -> bool:
    return all(abs(value) < _LARGEST for value in values)


def _swept(start: float, end: float, ccw: bool) -> tuple[float, float]:
    """The angles in single precision, the first in the first turn, the last in the direction of the arc."""
    first, last = np.float32(start), np.float32(end)
    begin = np.float32(fmod(first, _TURN))
    if begin < 0:
        begin += np.float32(_TURN)
    if begin >= np.float32(_TURN):
        begin -= np.float32(_TURN)
    last += begin - first
    turn = np.float32(_TURN)
    if not ccw and last - begin >= turn:
        last = begin + turn
    elif ccw and begin - last >= turn:
        last = begin - turn
    elif not ccw and begin > last:
        last = begin + (turn - np.float32(fmod(begin - last, turn)))
    elif ccw and begin < last:
        last = begin - (turn - np.float32(fmod(last - begin, turn)))
    return float(begin), float(last)


def _degrees(radians: float | np.float32) -> float:
    return float(np.float32(radians) * (np.float32(180) / np.float32(pi)))
