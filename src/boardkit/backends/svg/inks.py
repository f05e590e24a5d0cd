"""What a scene paints with, as paint servers: colours, gradients, repeated pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

from boardkit.backends.svg.definitions import Definitions
from boardkit.backends.svg.images import Pictures
from boardkit.backends.svg.markup import Attributes, element, hex_color, link, opacity, transform
from boardkit.scene.colors.gradients import stops_in_srgb
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import tiles_vanish
from boardkit.scene.nodes import Color, LinearGradient, Matrix, Paint, Pattern, RadialGradient, Stops

_FAR = 1e5  # board pixels, to which a picture is repeated that is repeated one way only


@dataclass(frozen=True, slots=True)
class Ink:
    """A paint ready to be named by an attribute.

    `tile`: markup, in the page's space, of a picture that is not repeated both ways. SVG has no paint for
    it; it must be seen through what is painted with it.
    """

    value: str
    opacity: float
    tile: str = ""


class Inks:
    """The paints of one file."""

    def __init__(self, definitions: Definitions, pictures: Pictures) -> None:
        self._definitions = definitions
        self._pictures = pictures

    def ink(self, paint: Paint | None, alpha: float, matrix: Matrix) -> Ink | None:
        """`paint` of a node that `matrix` takes to the page; None for one that leaves no trace."""
        match paint:
            case Color() if paint.alpha > 0:
                return Ink(hex_color(paint), paint.alpha * alpha)
            case LinearGradient() if paint.stops and paint.start != paint.end:
                return Ink(link(self._linear(paint)), alpha)
            case RadialGradient() if paint.stops and _differ(paint):
                return Ink(link(self._radial(paint)), alpha)
            case Pattern() if not tiles_vanish(paint, matrix):
                return self._repeated(paint, alpha, matrix)
            case _:
                return None

    def _linear(self, paint: LinearGradient) -> str:
        (x1, y1), (x2, y2) = paint.start, paint.end
        line: Attributes = {"gradientUnits": "userSpaceOnUse", "x1": x1, "y1": y1, "x2": x2, "y2": y2}
        return self._definitions.add("linearGradient", line, *_stops(stops_in_srgb(paint)))

    def _radial(self, paint: RadialGradient) -> str:
        inner, outer, stops = _by_size(paint)
        (fx, fy, fr), (cx, cy, r) = inner, outer
        if fr and (fx, fy) == (cx, cy):  # a focal circle is SVG 2; where it is concentric, stops can say it
            stops = tuple(((fr + offset * (r - fr)) / r, color) for offset, color in stops)
            fr = 0.0
        circles = {"cx": cx, "cy": cy, "r": r, "fx": fx, "fy": fy, "fr": fr or None}
        return self._definitions.add(
            "radialGradient", {"gradientUnits": "userSpaceOnUse", **circles}, *_stops(stops)
        )

    def _repeated(self, paint: Pattern, alpha: float, matrix: Matrix) -> Ink | None:
        picture = self._pictures.identity(paint.picture)
        if picture is None:
            return None
        width, height = float(paint.picture.width), float(paint.picture.height)
        size: Attributes = {"patternUnits": "userSpaceOnUse", "width": width, "height": height}
        image = element("use", {"xlink:href": f"#{picture}"})
        both = paint.repeat_x and paint.repeat_y
        way = transform(paint.transform) if both else None
        name = link(self._definitions.add("pattern", {**size, "patternTransform": way}, image))
        if both:
            return Ink(name, alpha)
        left, across = (-_FAR, 2 * _FAR) if paint.repeat_x else (0.0, width)
        top, down = (-_FAR, 2 * _FAR) if paint.repeat_y else (0.0, height)
        area = {"x": left, "y": top, "width": across, "height": down}
        place = transform(concat(matrix, paint.transform))
        tile = element("rect", {**area, "fill": name, "fill-opacity": opacity(alpha), "transform": place})
        return Ink(name, alpha, tile)


def nests(paint: RadialGradient) -> bool:
    """Whether one circle lies in the other. SVG has no gradient between circles side by side."""
    (fx, fy, fr), (cx, cy, r), _ = _by_size(paint)
    return hypot(fx - cx, fy - cy) + fr <= r


def _differ(paint: RadialGradient) -> bool:
    return (paint.start, paint.start_radius) != (paint.end, paint.end_radius)


Circle = tuple[float, float, float]


def _by_size(paint: RadialGradient) -> tuple[Circle, Circle, Stops]:
    """The smaller circle, the larger, and the stops from the one to the other."""
    start, end, stops = (
        (*paint.start, paint.start_radius),
        (*paint.end, paint.end_radius),
        stops_in_srgb(paint),
    )
    if paint.start_radius <= paint.end_radius:
        return start, end, stops
    return end, start, tuple((1 - offset, color) for offset, color in reversed(stops))


def _stops(stops: Stops) -> Iterable[str]:
    for offset, color in stops:
        shade = {"stop-color": hex_color(color), "stop-opacity": opacity(color.alpha)}
        yield element("stop", {"offset": offset, **shade})
