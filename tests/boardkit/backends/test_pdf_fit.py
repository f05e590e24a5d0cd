"""A pen's outline in fewer curves: near enough to be taken for it, and the same compiled and not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boardkit.backends.pdf import fit
from boardkit.backends.pdf.paths import GRID
from boardkit.scene.freehand import freehand_outline
from boardkit.scene.geometry.outlines import smooth_loop
from tests.boardkit.plain_kernels import load_plain

Points = npt.NDArray[np.float64]

PLAIN = load_plain("boardkit.backends.pdf.fit")
ALLOWED = 0.05
"""CSS pixels."""


def handwriting(seed: int, count: int = 60) -> Points:
    """The outline of a stroke that wanders and turns, in grid steps."""
    random = np.random.default_rng(seed)
    heading = np.cumsum(np.cumsum(random.normal(0, 0.1, count)))
    steps = np.stack([np.cos(heading), np.sin(heading)], axis=1) * random.uniform(1, 4, (count, 1))
    pen = np.column_stack([300 + np.cumsum(steps, axis=0), np.full(count, np.nan)])
    corners = freehand_outline(pen, 4 + seed % 9, simulate_pressure=True)
    return smooth_loop(corners).points.astype(np.float64) / GRID


def curves(points: Points) -> Points:
    """float64[n, 4, 2]: start, control points and end of the fitted cubics."""
    cubics = fit.fit_cubics(points)
    starts = np.concatenate([np.rint(points[:1]), cubics[:-1, 2]])
    return np.concatenate([starts[:, None], cubics], axis=1)


def drawn(cubics: Points, steps: int = 40) -> Points:
    t = np.linspace(0, 1, steps)[:, None]
    a, b, c, d = (cubics[:, None, place] for place in range(4))
    line = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d
    return line.reshape(-1, 2)


def sampled(points: Points, steps: int = 24) -> Points:
    t = np.linspace(0, 1, steps)[:, None]
    a, b, c = points[:-1:2, None], points[1::2, None], points[2::2, None]
    return ((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c).reshape(-1, 2)


def distances(points: Points, line: Points) -> Points:
    """How far each point is from a run of straight lines."""
    start, along = line[:-1], np.diff(line, axis=0)
    squared = np.maximum((along * along).sum(axis=1), 1e-300)
    t = (((points[:, None] - start) * along).sum(axis=2) / squared).clip(0, 1)
    feet = start + t[..., None] * along
    gaps: Points = np.linalg.norm(feet - points[:, None], axis=2).min(axis=1)
    return gaps


@pytest.mark.parametrize("seed", range(12))
def test_no_point_of_the_outline_is_a_twentieth_of_a_pixel_from_its_curves(seed: int) -> None:
    points = handwriting(seed)
    assert distances(sampled(points), drawn(curves(points))).max() * GRID <= ALLOWED


@pytest.mark.parametrize("seed", range(12))
def test_the_curves_go_nowhere_that_the_outline_does_not(seed: int) -> None:
    points = handwriting(seed)
    assert distances(drawn(curves(points), 12), sampled(points)).max() * GRID <= ALLOWED


def test_handwriting_takes_less_than_half_of_its_curves() -> None:
    outlines = [handwriting(seed) for seed in range(12)]
    before = sum(len(points) // 2 for points in outlines)
    assert sum(len(curves(points)) for points in outlines) < before / 2


def test_a_corner_stays_a_corner() -> None:
    points = np.array([(0, 0), (100, 0), (200, 0), (200, 100), (200, 200)], dtype=np.float64)
    np.testing.assert_array_equal(curves(points)[:, 3], [(200, 0), (200, 200)])


@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 12).map(lambda n: 2 * n + 1), st.just(2)),
        elements=st.one_of(st.integers(-3, 3).map(float), st.floats(-1e5, 1e5), st.floats(-1e9, 1e9)),
    )
)
def test_any_curves_are_the_same_compiled_and_not(points: Points) -> None:
    np.testing.assert_array_equal(fit.fit_cubics(points), PLAIN.fit_cubics(points))


@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 12).map(lambda n: 2 * n + 1), st.just(2)),
        elements=st.one_of(st.integers(-9, 9).map(float), st.floats(-1e4, 1e4)),
    )
)
def test_any_curves_end_where_they_did(points: Points) -> None:
    cubics = fit.fit_cubics(points)
    assert np.isfinite(cubics).all()
    np.testing.assert_array_equal(cubics[-1, 2], np.rint(points[-1]))
