"""Makes the demonstration board: a lesson on quadratic equations as Solo Board v0.28 would have saved it.

    python tools/make_demo_board.py src/solo_export/demo/board.json

Handwriting, figures and pictures are made here, from a seed: the same board every time.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from glyphs import Point
from handwriting import Hand, Ink
from pictures import BRIDGE, arch, bridge, data_url, ruler

Function = Callable[[float], float]

SEED = 2025
SLATE, BLUE, RED, GREEN, AMBER, GREY = "#1e293b", "#1d4ed8", "#dc2626", "#15803d", "#f59e0b", "#64748b"
YELLOW_MARKER, GREEN_MARKER = "#fde047", "#86efac"
INK = Ink("pen", SLATE, 2.6)
BLUE_INK = Ink("pen", BLUE, 3.0)
RED_INK = Ink("pen", RED, 3.4)
GREEN_INK = Ink("pen", GREEN, 3.2)


class Sheet:
    """One page while somebody draws on it."""

    def __init__(self, number: int, name: str) -> None:
        self.hand = Hand(SEED + number)
        self.number = number
        self.name = name
        self.strokes: list[dict[str, Any]] = []
        self.assets: list[dict[str, Any]] = []

    def write(self, text: str, at: Point, unit: float, ink: Ink = INK) -> list[dict[str, Any]]:
        """A line of handwriting from the start of its baseline; the strokes it took."""
        strokes = self.hand.write(text, at, unit, ink)
        self.strokes += strokes
        return strokes

    def type(self, text: str, at: Point, size: float, color: str = SLATE) -> None:
        """Typed text below and right of a point."""
        self._tool("text", color, size, [at], text=text)

    def mark(self, start: Point, end: Point, color: str = YELLOW_MARKER, size: float = 24) -> None:
        """A swipe of the highlighter."""
        self.strokes.append(self.hand.swipe(start, end, Ink("highlighter", color, size, 0.4)))

    def mark_over(self, strokes: list[dict[str, Any]], color: str = YELLOW_MARKER) -> None:
        """A swipe of the highlighter over handwriting."""
        left, top, right, bottom = extent(strokes)
        size = min(38.0, max(24.0, bottom - top))
        middle = (top + bottom) / 2
        self.mark((left + size * 0.2, middle + 1), (right, middle - 1), color, size)

    def ring_around(self, stroke: dict[str, Any], diameter: float = 37) -> None:
        """A circle around the last thing written."""
        left, top, right, bottom = extent([stroke])
        self.ring(((left + right) / 2, (top + bottom) / 2), diameter, diameter)

    def curve(self, points: Iterable[Point], ink: Ink = INK, pace: float = 1.4) -> None:
        """A smooth line by hand."""
        self.strokes.append(self.hand.curve(points, ink, pace))

    def angular(self, points: list[Point], ink: Ink = INK, pace: float = 1.2) -> None:
        """A line by hand with corners."""
        self.strokes.append(self.hand.angular(points, ink, pace))

    def graph(self, function: Function, low: float, high: float, plot: Plot, ink: Ink) -> None:
        """A function drawn by hand into a coordinate system."""
        self.curve((plot.at(x, function(x)) for x in np.linspace(low, high, 25)), ink, pace=1.8)

    def line(self, start: Point, end: Point, color: str = GREY, size: float = 2, opacity: float = 1) -> None:
        """A straight line by the line tool."""
        self._tool("line", color, size, [start, end], opacity=opacity)

    def arrow(self, start: Point, end: Point, color: str = GREY, size: float = 2) -> None:
        """A straight line with a head drawn by hand, for the board has no arrows."""
        self.line(start, end, color, size)
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        wings = [
            (end[0] - 11 * math.cos(turn), end[1] - 11 * math.sin(turn))
            for turn in (angle + 0.45, angle - 0.45)
        ]
        self.angular([wings[0], end, wings[1]], Ink("pen", color, size + 1))

    def box(self, at: Point, width: float, height: float, color: str = SLATE, size: float = 2) -> None:
        """A rectangle by its tool."""
        self._tool("rectangle", color, size, [at], width=width, height=height)

    def ring(self, centre: Point, width: float, height: float, color: str = RED, size: float = 2.5) -> None:
        """A circle by its tool."""
        corner = (centre[0] - width / 2, centre[1] - height / 2)
        self._tool("circle", color, size, [corner], width=width, height=height)

    def tick(self, at: Point) -> None:
        """A teacher's tick."""
        x, y = at
        self.curve([(x, y), (x + 4, y + 5), (x + 8, y + 11), (x + 14, y - 2), (x + 25, y - 16)], GREEN_INK)

    def paste(self, source: str, at: Point, width: float, height: float, rotation: float = 0) -> None:
        """A picture."""
        self.assets.append(
            {
                "id": f"asset-{self.number}-{len(self.assets) + 1}",
                "type": "image",
                "src": source,
                "x": round(at[0], 2),
                "y": round(at[1], 2),
                "w": width,
                "h": height,
                "rotation": rotation,
            }
        )

    def saved(self) -> dict[str, Any]:
        """The page as the board saves it."""
        strokes = [{"id": f"stroke-{self.number}-{i}", **stroke} for i, stroke in enumerate(self.strokes, 1)]
        return {"id": f"page-{self.number}", "name": self.name, "strokes": strokes, "assets": self.assets}

    def _tool(
        self, tool: str, color: str, size: float, at: list[Point], opacity: float = 1, **extra: Any
    ) -> None:
        points = [{"x": round(x, 2), "y": round(y, 2)} for x, y in at]
        stroke = {"tool": tool, "color": color, "size": size, "opacity": opacity, "points": points}
        self.strokes.append(stroke | extra)


