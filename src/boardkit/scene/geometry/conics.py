"""Conics, which neither PDF nor SVG has, as cubic curves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_QUARTER_ARC_WEIGHT = 0.5**0.5
_QUARTER_ARC_ERROR = 2.73e-4 / 2**0.5  # of a cubic quarter arc, per length of the arc's second difference


def conic_cubics(
    triples: npt.NDArray[np.float64], weights: npt.NDArray[np.float32], tolerance: float
) -> npt.NDArray[np.float64]:
    """The conics' cubics, all of them halved until none is further than `tolerance` from its conic.

    - `triples`: [k, 3, 2], start, control and end point of each conic.
    - Returns [k, 2**n, 3, 2]: of each cubic the two control points and the end point.
    """
    weight = np.asarray(weights, dtype=np.float64)
    conics = len(triples)
    halvings = _halvings(triples, weight, tolerance)
    for _ in range(halvings):
        triples, weight = _halved(triples, weight)
    handle = (4 / 3 * weight / (1 + weight))[:, None]
    start, control, end = triples[:, 0], triples[:, 1], triples[:, 2]
    cubics = np.stack((start + handle * (control - start), end + handle * (control - end), end), axis=1)
    return cubics.reshape(conics, 2**halvings, 3, 2)


def _halvings(triples: npt.NDArray[np.float64], weight: npt.NDArray[np.float64], tolerance: float) -> int:
    """How often the conics must be halved; each halving makes the error some 64 times smaller."""
    bend = np.linalg.norm(triples[:, 0] - 2 * triples[:, 1] + triples[:, 2], axis=1)
    arc = np.abs(1 - weight) / (1 - _QUARTER_ARC_WEIGHT)
    error = float(np.max(_QUARTER_ARC_ERROR * bend * arc**3))
    return 0 if error <= tolerance else int(np.ceil(np.log(error / tolerance) / np.log(64)))


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
