"""Paths as content-stream operators, in few bytes.

Coordinates are written as whole numbers of `GRID` pixels from the path's top left corner: short to write,
without a sign, quick to make (a look-up table of byte strings instead of a call a number), and nowhere
further than 0.036 px from where they were. A pen's outline is written in fewer curves than it was drawn with,
within 0.05 px of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from boardkit.backends.pdf.fit import fit_cubics
from boardkit.backends.pdf.geometry import Segments, segments
from boardkit.backends.pdf.syntax import number, numbers
from boardkit.scene.nodes import Outline, Stroke, Verb

GRID = 0.05  # CSS pixels
FINE_GRID = 0.005  # for shapes that are hardly wider than the other

_REACH = 1 << 16  # numbers in the table, which is 3,276 pixels; larger ones are written one by one
_FARTHEST = (1 << 30) - 1  # from one end to the other what every reader takes as an integer
_BLANK = _REACH
_OPERATORS = (b"m\n", b"l\n", b"", b"", b"c\n", b"h\n")  # by `Verb`; the others are cubics by now
_MOVE, _LINE, _QUAD = int(Verb.MOVE), int(Verb.LINE), int(Verb.QUAD)
_CONIC, _CUBIC, _CLOSE = int(Verb.CONIC), int(Verb.CUBIC), int(Verb.CLOSE)
_SMOOTH = 1e-3  # the sine of a turn that nobody sees
_CAPS = {"butt": b"0", "round": b"1", "square": b"2"}
_LONGEST_MITER = 1e6  # longer ones are long as any page, and PDF has no large numbers
_JOINS = {"miter": b"0", "round": b"1", "bevel": b"2"}


@dataclass(frozen=True, slots=True)
class PathData:
    """The operators that construct a path.

    Their (0, 0) is the outline's point `origin`, their step 1/`per_unit` of its unit.
    """

    operators: bytes
    origin: tuple[float, float]
    per_unit: float


def path_data(outline: Outline, scale: float, grid: float = GRID) -> PathData:
    """The `outline` as operators, on a `grid` in CSS pixels of the sheet; its unit is `scale` of them."""
    per_unit = scale / grid
    steps = _simplified(outline, per_unit) if _is_smooth_loop(outline) else _rounded(outline, scale, per_unit)
    places = steps.points
    left, top = float(places[..., 0].min()), float(places[..., 1].min())
    places -= (left, top)
    return PathData(_operators(steps.verbs, places), (left / per_unit, top / per_unit), per_unit)


def unlike_rectangle(outline: Outline) -> Outline:
    """The same shape, a rectangle with a curve, though a straight one, for its first side.

    PDFium, which Chrome shows PDFs with, moves the sides of what it takes for a rectangle to whole pixels.
    """
    if not (4 <= len(outline.points) <= 5 and (outline.verbs[1:] != _MOVE).all()):
        return outline
    if not np.isin(outline.verbs[1:], (_LINE, _CLOSE)).all():
        return outline
    middle = (outline.points[0] + outline.points[1]) / 2
    verbs = outline.verbs.copy()
    verbs[1] = _QUAD
    return Outline(verbs, np.insert(outline.points, 1, middle, axis=0))


def soft_rectangle(x: float, y: float, width: float, height: float) -> bytes:
    """The operators that construct a rectangle, as `unlike_rectangle` has it."""
    right, bottom = x + width, y + height
    first = numbers((x + width / 3, y, x + 2 * width / 3, y, right, y))
    return b"%b m\n%b c\n%b l\n%b l\nh\n" % (
        numbers((x, y)),
        first,
        numbers((right, bottom)),
        numbers((x, bottom)),
    )


def unlike_corners(outline: Outline, stroke: Stroke) -> Stroke:
    """The line of an ellipse with round joins, which it has no corners for.

    PDFium follows a curve in short straight steps, and would give the tips of a thin one miters.
    """
    verbs, points = outline.verbs, outline.points
    if not (len(verbs) > 2 and verbs[-1] == _CLOSE and (verbs[1:-1] == _CONIC).all()):
        return stroke
    ahead, behind = points[2:-2:2] - points[1:-3:2], points[3:-1:2] - points[2:-2:2]
    turns = ahead[:, 0] * behind[:, 1] - ahead[:, 1] * behind[:, 0]
    is_smooth = np.abs(turns) <= _SMOOTH * np.linalg.norm(ahead, axis=1) * np.linalg.norm(behind, axis=1)
    return replace(stroke, join="round") if is_smooth.all() else stroke


def _is_smooth_loop(outline: Outline) -> bool:
    """Whether it is one closed run of quadratic curves, as a pen's outline is."""
    verbs = outline.verbs
    return len(verbs) > 2 and verbs[0] == _MOVE and verbs[-1] == _CLOSE and bool((verbs[1:-1] == _QUAD).all())


