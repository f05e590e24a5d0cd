"""SVG's path data, read as Konva reads it: forgiving, each command in absolute terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import acos, cos, isfinite, isnan, nan, pi, sin, sqrt

from boardkit.scene.geometry.canvas_path import CanvasPath
from boardkit.scene.nodes import Outline

_COMMAND = re.compile(r"([mlvhzcqtsa])([^mlvhzcqtsa]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.\d+|\d+|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE | re.ASCII)

_PARAMETERS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}
_LARGE_ARC, _SWEEP = 3, 4
"""Which of an arc's seven parameters are flags, which may be written without a separator."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Segment:
    """A command in absolute terms, and where it starts.

    - `kind`: M, L, Q, C with their points; Z with the point that it leads back to; A with the centre, the
      radii and the end, and in `angles` the first one, the sweep and the turn of the axes, in radians.
    """

    kind: str
    start: Point
    points: tuple[Point, ...]
    angles: tuple[float, float, float] = (0.0, 0.0, 0.0)
    clockwise: bool = True


def path_outline(data: str) -> Outline | None:
    """The outline that path data describes; None for one that says nothing."""
    path = CanvasPath()
    for segment in read_path(data):
        _draw(path, segment)
    outline = path.outline()
    return outline if len(outline.verbs) else None


def _draw(path: CanvasPath, segment: Segment) -> None:
    points = [coordinate for point in segment.points for coordinate in point]
    match segment.kind:
        case "M":
            path.move_to(*points)
        case "L":
            path.line_to(*points)
        case "Q":
            path.quadratic_curve_to(*points)
        case "C":
            path.bezier_curve_to(*points)
        case "A":
            (x, y), (radius_x, radius_y), _ = segment.points
            first, sweep, turn = segment.angles
            path.ellipse(x, y, radius_x, radius_y, turn, first, first + sweep, not segment.clockwise)
        case "Z":
            path.close()


def read_path(data: str) -> list[Segment]:
    """The segments of path data. A command with too few numbers is dropped, and so is what is no command."""
    reader = _Reader()
    for match in _COMMAND.finditer(data):
        reader.command(match[1], list(_numbers(match[1], match[2])))
    return reader.segments


def _numbers(letter: str, text: str) -> Iterator[float]:
    position = 0
    for token in _NUMBER.findall(text):
        number = token
        while letter in "aA" and position % 7 in (_LARGE_ARC, _SWEEP) and re.match("[01].", number):
            yield float(number[0])
            position += 1
            number = number[1:]
        yield _leading_number(number)
        position += 1


