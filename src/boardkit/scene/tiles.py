"""A page too large for one picture, as the parts of it that are not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from boardkit.scene.nodes import Scene

MAX_TILES = 64
"""Of a page. A board of a wall's size at the highest scale has 30; beyond that it is no picture any more."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page, as a scene of its own; `row` and `column` count from 1."""

    scene: Scene
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """How a picture of `width` × `height` device pixels is cut; all tiles but the last ones are alike."""

    width: int
    height: int
    rows: int
    columns: int

    @property
    def tile_width(self) -> int:
        """Device pixels of a tile, the last column's excepted."""
        return ceil(self.width / self.columns)

    @property
    def tile_height(self) -> int:
        """Device pixels of a tile, the last row's excepted."""
        return ceil(self.height / self.rows)


def grid(width: int, height: int, most_pixels: int, longest_side: int) -> Grid:
    """The fewest rows and columns of tiles within both limits, the longer side of a tile halved first."""
    found = Grid(width, height, ceil(height / longest_side), ceil(width / longest_side))
    while found.tile_width * found.tile_height > most_pixels:
        if found.tile_width >= found.tile_height:
            found = replace(found, columns=found.columns + 1)
        else:
            found = replace(found, rows=found.rows + 1)
    return found


def cut(scene: Scene, scale: float, cuts: Grid) -> list[Tile]:
    """The tiles of `scene`, row by row; their edges lie between device pixels."""
    left, top = scene.origin
    tiles = []
    for row in range(cuts.rows):
        for column in range(cuts.columns):
            x, y = column * cuts.tile_width, row * cuts.tile_height
            part = replace(
                scene,
                width=_board_pixels(min(cuts.tile_width, cuts.width - x), scale),
                height=_board_pixels(min(cuts.tile_height, cuts.height - y), scale),
                origin=(left + x / scale, top + y / scale),
            )
            tiles.append(Tile(part, row + 1, column + 1))
    return tiles


def _board_pixels(device_pixels: int, scale: float) -> float:
    """A length that is so many device pixels once it is rounded down."""
    return (device_pixels + 0.5) / scale
