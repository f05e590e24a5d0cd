"""A page with much ink, drawn by two processes at once: by each what shows in its half, upper or lower.

Skia's binding draws one thing at a time in a process, hence the second one. Both draw on whole bitmaps and
only leave out the paths that don't reach their half, because one that an edge cuts comes out by some levels
otherwise. So every pixel is what it is when one process draws all.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.raster import picture_size
from boardkit.scene.nodes import IDENTITY, Blend, Group, Node, Path, Scene

_MUCH_INK = 100_000
"""Points of outlines that take longer to draw than a process takes to be made and to hand over its rows."""

_MARGIN = 2.0
"""Device pixels that rounding and anti-aliasing stay within."""

_WITHIN_INK = frozenset({Blend.SOURCE_OVER, Blend.MULTIPLY})
"""The operations of pens and highlighters, which change nothing beside their ink."""

Draw = Callable[[Scene], Bitmap]

_TOP, _BOTTOM, _POINTS = range(3)
Extents = npt.NDArray[np.float64]
"""float64[n, 3]: a node's first and last device row, infinite where that isn't known, and its points."""


def draw_by_two(scene: Scene, scale: float, draw: Draw) -> Bitmap:
    """What `draw` makes of a scene at `scale`, by a second process as well where that is quicker."""
    if _may_fork() and _points(scene) >= _MUCH_INK:
        return draw_in_halves(scene, scale, draw)
    return draw(scene)


def draw_in_halves(scene: Scene, scale: float, draw: Draw) -> Bitmap:
    """The same, the lower half by a fork of this process, if the system makes one."""
    width, height = picture_size(scene, scale)
    shared = np.frombuffer(mmap.mmap(-1, 4 * width * height), dtype=np.uint8).reshape(height, width, 4)

    def draw_lower() -> None:
        middle, _, lower = _halves(scene, scale)
        rows = draw(lower).rows(middle)
        shared[: len(rows)] = rows

    child = _forked(draw_lower)
    if child is None:
        return draw(scene)
    try:
        middle, upper, _ = _halves(scene, scale)
        bitmap = draw(upper)
    finally:
        is_drawn = _ended_well(child)
    if not is_drawn:
        return draw(scene)
    rows = bitmap.rows(middle)
    rows[:] = shared[: len(rows)]
    return bitmap


def _halves(scene: Scene, scale: float) -> tuple[int, Scene, Scene]:
    """The row above which half of the work is, and what shows above it and from it on."""
    extents = [_extents(layer, scene.origin[1], scale) for layer in scene.layers]
    middle = _middle(np.concatenate(extents))
    return middle, _reaching(scene, extents, -np.inf, middle), _reaching(scene, extents, middle, np.inf)


def _may_fork() -> bool:
    """Whether there is a second core, and nothing else at work here whose locks a fork would find held."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def _forked(work: Callable[[], None]) -> int | None:
    """The number of a process that does the work and ends with 0 if it could; None if there can't be any."""
    with warnings.catch_warnings():
        # Of threads; those that are left are numpy's, which knows about forks.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            child = os.fork()
        except OSError:
            return None
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def _ended_well(child: int) -> bool:
    try:
        return os.waitpid(child, 0)[1] == 0
    except ChildProcessError:  # in a program that doesn't want to know of its children's end
        return False


def _points(scene: Scene) -> int:
    """The points of all paths that may be left out."""
    return sum(len(path.outline.points) for layer in scene.layers for path in _plain(layer).values())


def _extents(layer: Group, top: float, scale: float) -> Extents:
    """How far the nodes of a layer reach, on a page that begins at `top`."""
    extents = np.tile((-np.inf, np.inf, 0.0), (len(layer.children), 1))
    plain = _plain(layer)
    if not plain:
        return extents
    places, paths = list(plain), plain.values()
    counts = np.array([len(path.outline.points) for path in paths])
    rows = np.concatenate([path.outline.points[:, 1] for path in paths])
    starts = np.cumsum(counts) - counts
    down = np.array([path.transform[3] for path in paths])
    moved = np.array([path.transform[5] for path in paths]) - top
    ends = np.stack([np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts)]) * down + moved
    margins = np.array([_margin(path) for path in paths])
    extents[places, _TOP] = (ends.min(axis=0) - margins) * scale - _MARGIN
    extents[places, _BOTTOM] = (ends.max(axis=0) + margins) * scale + _MARGIN
    extents[places, _POINTS] = counts
    return extents


def _plain(layer: Group) -> dict[int, Path]:
    """The paths of a layer that may be left out, by their place in it."""
    if layer.shadow is not None or layer.transform != IDENTITY:
        return {}
    return {place: node for place, node in enumerate(layer.children) if _is_plain(node)}


def _is_plain(node: Node) -> TypeGuard[Path]:
    """Whether a node's own points tell how far it reaches."""
    return (
        isinstance(node, Path)
        and node.shadow is None
        and node.blend in _WITHIN_INK
        and node.transform[1] == 0
        and len(node.outline.points) > 0
    )


def _margin(path: Path) -> float:
    """Board pixels that a line reaches beyond its outline, its sharpest corners included."""
    if path.stroke is None:
        return 0.0
    stretched = max(1.0, *map(abs, path.transform[:4]))
    return path.stroke.width * stretched * max(1.0, path.stroke.miter_limit)


def _middle(extents: Extents) -> int:
    """The row above which half of the work is."""
    known = extents[extents[:, _POINTS] > 0]
    centres = known[:, [_TOP, _BOTTOM]].mean(axis=1)
    order = np.argsort(centres)
    done = np.cumsum(known[order, _POINTS])
    return int(centres[order[np.searchsorted(done, done[-1] / 2)]])


def _reaching(scene: Scene, extents: list[Extents], start: float, end: float) -> Scene:
    """The scene without what doesn't reach the rows from `start` up to `end`.

    No layer is left empty, because the lowest one is drawn otherwise than those above it.
    """
    layers = []
    for layer, reached in zip(scene.layers, extents, strict=True):
        shown = (reached[:, _BOTTOM] > start) & (reached[:, _TOP] < end)
        kept = tuple(node for node, is_shown in zip(layer.children, shown.tolist(), strict=True) if is_shown)
        layers.append(replace(layer, children=kept or layer.children[:1]))
    return replace(scene, layers=tuple(layers))