def _leading_number(text: str) -> float:
    """The number that a text begins with, 0 for none; what is left of one without its flags may be odd."""
    match = re.match(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", text, re.IGNORECASE | re.ASCII)
    return float(match[0]) if match else 0.0


@dataclass(slots=True)
class _Reader:
    """Follows the pen from command to command."""

    segments: list[Segment] = field(default_factory=list)
    pen: Point = (0.0, 0.0)
    subpath: Point = (0.0, 0.0)

    def command(self, letter: str, numbers: list[float]) -> None:
        """A letter and all numbers after it, which may be those of several commands."""
        kind, relative = letter.lower(), letter.islower()
        if kind == "z":
            self._add("Z", self.subpath)
            return
        count = _PARAMETERS[kind]
        for first in range(0, len(numbers) - count + 1, count):
            self._one(kind, relative, numbers[first : first + count])
            kind = "l" if kind == "m" else kind

    def _one(self, kind: str, relative: bool, numbers: list[float]) -> None:
        pen_x, pen_y = self.pen
        from_x, from_y = self.pen if relative else (0.0, 0.0)
        if kind == "a":
            self._arc(numbers[:5], (from_x + numbers[5], from_y + numbers[6]))
        elif kind == "h":
            self._add("L", (from_x + numbers[0], pen_y))
        elif kind == "v":
            self._add("L", (pen_x, from_y + numbers[0]))
        else:
            points = [(from_x + x, from_y + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            _POINTED[kind](self, points)

    def _move(self, points: list[Point]) -> None:
        self.subpath = points[0]
        self._add("M", *points)

    def _line(self, points: list[Point]) -> None:
        self._add("L", *points)

    def _cubic(self, points: list[Point]) -> None:
        self._add("C", *points)

    def _smooth_cubic(self, points: list[Point]) -> None:
        self._add("C", self._mirrored("C"), *points)

    def _quad(self, points: list[Point]) -> None:
        self._add("Q", *points)

    def _smooth_quad(self, points: list[Point]) -> None:
        self._add("Q", self._mirrored("Q"), *points)

    def _mirrored(self, kind: str) -> Point:
        """The last control point of a curve of this kind just before, mirrored at the pen; else the pen."""
        if not self.segments or self.segments[-1].kind != kind:
            return self.pen
        x, y = self.segments[-1].points[-2]
        return self.pen[0] + (self.pen[0] - x), self.pen[1] + (self.pen[1] - y)

    def _arc(self, shape: list[float], end: Point) -> None:
        radius_x, radius_y, turn, large, sweep = shape
        if end == self.pen:
            return
        if not radius_x * radius_x or not radius_y * radius_y:
            self._add("L", end)
            return
        start, self.pen = self.pen, end
        if not all(map(isfinite, (*start, *end, *shape))):
            return
        self.segments.append(_centred_arc(start, end, (abs(radius_x), abs(radius_y)), turn, large, sweep))

    def _add(self, kind: str, *points: Point) -> None:
        self.segments.append(Segment(kind, self.pen, points))
        self.pen = points[-1]


_POINTED: dict[str, Callable[[_Reader, list[Point]], None]] = {
    "m": _Reader._move,
    "l": _Reader._line,
    "c": _Reader._cubic,
    "s": _Reader._smooth_cubic,
    "q": _Reader._quad,
    "t": _Reader._smooth_quad,
}


def _centred_arc(
    start: Point, end: Point, radii: Point, turn_degrees: float, large: float, sweep: float
) -> Segment:
    """An arc by its centre and angles, from its ends, radii and flags (SVG's implementation notes, F.6.5).

    The order of the arithmetic is Konva's, whose last digits decide on which side of a pixel an edge lies.
    """
    turn = turn_degrees * (pi / 180.0)
    cosine, sine = cos(turn), sin(turn)
    half_x, half_y = start[0] - end[0], start[1] - end[1]
    x = (cosine * half_x) / 2.0 + (sine * half_y) / 2.0
    y = (-1 * sine * half_x) / 2.0 + (cosine * half_y) / 2.0
    rx, ry = radii
    excess = (x * x) / (rx * rx) + (y * y) / (ry * ry)
    if excess > 1:
        rx *= sqrt(excess)
        ry *= sqrt(excess)
    squares = rx * rx * (y * y) + ry * ry * (x * x)
    ratio = (rx * rx * (ry * ry) - rx * rx * (y * y) - ry * ry * (x * x)) / squares if squares else nan
    factor = sqrt(ratio) if ratio >= 0 else 0.0
    if large == sweep:
        factor *= -1
    centre_x, centre_y = (factor * rx * y) / ry, (factor * -ry * x) / rx
    centre = (
        (start[0] + end[0]) / 2.0 + cosine * centre_x - sine * centre_y,
        (start[1] + end[1]) / 2.0 + sine * centre_x + cosine * centre_y,
    )
    outset = ((x - centre_x) / rx, (y - centre_y) / ry)
    offset = ((-1 * x - centre_x) / rx, (-1 * y - centre_y) / ry)
    first = _angle((1.0, 0.0), outset)
    swept = _swept(_angle(outset, offset), _cosine(outset, offset), sweep)
    return Segment("A", start, (centre, (rx, ry), end), (first, swept, turn), bool(sweep))


def _swept(angle: float, cosine: float, sweep: float) -> float:
    """The angle between an arc's ends in the direction that its flag says."""
    if cosine <= -1:
        angle = pi
    if cosine >= 1:
        angle = 0.0
    if sweep == 0 and angle > 0:
        return angle - 2 * pi
    if sweep == 1 and angle < 0:
        return angle + 2 * pi
    return angle


def _angle(one: Point, other: Point) -> float:
    """The angle between two directions; no number where rounding has brought its cosine beyond 1."""
    cosine = _cosine(one, other)
    if isnan(cosine) or abs(cosine) > 1:
        return nan
    return (-1 if one[0] * other[1] < one[1] * other[0] else 1) * acos(cosine)


def _cosine(one: Point, other: Point) -> float:
    lengths = sqrt(one[0] * one[0] + one[1] * one[1]) * sqrt(other[0] * other[0] + other[1] * other[1])
    return (one[0] * other[0] + one[1] * other[1]) / lengths if lengths else nan
