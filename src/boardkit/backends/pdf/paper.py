"""Where a board page lies on its sheet, or on the sheets of a poster."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from boardkit.errors import RenderError
from boardkit.options import Orientation, Paper, RenderOptions
from boardkit.scene.nodes import Matrix, Scene

POINTS_PER_PIXEL = 0.75  # a CSS pixel is 1/96 inch, a PDF point 1/72
POINTS_PER_MM = 72 / 25.4
MARGIN = 10 * POINTS_PER_MM  # what office printers leave white at worst is 6 mm
LARGEST_SIDE = 14_400.0  # points; beyond 200 inches PDF wants a larger unit

Rectangle = tuple[float, float, float, float]
"""Left, top, width, height."""

LEAST_SCALE = 0.2
"""Of a page that is shrunk onto one sheet: letters of 16 pixels are 2.4 points then, which nobody reads."""
POSTER_SCALE = 0.5  # at which they are 6 points, the smallest print
MOST_SHEETS = 64  # that a page is spread over

_SHEETS: dict[Paper, tuple[float, float]] = {
    "a4": (210 * POINTS_PER_MM, 297 * POINTS_PER_MM),
    "a3": (297 * POINTS_PER_MM, 420 * POINTS_PER_MM),
    "letter": (612.0, 792.0),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A sheet of `width` × `height` units of `user_unit` points each, and the way of the board onto it.

    - `matrix` takes board pixels (y down) to the sheet's units (y up).
    - `magnification` says how many times larger than CSS asks a board pixel becomes on paper.
    - `part` is what the sheet shows of the board: left, top, width, height in its pixels; in `row` and
      `column`, counted from 1, of all that the page is spread over.
    """

    width: float
    height: float
    user_unit: int
    matrix: Matrix
    magnification: float
    part: Rectangle
    row: int = 1
    column: int = 1


def place(scene: Scene, options: RenderOptions) -> tuple[Placement, ...]:
    """The page of `scene` on the sheet that `options` ask for, centred, its aspect ratio kept; on several
    sheets where it would be too small to be read on one.

    Raises `RenderError` for a page without area.
    """
    if not (0 < scene.width < math.inf and 0 < scene.height < math.inf):
        raise RenderError(f"Page {scene.number} has no area to draw on.")
    whole = (*scene.origin, scene.width, scene.height)
    if options.paper == "original":
        return (_on_own_sheet(whole),)
    sheet = _sheet(scene, options.paper, options.orientation)
    columns, rows = _cuts(scene, sheet)
    parts = (_part(whole, (row, column), (rows, columns)) for row in range(rows) for column in range(columns))
    scale = _fitting(scene.width / columns, scene.height / rows, sheet)
    placed = [_placement(part, sheet, scale) for part in parts]
    return tuple(
        replace(placement, row=1 + index // columns, column=1 + index % columns)
        for index, placement in enumerate(placed)
    )


def _fitting(width: float, height: float, sheet: tuple[float, float]) -> float:
    """Units to a board pixel that let `width` × `height` of them fill a sheet within its margins."""
    return min((sheet[0] - 2 * MARGIN) / width, (sheet[1] - 2 * MARGIN) / height)


def _cuts(scene: Scene, sheet: tuple[float, float]) -> tuple[int, int]:
    """Columns and rows of sheets."""
    if _fitting(scene.width, scene.height, sheet) >= LEAST_SCALE * POINTS_PER_PIXEL:
        return 1, 1
    scale = POSTER_SCALE * POINTS_PER_PIXEL
    while True:
        columns = math.ceil(scene.width * scale / (sheet[0] - 2 * MARGIN))
        rows = math.ceil(scene.height * scale / (sheet[1] - 2 * MARGIN))
        if columns * rows <= MOST_SHEETS:
            return columns, rows
        scale *= 0.95


def _part(whole: Rectangle, place: tuple[int, int], count: tuple[int, int]) -> Rectangle:
    left, top, width, height = whole
    height, width = height / count[0], width / count[1]
    return left + place[1] * width, top + place[0] * height, width, height


def _on_own_sheet(whole: Rectangle) -> Placement:
    _, _, width, height = whole
    user_unit = math.ceil(max(width, height) * POINTS_PER_PIXEL / LARGEST_SIDE)
    scale = POINTS_PER_PIXEL / user_unit
    return _placement(whole, (width * scale, height * scale), scale, user_unit)


def _sheet(scene: Scene, paper: Paper, orientation: Orientation) -> tuple[float, float]:
    short, long = _SHEETS[paper]
    landscape = scene.width > scene.height if orientation == "auto" else orientation == "landscape"
    return (long, short) if landscape else (short, long)


def _placement(part: Rectangle, sheet: tuple[float, float], scale: float, user_unit: int = 1) -> Placement:
    """A part of the board in the middle of a sheet."""
    x, y, across, down = part
    width, height = sheet
    left = (width - scale * across) / 2 - scale * x
    top = (height + scale * down) / 2 + scale * y
    return Placement(
        width=width,
        height=height,
        user_unit=user_unit,
        matrix=(scale, 0.0, 0.0, -scale, left, top),
        magnification=scale * user_unit / POINTS_PER_PIXEL,
        part=part,
    )
