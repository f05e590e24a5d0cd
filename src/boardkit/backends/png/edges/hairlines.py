"""Lines at most a pixel wide, which Skia draws otherwise than others.

Chromium's Skia knows no ends of a closed subpath. Ours gives it caps, unless the line has none at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import skia

from boardkit.scene.geometry.in_skia import outline_of, skia_path
from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Stroke, Verb


def is_hairline(stroke: Stroke, matrix: skia.Matrix) -> bool:
    """Whether Skia takes a line for one that is at most a pixel wide."""
    columns = ((matrix.getScaleX(), matrix.getSkewY()), (matrix.getSkewX(), matrix.getScaleY()))
    return all(_quick_length(*column) * stroke.width <= 1 for column in columns)


def _quick_length(x: float, y: float) -> float:
    """Skia's estimate of a vector's length."""
    short, long = sorted((abs(x), abs(y)))
    return long + short / 2


def with_chromiums_ends(geometry: skia.Path, line: skia.Paint) -> Iterator[tuple[skia.Path, skia.Paint]]:
    """The closed subpaths of a path with a paint that gives them no caps, then the others with `line`."""
    outline = outline_of(geometry)
    subpath = np.cumsum(outline.verbs == Verb.MOVE)
    closed = np.isin(subpath, subpath[outline.verbs == Verb.CLOSE])
    uncapped = skia.Paint(line)
    uncapped.setStrokeCap(skia.Paint.kButt_Cap)
    for chosen, paint in ((closed, uncapped), (~closed, line)):
        if chosen.any():
            yield geometry if chosen.all() else skia_path(_part(outline, chosen)), paint


def _part(outline: Outline, chosen: npt.NDArray[np.bool_]) -> Outline:
    """The chosen ones of an outline's segments."""
    points = np.repeat(chosen, np.array(POINTS_PER_VERB)[outline.verbs])
    weights = chosen[outline.verbs == Verb.CONIC]
    return Outline(outline.verbs[chosen], outline.points[points], outline.weights[weights])
