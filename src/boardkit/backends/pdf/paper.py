"""Where a board page lies on its sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass

from boardkit.errors import RenderError
from boardkit.options import Orientation, Paper, RenderOptions
from boardkit.scene.nodes import Matrix, Scene

POINTS_PER_PIXEL = 0.75  # a CSS pixel is 1/96 inch, a PDF point 1/72
POINTS_PER_MM = 72 / 25.4
MARGIN = 10 * POINTS_PER_MM  # what office printers leave white at worst is 6 mm
LARGEST_SIDE = 14_400.0  # points; beyond 200 inches PDF wants a larger unit

_SHEETS: dict[Paper, tuple[float, float]] = {
    "a4": (210 * POINTS_PER_MM, 297 * POINTS_PER_MM),
    "a3": (297 * POINTS_PER_MM, 420 * POINTS_PER_MM),
    "letter": (612.0, 792.0),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A sheet of `width` × `height` units of `user_unit` points each, and the way of the board onto it.

    `matrix` takes board pixels (y down) to the sheet's units (y up). `magnification` says how many times
    larger than CSS asks a board pixel becomes on paper.
    """

    width: float
    height: float
    user_unit: int
    matrix: Matrix
    magnification: float


def place(scene: Scene, options: RenderOptions) -> Placement:
    """The whole page of `scene` on the sheet that `options` ask for, centred, its aspect ratio kept.

    Raises `RenderError` for a page without area.
    """
    if not (0 < scene.width < math.inf and 0 < scene.height < math.inf):
        raise RenderError(f"Page {scene.number} has no area to draw on.")
    if options.paper == "original":
        return _on_own_sheet(scene)
    sheet = _sheet(scene, options.paper, options.orientation)
    scale = min((sheet[0] - 2 * MARGIN) / scene.width, (sheet[1] - 2 * MARGIN) / scene.height)
    return _placement(scene, sheet, scale)


def _on_own_sheet(scene: Scene) -> Placement:
    longest = max(scene.width, scene.height) * POINTS_PER_PIXEL
    user_unit = math.ceil(longest / LARGEST_SIDE)
    scale = POINTS_PER_PIXEL / user_unit
    return _placement(scene, (scene.width * scale, scene.height * scale), scale, user_unit)


def _sheet(scene: Scene, paper: Paper, orientation: Orientation) -> tuple[float, float]:
    short, long = _SHEETS[paper]
    landscape = scene.width > scene.height if orientation == "auto" else orientation == "landscape"
    return (long, short) if landscape else (short, long)


def _placement(scene: Scene, sheet: tuple[float, float], scale: float, user_unit: int = 1) -> Placement:
    width, height = sheet
    left = (width - scale * scene.width) / 2 - scale * scene.origin[0]
    top = (height + scale * scene.height) / 2 + scale * scene.origin[1]
    return Placement(
        width=width,
        height=height,
        user_unit=user_unit,
        matrix=(scale, 0.0, 0.0, -scale, left, top),
        magnification=scale * user_unit / POINTS_PER_PIXEL,
    )