def _rounded(outline: Outline, scale: float, per_unit: float) -> Segments:
    """An outline's segments in whole steps, as far as readers count."""
    path = segments(outline, scale)
    return Segments(path.verbs, np.rint(path.points * per_unit).clip(-_FARTHEST, _FARTHEST))


def _simplified(outline: Outline, per_unit: float) -> Segments:
    """A smooth loop in few cubics, in whole steps, as far as readers count."""
    run = outline.points.astype(np.float64)
    run *= per_unit
    np.clip(run, -_FARTHEST, _FARTHEST, out=run)
    cubics = fit_cubics(run)
    verbs = np.full(len(cubics) + 2, _CUBIC, dtype=np.uint8)
    verbs[0], verbs[-1] = _MOVE, _CLOSE
    points = np.empty((len(verbs), 3, 2))
    points[0], points[1:-1], points[-1] = np.rint(run[0]), cubics, cubics[-1, 2]
    return Segments(verbs, points)


def pen(stroke: Stroke, per_unit: float) -> bytes:
    """The operators that set up the line of `stroke`, its measures in units of 1/`per_unit`."""
    parts = [
        b"%b w %b J %b j\n" % (number(stroke.width * per_unit), _CAPS[stroke.cap], _JOINS[stroke.join]),
    ]
    if stroke.join == "miter":
        parts.append(b"%b M\n" % number(min(max(stroke.miter_limit, 1.0), _LONGEST_MITER)))
    if sum(stroke.dash) > 0:
        dash = numbers(length * per_unit for length in stroke.dash)
        period = sum(stroke.dash) * (1 + len(stroke.dash) % 2)  # PDF takes no negative phase
        parts.append(b"[%b] %b d\n" % (dash, number(stroke.dash_offset % period * per_unit)))
    return b"".join(parts)


def _operators(verbs: npt.NDArray[np.uint8], places: npt.NDArray[np.float64]) -> bytes:
    """One row of seven tokens a segment: six numbers, of which lines use the last two, and the operator."""
    tokens = np.empty((len(verbs), 7), dtype=np.int64)
    tokens[:, :6] = places.reshape(-1, 6)
    if places.max() >= _REACH:
        return _far_operators(verbs, tokens[:, :6].tolist())
    tokens[verbs != _CUBIC, :4] = _BLANK
    tokens[verbs == _CLOSE] = _BLANK
    tokens[:, 6] = verbs
    tokens[:, 6] += _BLANK + 1
    return _token_table()[tokens].tobytes().translate(None, b"\0")


def _far_operators(verbs: npt.NDArray[np.uint8], rows: list[list[int]]) -> bytes:
    """The same, a number at a time."""
    used = {_CUBIC: 0, _CLOSE: 6}
    return b"".join(
        b"%b%b" % (b"".join(b"%d " % value for value in row[used.get(verb, 4) :]), _OPERATORS[verb])
        for verb, row in zip(verbs.tolist(), rows, strict=True)
    )


@cache
def _token_table() -> npt.NDArray[np.bytes_]:
    """Byte strings by token: the numbers below `_REACH`, nothing, and the operators by their verbs."""
    near = np.char.add(np.arange(_REACH).astype("S5"), b" ")
    return np.concatenate((near, np.array([b"", *_OPERATORS], dtype=near.dtype)))
