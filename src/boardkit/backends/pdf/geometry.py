"""Outlines in the only segments that PDF has: lines and cubic curves.

A quadratic curve is a cubic one exactly. A conic is not; it is halved until cubics come within
`CONIC_ERROR` of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from boardkit.scene.nodes import POINTS_PER_VERB, Outline, Verb

CONIC_ERROR = 0.02  # grid of the eye: well below a twentieth of a CSS pixel

_QUAD, _CONIC, _CUBIC = int(Verb.QUAD), int(Verb.CONIC), int(Verb.CUBIC)
_POINT_COUNTS = np.array(POINTS_PER_VERB)
_QUARTER_ARC_WEIGHT = 0.5**0.5
_QUARTER_ARC_ERROR = 2.73e-4 / 2**0.5  # of a cubic quarter arc, per length of the arc's second difference


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
    return _with_conics(Segments(verbs, points), conics, triples, outline.weights, scale)


def _raised(
    start: npt.NDArray[np.float64], control: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The two control points, [n, 2, 2], of the cubics that equal the quadratic curves."""
    return np.stack((start + 2 * control, end + 2 * control), axis=1) / 3


def _with_conics(
    path: Segments,
    conics: npt.NDArray[np.intp],
    triples: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float32],
    scale: float,
) -> Segments:
    """`path` with each of its `conics` (their indices) replaced by the cubics of `triples`, [k, 3, 2]."""
    weight = np.asarray(weights, dtype=np.float64)
    halvings = _halvings(triples, weight, scale)
    for _ in range(halvings):
        triples, weight = _halved(triples, weight)

    repeats = np.ones(len(path.verbs), dtype=np.intp)
    repeats[conics] = 2**halvings
    verbs = np.repeat(path.verbs, repeats)
    points = np.repeat(path.points, repeats, axis=0)
    curved = verbs == _CONIC
    handle = (4 / 3 * weight / (1 + weight))[:, None]
    start, control, end = triples[:, 0], triples[:, 1], triples[:, 2]
    points[curved, 0] = start + handle * (control - start)
    points[curved, 1] = end + handle * (control - end)
    points[curved, 2] = end
    verbs[curved] = _CUBIC
    return Segments(verbs, points)


def _halvings(triples: npt.NDArray[np.float64], weight: npt.NDArray[np.float64], scale: float) -> int:
    """How often the conics must be halved; each halving makes the error some 64 times smaller."""
    bend = np.linalg.norm(triples[:, 0] - 2 * triples[:, 1] + triples[:, 2], axis=1)
    arc = np.abs(1 - weight) / (1 - _QUARTER_ARC_WEIGHT)
    error = float(np.max(_QUARTER_ARC_ERROR * bend * arc**3)) * scale
    return 0 if error <= CONIC_ERROR else int(np.ceil(np.log(error / CONIC_ERROR) / np.log(64)))


def _halved(
    triples: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The same conics in twice as many pieces of equal weight, by de Casteljau's rule."""
    start, control, end = triples[:, 0], triples[:, 1], triples[:, 2]
    w = weight[:, None]
    first, second = (start + w * control) / (1 + w), (w * control + end) / (1 + w)
    middle = (first + second) / 2
    pieces = np.stack((start, first, middle, middle, second, end), axis=1).reshape(-1, 3, 2)
    return pieces, np.repeat(np.sqrt((1 + weight) / 2), 2)
