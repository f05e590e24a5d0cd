"""What a scene paints with, as operators that select it: colours, gradients, repeated pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt
import pydyf
import skia

from boardkit.backends.pdf.images import rastered
from boardkit.backends.pdf.resources import PageResources
from boardkit.backends.pdf.syntax import cm, color, number, numbers
from boardkit.scene.colors.gradients import stops_in_srgb
from boardkit.scene.geometry.in_skia import skia_matrix
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import magnification, tiles_vanish
from boardkit.scene.nodes import Box, Color, LinearGradient, Matrix, Paint, Pattern, RadialGradient, Stops
from boardkit.scene.pictures.image_files import UnreadablePicture, decode_picture

_MARGIN = 4.0  # board pixels around what is painted, for the rounding of those who read it
_LEAST_SAMPLES, _MOST_SAMPLES = 2.0, 4.0  # of a repeated picture, to a board pixel each way
_ALL_SAMPLES = 16_000_000
_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear)


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


def ink(paint: Paint | None, matrix: Matrix, resources: PageResources, area: Box | None = None) -> Ink | None:
    """`paint` of a node that `matrix` takes to the board's space, where it lies within the `area`; None for
    one that leaves no trace.
    """
    match paint:
        case Color() if paint.alpha > 0:
            return Ink(color(paint, b"rg"), color(paint, b"RG"), paint.alpha)
        case LinearGradient() if paint.stops and paint.start != paint.end:
            axis = _Axis(2, (*paint.start, *paint.end))
            return _shaded(axis, stops_in_srgb(paint), matrix, resources)
        case RadialGradient() if paint.stops and _first_circle(paint) != _last_circle(paint):
            axis = _Axis(3, (*_first_circle(paint), *_last_circle(paint)))
            return _shaded(axis, stops_in_srgb(paint), matrix, resources)
        case Pattern() if not tiles_vanish(paint, matrix):
            return _tiled(paint, matrix, area, resources)
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


def _tiled(paint: Pattern, matrix: Matrix, area: Box | None, resources: PageResources) -> Ink | None:
    """A repeated picture, as far as it is needed: readers join tiles with gaps, or in whole pixels."""
    box = skia.Rect.MakeLTRB(*area) if area else skia.Rect.MakeEmpty()
    box.outset(_MARGIN, _MARGIN)
    box = resources.shown_part(box)
    if box is None:
        return None
    way = concat(matrix, paint.transform)
    fineness = min(max(_LEAST_SAMPLES, 1 / max(magnification(way), 1e-6)), _MOST_SAMPLES)
    fineness = min(fineness, sqrt(_ALL_SAMPLES / (box.width() * box.height())))
    pixels = _repeated(paint, way, box, fineness)
    if pixels is None:
        return None
    image = rastered(pixels, resources.document.pdf)
    left, top, width, height = box.left(), box.top(), box.width(), box.height()
    content = cm((width, 0.0, 0.0, -height, left, top + height)) + b"/X Do\n"
    entries = {
        "Type": "/Pattern",
        "PatternType": 1,
        "PaintType": 1,
        "TilingType": 1,
        "BBox": b"[%b]" % numbers((left, top, left + width, top + height)),
        "XStep": number(2 * width),
        "YStep": number(2 * height),
        "Resources": b"<</XObject <</X %b>>>>" % image,
    }
    return _from_pattern(resources.pattern(pydyf.Stream([content], entries)), 1.0)


def _repeated(paint: Pattern, way: Matrix, box: skia.Rect, fineness: float) -> npt.NDArray[np.uint8] | None:
    """Straight sRGB with alpha, [height, width, 4], of what `paint` shows of a box of the board's space."""
    try:
        picture = decode_picture(paint.picture)
    except UnreadablePicture:
        return None
    width, height = ceil(box.width() * fineness), ceil(box.height() * fineness)
    across, down = (
        skia.TileMode.kRepeat if repeats else skia.TileMode.kDecal
        for repeats in (paint.repeat_x, paint.repeat_y)
    )
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    with surface as canvas:
        canvas.scale(width / box.width(), height / box.height())
        canvas.translate(-box.left(), -box.top())
        canvas.drawPaint(skia.Paint(Shader=picture.makeShader(across, down, _SMOOTH, skia_matrix(way))))
    pixels: npt.NDArray[np.uint8] = surface.makeImageSnapshot().toarray(
        colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kUnpremul_AlphaType
    )
    return pixels


def _matrix(matrix: Matrix) -> bytes:
    return b"[%b]" % numbers(matrix, 8)
