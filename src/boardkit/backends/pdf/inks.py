"""What a scene paints with, as operators that select it: colours, gradients, repeated pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pydyf

from boardkit.backends.pdf.images import UPRIGHT
from boardkit.backends.pdf.resources import PageResources
from boardkit.backends.pdf.syntax import cm, color, number, numbers
from boardkit.scene.matrix import concat
from boardkit.scene.nodes import Color, LinearGradient, Matrix, Paint, Pattern, RadialGradient

_FAR = 1e6  # pixels to the next copy of a picture that is not to be repeated

Stops = tuple[tuple[float, Color], ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """A paint ready to be selected.

    `for_fill` and `for_line` are the operators that select it, `mask` the one that gives it an alpha that
    differs from place to place, `alpha` what it has everywhere.
    """

    for_fill: bytes
    for_line: bytes
    alpha: float
    mask: bytes = b""

    @property
    def opaque(self) -> bool:
        """Whether nothing shows through it."""
        return self.alpha >= 1 and not self.mask


@dataclass(frozen=True, slots=True)
class _Axis:
    """What a gradient runs along: a line (`kind` 2: x, y of its ends) or circles (3: x, y, radius)."""

    kind: int
    coordinates: tuple[float, ...]


def ink(paint: Paint | None, matrix: Matrix, resources: PageResources) -> Ink | None:
    """`paint` of a node that `matrix` takes to the board's space; None for one that leaves no trace."""
    match paint:
        case Color() if paint.alpha > 0:
            return Ink(color(paint, b"rg"), color(paint, b"RG"), paint.alpha)
        case LinearGradient() if paint.stops and paint.start != paint.end:
            axis = _Axis(2, (*paint.start, *paint.end))
            return _shaded(axis, paint.stops, matrix, resources)
        case RadialGradient() if paint.stops and _first_circle(paint) != _last_circle(paint):
            axis = _Axis(3, (*_first_circle(paint), *_last_circle(paint)))
            return _shaded(axis, paint.stops, matrix, resources)
        case Pattern():
            return _tiled(paint, matrix, resources)
        case _:
            return None


def _first_circle(paint: RadialGradient) -> tuple[float, float, float]:
    return (*paint.start, paint.start_radius)


def _last_circle(paint: RadialGradient) -> tuple[float, float, float]:
    return (*paint.end, paint.end_radius)


def _from_pattern(name: str, alpha: float, mask: bytes = b"") -> Ink:
    selected = name.encode()
    return Ink(b"/Pattern cs /%b scn\n" % selected, b"/Pattern CS /%b SCN\n" % selected, alpha, mask)


def _shaded(axis: _Axis, stops: Stops, matrix: Matrix, resources: PageResources) -> Ink:
    colors = _gradient(axis, "/DeviceRGB", _function(stops, _channels), matrix, resources)
    alphas = {stop.alpha for _, stop in stops}
    if len(alphas) == 1:
        return _from_pattern(colors, alphas.pop())
    greys = _gradient(axis, "/DeviceGray", _function(stops, _alpha), matrix, resources)
    covered = b"/Pattern cs /%b scn\n%b re f\n" % (greys.encode(), resources.box)
    return _from_pattern(colors, 1.0, b"/%b gs\n" % resources.luminosity(covered).encode())


def _gradient(axis: _Axis, space: str, function: bytes, matrix: Matrix, resources: PageResources) -> str:
    """The name of a shading pattern whose end colours go on beyond its ends."""
    shading = {
        "ShadingType": axis.kind,
        "ColorSpace": space,
        "Coords": b"[%b]" % numbers(axis.coordinates),
        "Function": function,
        "Extend": "[true true]",
    }
    entries = {"Type": "/Pattern", "PatternType": 2, "Matrix": _matrix(matrix)}
    return resources.pattern(pydyf.Dictionary({**entries, "Shading": pydyf.Dictionary(shading)}))


def _function(stops: Stops, values: Callable[[Color], bytes]) -> bytes:
    """The function from 0–1 along a gradient to the `values` of its colours."""
    ends = [(0.0, stops[0][1]), *stops, (1.0, stops[-1][1])]
    steps = [(start, end) for start, end in pairwise(ends) if end[0] > start[0]]
    pieces = [
        b"<</FunctionType 2/Domain [0 1]/N 1/C0 [%b]/C1 [%b]>>" % (values(start[1]), values(end[1]))
        for start, end in steps
    ]
    joined, bounds = b"".join(pieces), numbers((start[0] for start, _ in steps[1:]), 6)
    encode = b"0 1 " * len(pieces)
    return b"<</FunctionType 3/Domain [0 1]/Functions [%b]/Bounds [%b]/Encode [%b]>>" % (
        joined,
        bounds,
        encode,
    )


def _channels(stop: Color) -> bytes:
    return numbers((channel / 255 for channel in (stop.red, stop.green, stop.blue)), 4)


def _alpha(stop: Color) -> bytes:
    return number(stop.alpha)


def _tiled(paint: Pattern, matrix: Matrix, resources: PageResources) -> Ink | None:
    """A picture repeated without a gap; one that isn't to be repeated has its next copy far away."""
    image = resources.document.image(paint.picture)
    width, height = paint.picture.width, paint.picture.height
    if image is None or not (width and height):
        return None
    box: Matrix = (float(width), 0.0, 0.0, float(height), 0.0, 0.0)
    content = cm(concat(box, concat(image.orientation, UPRIGHT))) + b"/X Do\n"
    entries = {
        "Type": "/Pattern",
        "PatternType": 1,
        "PaintType": 1,
        "TilingType": 1,
        "BBox": f"[0 0 {width} {height}]",
        "XStep": width if paint.repeat_x else _FAR,
        "YStep": height if paint.repeat_y else _FAR,
        "Matrix": _matrix(concat(matrix, paint.transform)),
        "Resources": b"<</XObject <</X %b>>>>" % image.reference,
    }
    return _from_pattern(resources.pattern(pydyf.Stream([content], entries)), 1.0)


def _matrix(matrix: Matrix) -> bytes:
    return b"[%b]" % numbers(matrix, 8)
