"""Outlines in the only segments that PDF has: lines and cubic curves.

A quadratic curve is a cubic one exactly. A conic is not; it is halved until cubics come within
`CONIC_ERROR` of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from boardkit.scene.geometry.conics import conic_cubics
from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Verb

CONIC_ERROR = 0.02  # grid of the eye: well below a twentieth of a CSS pixel

_QUAD, _CONIC, _CUBIC = int(Verb.QUAD), int(Verb.CONIC), int(Verb.CUBIC)
_POINT_COUNTS = np.array(POINTS_PER_VERB)


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """A path of MOVE, LINE, CUBIC and CLOSE only.

    - `verbs`: uint8[m].
    - `points`: float64[m, 3, 2], two control points and the end point. MOVE and LINE use the end point
      only, CLOSE uses none; what they don't use repeats the last end point.
    """

    verbs: npt.NDArray[np.uint8]
    points: npt.NDArray[np.float64]


def segments(outline: Outline, scale: float) -> Segments:
    """The `outline` in lines and cubics, conics within `CONIC_ERROR` / `scale` of its own unit."""
    counts = _POINT_COUNTS[outline.verbs]
    last = np.cumsum(counts) - 1
    given = np.asarray(outline.points, dtype=np.float64)
    verbs = outline.verbs.copy()
    points = np.repeat(given[last][:, None], 3, axis=1)

    quads, conics, cubics = (np.flatnonzero(verbs == verb) for verb in (_QUAD, _CONIC, _CUBIC))
    if len(cubics):
        points[cubics, 0] = given[last[cubics] - 2]
        points[cubics, 1] = given[last[cubics] - 1]
    if len(quads):
        points[quads, :2] = _raised(points[quads - 1, 2], given[last[quads] - 1], points[quads, 2])
        verbs[quads] = _CUBIC
    if not len(conics):
        return Segments(verbs, points)
    triples = np.stack((points[conics - 1, 2], given[last[conics] - 1], points[conics, 2]), axis=1)
    replacements = conic_cubics(triples, outline.weights, CONIC_ERROR / scale)
    return _with_conics(Segments(verbs, points), conics, replacements)


def _raised(
    start: npt.NDArray[np.float64], control: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The two control points, [n, 2, 2], of the cubics that equal the quadratic curves."""
    return np.stack((start + 2 * control, end + 2 * control), axis=1) / 3


def _with_conics(path: Segments, conics: npt.NDArray[np.intp], cubics: npt.NDArray[np.float64]) -> Segments:
    """`path` with each of its `conics` (their indices) replaced by its cubics, [k, n, 3, 2]."""
    repeats = np.ones(len(path.verbs), dtype=np.intp)
    repeats[conics] = cubics.shape[1]
    verbs = np.repeat(path.verbs, repeats)
    points = np.repeat(path.points, repeats, axis=0)
    points[verbs == _CONIC] = cubics.reshape(-1, 3, 2)
    verbs[verbs == _CONIC] = _CUBIC
    return Segments(verbs, points)
