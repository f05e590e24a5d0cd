"""Boards that nobody drew: what teachers draw, at places, in sizes, colours and orders by chance.

The same seed is always the same board. There is no text on them, so they must come out identical.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, sin, tau
from random import Random
from typing import Any

from PIL import Image

from tests.boardkit.pictures import data_url, encoded

Saved = dict[str, Any]

WIDTH, HEIGHT = 300, 220
COLORS = ("#2563eb", "#f59e0b", "#111827", "#ef444480", "rgba(16, 185, 129, 0.5)", "hsl(200 80% 40%)")
SIZES = (0.5, 1, 2, 3, 4, 6, 8, 12, 20)

_SHADE = Image.linear_gradient("L").resize((67, 45))
_RINGS = Image.radial_gradient("L").resize((67, 45))
PICTURE = data_url(encoded(Image.merge("RGBA", (_SHADE, _RINGS, _SHADE.rotate(180), _RINGS.rotate(180)))))
"""A picture that shows where it is sampled, and through which one sees."""


class Chance:
    """Values that a front end may have saved."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)
        self.one_of = self._random.choice

    def between(self, low: float, high: float) -> float:
        """A number, sometimes a whole one."""
        value = self._random.uniform(low, high)
        return self.one_of((value, float(round(value)), round(value, 2)))

    def maybe(self) -> bool:
        return self._random.random() < 0.5

    def point(self) -> Saved:
        """A place, sometimes beyond the page."""
        return {"x": self.between(-20, WIDTH + 20), "y": self.between(-20, HEIGHT + 20)}

    def pen(self, *, pressed: bool) -> list[Saved]:
        """A curve as a pen leaves it."""
        x, y, angle = self.between(0, WIDTH), self.between(0, HEIGHT), self.between(0, tau)
        points = []
        for step in range(self.one_of((2, 3, 4, 8, 30))):
            pressure = {"pressure": round(self._random.random(), 3)} if pressed else {}
            points.append({"x": x, "y": y, "t": 16 * step, **pressure})
            angle += self._random.gauss(0, 0.3)
            length = self._random.uniform(0.5, 12)
            x, y = x + length * cos(angle), y + length * sin(angle)
        return points

    def several(self, make: Callable[[], Saved], most: int) -> list[Saved]:
        """Up to so many, with ids."""
        return [make() | {"id": f"e{number}"} for number in range(self._random.randint(1, most))]

    def stroke(self, tools: tuple[str, ...]) -> Saved:
        """A stroke of one of the tools."""
        tool = self.one_of(tools)
        pen = tool in ("pen", "highlighter")
        return {
            "tool": tool,
            "color": self.one_of(COLORS),
            "size": self.one_of(SIZES),
            "opacity": self.one_of((1, 1, 0.85, 0.4)),
            "points": self.pen(pressed=self.maybe()) if pen else [self.point(), self.point()],
            "width": self.between(-50, 200),
            "height": self.between(-50, 150),
        }

    def image(self, sides: tuple[str, str]) -> Saved:
        """A picture, shrunk or not, turned or not."""
        size = {side: self.between(5, 200) for side in sides}
        rotation = self.one_of((0, 0, 90, self.between(-180, 180)))
        return {"type": "image", "src": PICTURE, **self.point(), **size, "rotation": rotation}


def solo(seed: int) -> Saved:
    """A board of dialect A."""
    chance = Chance(f"solo {seed}")
    tools = ("pen", "pen", "highlighter", "line", "rectangle", "circle")
    strokes = chance.several(lambda: chance.stroke(tools), 6)
    return _board(strokes, chance.several(lambda: chance.image(("w", "h")), 2))


def solo_v2(seed: int) -> Saved:
    """A board of dialect B."""
    chance = Chance(f"solo-v2 {seed}")
    tools = ("pen", "highlighter", "line", "arrow", "rectangle", "circle")
    kinds = ("line", "arrow", "rectangle", "circle")

    def shape() -> Saved:
        start, end, place = chance.point(), chance.point(), chance.point()
        sides = {side: chance.between(1, 120) for side in ("width", "height", "radius")}
        ends = {"startX": start["x"], "startY": start["y"], "endX": end["x"], "endY": end["y"]}
        look = {"color": chance.one_of(COLORS), "size": chance.one_of(SIZES)}
        return {"type": chance.one_of(kinds), **place, **sides, **ends, **look, "arrowStart": chance.maybe()}

    paper = {"type": chance.one_of(("white", "grid", "dots", "ruled", "graph"))}
    return _board(
        chance.several(lambda: chance.stroke(tools), 4),
        chance.several(lambda: chance.image(("width", "height")), 2),
        background=paper,
        shapes=chance.several(shape, 4),
        texts=[],
    )


def winterboard(seed: int) -> Saved:
    """A board of dialect C."""
    chance = Chance(f"winterboard {seed}")
    tools = ("pen", "pen", "highlighter", "line", "rectangle", "circle")

    def sticky() -> Saved:
        sides = {"w": chance.between(20, 150), "h": chance.between(20, 150)}
        return {"type": "sticky", **chance.point(), **sides, "text": ""}

    return _board(
        chance.several(lambda: chance.stroke(tools) | {"locked": chance.maybe()}, 4),
        [*chance.several(lambda: chance.image(("w", "h")), 1), *chance.several(sticky, 2)],
        background=chance.one_of(("white", "grid", "dots", "lined")),
    )


def _board(strokes: list[Saved], assets: list[Saved], **page: Any) -> Saved:
    size = {"width": WIDTH, "height": HEIGHT}
    return {"pages": [{"id": "p1", **size, "strokes": strokes, "assets": assets, **page}]}
