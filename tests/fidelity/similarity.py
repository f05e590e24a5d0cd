"""How alike two pictures look: the mean structural similarity of Wang et al., in windows of 7 × 7 pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tests.fidelity.compare import Pixels

WINDOW = 7
_RANGE = 255
_LUMINANCE, _CONTRAST = (0.01 * _RANGE) ** 2, (0.03 * _RANGE) ** 2
_SAMPLE = WINDOW**2 / (WINDOW**2 - 1)
"""From the variance of a window's pixels to that of what they are a sample of."""

Values = npt.NDArray[np.float64]


def ssim(one: Pixels, other: Pixels) -> float:
    """The mean over all windows and channels, 1 for equal pictures; both are uint8[height, width, channels].

    Raises ValueError where the sizes differ or a side is shorter than a window.
    """
    if one.shape != other.shape or min(one.shape[:2]) < WINDOW:
        raise ValueError(f"No windows to compare in pictures of {one.shape} and {other.shape}.")
    differs = (one != other).any(axis=2)
    if not differs.any():
        return 1.0
    rows, columns = (_around(np.flatnonzero(differs.any(axis=axis))) for axis in (1, 0))
    similar = _similarity(one[rows, columns].astype(float), other[rows, columns].astype(float))
    windows = (one.shape[0] - WINDOW + 1) * (one.shape[1] - WINDOW + 1)
    lacking = (1 - similar).sum() / one.shape[2]  # all other windows are equal
    return float(1 - lacking / windows)


def _around(places: npt.NDArray[np.intp]) -> slice:
    """Wide enough for every window that holds one of the `places`."""
    return slice(max(int(places[0]) - WINDOW + 1, 0), int(places[-1]) + WINDOW)


def _similarity(one: Values, other: Values) -> Values:
    """float64[rows, columns, channels]: the similarity of each window, by its upper left corner."""
    mean, mean_other = _means(one), _means(other)
    variance = _SAMPLE * (_means(one * one) - mean * mean)
    variance_other = _SAMPLE * (_means(other * other) - mean_other * mean_other)
    together = _SAMPLE * (_means(one * other) - mean * mean_other)
    light = (2 * mean * mean_other + _LUMINANCE) / (mean**2 + mean_other**2 + _LUMINANCE)
    structure: Values = (2 * together + _CONTRAST) / (variance + variance_other + _CONTRAST)
    return light * structure


def _means(values: Values) -> Values:
    sums = np.pad(values, ((1, 0), (1, 0), (0, 0))).cumsum(axis=0).cumsum(axis=1)
    inside = (
        sums[WINDOW:, WINDOW:] - sums[:-WINDOW, WINDOW:] - sums[WINDOW:, :-WINDOW] + sums[:-WINDOW, :-WINDOW]
    )
    means: Values = inside / WINDOW**2
    return means