class Plot:
    """Where a coordinate system lies on the page: its origin, and pixels per unit."""

    def __init__(self, origin: Point, x_unit: float, y_unit: float) -> None:
        self.origin, self.x_unit, self.y_unit = origin, x_unit, y_unit

    def at(self, x: float, y: float) -> Point:
        """The page's point at (x, y)."""
        return self.origin[0] + x * self.x_unit, self.origin[1] - y * self.y_unit


def extent(strokes: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of strokes."""
    xs, ys = zip(*((point["x"], point["y"]) for stroke in strokes for point in stroke["points"]), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def lesson() -> dict[str, Any]:
    """The first page: an equation solved, its graph, the rule, Pythagoras, a photograph."""
    sheet = Sheet(1, "Урок")
    heading(sheet)
    solution(sheet)
    coordinate_system(sheet)
    rule(sheet)
    pythagoras(sheet)
    photograph(sheet)
    farewell(sheet)
    return sheet.saved()


def heading(sheet: Sheet) -> None:
    sheet.type("Квадратні рівняння", (56, 40), 36)
    sheet.type("Quadratic equations · Lesson 12", (58, 88), 17, GREY)
    sheet.type("8-А клас\n12 грудня", (770, 46), 18, GREY)
    waves = [(58 + 11.5 * i, 120 + (4 if i % 2 else -3)) for i in range(33)]
    sheet.curve(waves, Ink("pen", AMBER, 4), pace=2)


def solution(sheet: Sheet) -> None:
    sheet.mark_over(sheet.write("x² − 5x + 6 = 0", (70, 192), 2.15, Ink("pen", BLUE, 4.4)))
    sheet.write("Розв’язання:", (62, 248), 1.35)
    sheet.mark_over(sheet.write("D = b² − 4ac", (86, 296), 1.45, BLUE_INK), GREEN_MARKER)
    sheet.write("D = 25 − 24 = 1", (86, 342), 1.45, BLUE_INK)
    first = sheet.write("x₁ = (5 − 1) / 2 =  2", (86, 392), 1.45, BLUE_INK)
    second = sheet.write("x₂ = (5 + 1) / 2 =  3", (86, 440), 1.45, BLUE_INK)
    sheet.ring_around(first[-1])
    sheet.ring_around(second[-1])
    sheet.write("Перевірка:", (62, 492), 1.35)
    sheet.write("2 · 3 = 6", (216, 492), 1.35, BLUE_INK)
    sheet.tick((322, 480))
    sheet.write("2 + 3 = 5", (366, 492), 1.35, BLUE_INK)
    sheet.tick((484, 480))


def coordinate_system(sheet: Sheet) -> None:
    plot = Plot((560, 408), 58, 39)
    sheet.arrow(plot.at(-0.6, 0), plot.at(5.4, 0), SLATE)
    sheet.arrow(plot.at(0, -0.8), plot.at(0, 6.9), SLATE)
    for x in range(1, 6):
        sheet.line(plot.at(x, -0.12), plot.at(x, 0.12), SLATE, 1.5)
    for y in range(1, 7):
        sheet.line(plot.at(-0.08, y), plot.at(0.08, y), SLATE, 1.5)
    for step in range(9):
        sheet.line(plot.at(2.5, 5.6 - step * 0.66), plot.at(2.5, 5.25 - step * 0.66), GREY, 1.5, 0.8)
    sheet.graph(lambda x: x * x - 5 * x + 6, 0.02, 4.98, plot, Ink("pen", RED, 5))
    for root in (2, 3):
        sheet.ring(plot.at(root, 0), 13, 13, BLUE, 3)
        sheet.write(str(root), plot.at(root - 0.1, -0.66), 1.15, BLUE_INK)
    for x in (1, 4, 5):
        sheet.write(str(x), plot.at(x - 0.08, -0.62), 1)
    sheet.write("6", plot.at(-0.4, 5.85), 1)
    sheet.type("x", plot.at(5.2, -0.15), 20)
    sheet.type("y", plot.at(-0.4, 7.1), 20)
    sheet.write("y = x² − 5x + 6", (plot.at(1.12, 0)[0], 166), 1.15, Ink("pen", RED, 2.6))


def rule(sheet: Sheet) -> None:
    sheet.box((58, 532), 372, 142, "#4f46e5", 2.5)
    sheet.type("Пам’ятай:\nD > 0 — два корені\nD = 0 — один корінь\nD < 0 — коренів немає", (78, 548), 27)
    sheet.mark((88, 588), (346, 587), GREEN_MARKER, 24)
    for index, (label, height) in enumerate((("D > 0", -0.6), ("D = 0", 0.06), ("D < 0", 0.7))):
        plot = Plot((520 + index * 132, 618), 30, 32)
        raised = Plot(plot.at(0, height), 30, 32)
        sheet.arrow(plot.at(-1.4, 0), plot.at(1.9, 0), SLATE)
        sheet.graph(lambda x: 1.35 * x * x, -1.3, 1.3, raised, RED_INK)
        sheet.type(label, (plot.origin[0] - 26, 644), 18, GREY)


def pythagoras(sheet: Sheet) -> None:
    top, right_angle, right = (116.0, 784.0), (116.0, 976.0), (372.0, 976.0)
    sheet.angular([top, right_angle, right, top], Ink("pen", SLATE, 4.2))
    sheet.angular([(116, 954), (138, 954), (138, 976)], Ink("pen", SLATE, 3))
    sheet.write("A", (92, 772), 1.2, BLUE_INK)
    sheet.write("C", (90, 1006), 1.2, BLUE_INK)
    sheet.write("B", (380, 1002), 1.2, BLUE_INK)
    sheet.write("b", (92, 890), 1.2, RED_INK)
    sheet.write("a", (232, 1006), 1.3, RED_INK)
    sheet.write("c", (214, 908), 1.3, RED_INK)
    sheet.curve([(338, 976), (334, 967), (337, 956), (342, 952)], Ink("pen", GREEN, 3))
    angle = math.degrees(math.atan2(right[1] - top[1], right[0] - top[0]))
    width, height = 345, 50.6
    lean = math.radians(angle)
    corner = (
        top[0] - 12 * math.cos(lean) + (height + 1) * math.sin(lean),
        top[1] - 12 * math.sin(lean) - (height + 1) * math.cos(lean),
    )
    sheet.paste(data_url(ruler(), "png"), corner, width, height, round(angle, 3))
    sheet.mark_over(sheet.write("a² + b² = c²", (120, 1068), 1.7, BLUE_INK))


def photograph(sheet: Sheet) -> None:
    left, top, width = 486.0, 716.0, 376.0
    height = width * BRIDGE[1] / BRIDGE[0]
    sheet.paste(data_url(bridge(), "jpeg"), (left, top), width, height)
    trace = [arch(u) for u in np.linspace(0.02, 0.98, 17)]
    sheet.curve(
        [(left + x * width, top + (y - 0.012) * height) for x, y in trace], Ink("pen", "#facc15", 5.5), 2
    )
    sheet.write("Where is the parabola?", (492, 1004), 1.35, GREEN_INK)
    sheet.curve([(806, 992), (848, 968), (856, 904), (803, 838)], GREEN_INK)
    sheet.angular([(821, 840), (802, 836), (804, 856)], GREEN_INK)


def farewell(sheet: Sheet) -> None:
    sheet.line((58, 1100), (862, 1100), "#cbd5e1", 2)
    sheet.type("Домашнє завдання:\n§ 21, вправи 7 і 9", (58, 1118), 20)
    sheet.write("Homework: № 7, 9", (300, 1148), 1.35)
    sheet.write("Good job!", (640, 1150), 1.8, RED_INK)
    sheet.ring((838, 1140), 46, 46, AMBER, 3.5)
    for eye in (830, 847):
        sheet.curve([(eye, 1131), (eye + 0.6, 1134), (eye, 1137)], Ink("pen", AMBER, 4.5))
    sheet.curve([(825, 1145), (831, 1152), (839, 1154.5), (847, 1151), (852, 1144)], Ink("pen", AMBER, 4))


def exercise() -> dict[str, Any]:
    """The second page: three equations, two of them solved."""
    sheet = Sheet(2, "Вправа")
    sheet.type("Вправа 7 · Exercise 7", (56, 44), 32)
    sheet.type("Розв’яжіть рівняння. Solve the equations.", (58, 90), 18, GREY)
    sheet.line((58, 126), (862, 126), "#cbd5e1", 2)
    sheet.type("а)  x² − 9 = 0", (58, 160), 28)
    sheet.write("x² = 9", (120, 246), 1.7, BLUE_INK)
    sheet.mark_over(sheet.write("x₁ = 3,  x₂ = −3", (120, 306), 1.7, BLUE_INK))
    sheet.tick((440, 290))
    sheet.type("б)  x² + 4x = 0", (58, 370), 28)
    sheet.write("x (x + 4) = 0", (120, 456), 1.7, BLUE_INK)
    sheet.mark_over(sheet.write("x₁ = 0,  x₂ = −4", (120, 516), 1.7, BLUE_INK))
    sheet.tick((440, 500))
    sheet.type("в)  x² + x + 1 = 0", (58, 580), 28)
    sheet.write("D = 1 − 4 = −3 < 0", (120, 666), 1.7, BLUE_INK)
    sheet.write("?", (516, 672), 3.2, RED_INK)
    sheet.box((560, 150), 302, 162, "#4f46e5", 2.5)
    sheet.type("x² = a\n\na > 0:  x = ±√a\na = 0:  x = 0\na < 0:  ∅", (584, 172), 26)
    sheet.mark((584, 238), (782, 237), GREEN_MARKER, 26)
    number_line(sheet)
    return sheet.saved()


def number_line(sheet: Sheet) -> None:
    sheet.type("г)  x² − 9 < 0", (58, 760), 28)
    axis = Plot((460, 900), 62, 62)
    sheet.arrow(axis.at(-5.6, 0), axis.at(5.8, 0), SLATE)
    for x in range(-5, 6):
        if abs(x) != 3:
            sheet.line(axis.at(x, -0.1), axis.at(x, 0.1), SLATE, 1.5)
    sheet.mark(axis.at(-2.8, 0), axis.at(2.8, 0), GREEN_MARKER, 26)
    for root, label, left in ((-3, "−3", 0.35), (3, "3", 0.12)):
        sheet.ring(axis.at(root, 0), 16, 16, RED, 3)
        sheet.write(label, axis.at(root - left, -0.65), 1.4, RED_INK)
    sheet.curve((axis.at(x, 0.16 * (x * x - 9)) for x in np.linspace(-4.1, 4.1, 21)), BLUE_INK, 1.8)
    for place, sign in ((-4.5, "+"), (-0.15, "−"), (4.3, "+")):
        sheet.write(sign, axis.at(place, 0.25), 1.6, INK)
    sheet.mark_over(sheet.write("−3 < x < 3", (120, 1080), 1.9, BLUE_INK))


def overview() -> dict[str, Any]:
    """The third page: a diagram of the kinds of equation."""
    sheet = Sheet(3, "Схема")
    sheet.type("Які бувають рівняння?", (56, 44), 32)
    sheet.ring((460, 250), 260, 110, "#4f46e5", 4)
    sheet.type("Рівняння\nEquations", (396, 222), 28)
    branches = (
        ("лінійні", "linear", "ax + b = 0", 190.0, 500.0, GREEN),
        ("квадратні", "quadratic", "ax² + bx + c = 0", 460.0, 640.0, BLUE),
        ("кубічні", "cubic", "ax³ + … = 0", 730.0, 500.0, RED),
    )
    for name, english, formula, x, y, color in branches:
        start = (460 + (x - 460) * 0.36, 306 if x == 460 else 290)
        sheet.arrow(start, (x, y - 66), GREY, 2.5)
        sheet.ring((x, y), 220, 116, color, 3)
        sheet.type(f"{name}\n{english}", (x - 62, y - 26), 26)
        sheet.type(formula, (x - 76, y + 74), 20, GREY)
    sheet.write("1 корінь", (118, 650), 1.4, GREEN_INK)
    sheet.mark_over(sheet.write("0, 1, 2 корені", (366, 800), 1.4, BLUE_INK))
    sheet.write("1, 2, 3 корені", (630, 650), 1.4, RED_INK)
    plot = Plot((460, 1060), 46, 40)
    sheet.arrow(plot.at(-4.5, 0), plot.at(4.7, 0), SLATE)
    sheet.arrow(plot.at(0, -1.7), plot.at(0, 4.4), SLATE)
    sheet.graph(lambda x: 0.7 * x + 0.8, -3.2, 3.8, plot, GREEN_INK)
    sheet.graph(lambda x: 0.5 * x * x - 1, -3, 3, plot, BLUE_INK)
    sheet.graph(lambda x: 0.25 * x**3 - x, -2.75, 2.9, plot, RED_INK)
    return sheet.saved()


def main() -> None:
    """Write the board to the file that the command line names."""
    pages = [lesson(), exercise(), overview()]
    board = {"pages": pages, "currentPageIndex": 0}
    text = json.dumps(board, ensure_ascii=False, separators=(",", ":"))
    Path(sys.argv[1]).write_text(text + "\n", encoding="utf-8")
    for page in pages:
        print(f"{page['name']}: {len(page['strokes'])} strokes, {len(page['assets'])} images")


if __name__ == "__main__":
    main()
