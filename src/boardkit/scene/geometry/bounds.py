"""How far the ink of a scene reaches, in board pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil, floor, sqrt

import numpy as np

from boardkit.scene.geometry.boxes import around, mapped, united
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import magnification
from boardkit.scene.nodes import (
    IDENTITY,
    Box,
    GlyphRun,
    Group,
    Image,
    Matrix,
    Node,
    Path,
    Scene,
    Stroke,
    Text,
)

MAX_COORDINATE = 1e10
"""Board pixels; further out, the squares that single precision geometry works with overflow."""


def cropped(scene: Scene, content: Iterable[Group]) -> Scene:
    """The part of a page that holds `content`, in whole board pixels; the whole page where there is none."""
    box = united(box for layer in content for box in _boxes(layer, IDENTITY))
    if box is None:
        return scene
    left, top, right, bottom = box
    left, top = max(0, floor(left)), max(0, floor(top))
    right, bottom = min(scene.width, ceil(right)), min(scene.height, ceil(bottom))
    if right <= left or bottom <= top:
        return scene
    return replace(scene, width=right - left, height=bottom - top, origin=(left, top))


def bounds(node: Node, matrix: Matrix) -> Box | None:
    """What a node that `matrix` takes to the board's space may cover of it, its line included."""
    return united(_boxes(replace(node, transform=matrix), IDENTITY))


def within_reach(node: Node) -> bool:
    """Whether a node, its line included, lies where single precision geometry can draw it."""
    if isinstance(node, Path) and _surely_within_reach(node):
        return True
    numbers = (*node.transform, *(side for box in _boxes(node, IDENTITY) for side in box))
    return all(abs(value) <= MAX_COORDINATE for value in numbers)


def _surely_within_reach(path: Path) -> bool:
    """The same, without a look at each point: true of nearly all paths, in a third of the time."""
    points = path.outline.points
    farthest = sqrt(np.vdot(points, points)) + (path.stroke.width if path.stroke else 0.0)
    stretch = 1.0 if path.transform == IDENTITY else max(1.0, *map(abs, path.transform))
    return 3 * (farthest + 1) * stretch < MAX_COORDINATE


def _boxes(node: Node, outer: Matrix) -> list[Box]:
    matrix = concat(outer, node.transform)
    match node:
        case Group():
            return [box for child in node.children for box in _boxes(child, matrix)]
        case Path():
            return [around(node.outline.points, matrix, _margin(node.stroke, matrix))]
        case Text():
            return [_run_box(run, matrix) for line in node.lines for run in line if len(run.glyphs)]
        case Image():
            return [mapped((0.0, 0.0, node.width, node.height), matrix)]


def _margin(stroke: Stroke | None, matrix: Matrix) -> float:
    """How far a line reaches beyond its outline, in board pixels."""
    if stroke is None:
        return 0.0
    return stroke.width / 2 * (magnification(matrix) if stroke.scaled else 1.0)


def _run_box(run: GlyphRun, matrix: Matrix) -> Box:
    """A run's box with an em above and half an em below the baseline, which no common glyph leaves."""
    left, right = run.x.min(), run.x.min() + run.advance
    top, bottom = run.y.min() - run.size, run.y.max() + run.size / 2
    return mapped((float(left), float(top), float(right), float(bottom)), matrix)
