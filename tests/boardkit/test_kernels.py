"""The kernels: compiled where that can be, and to the last bit what their source is as plain Python."""

from __future__ import annotations

import importlib
import math
import shutil

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boardkit.kernels import kernels, plain_kernels
from boardkit.scene.freehand import freehand_outline
from tests.boardkit.plain_kernels import load_plain
from tests.support.required import lacking

PLAIN_PEN = load_plain("boardkit.scene.freehand")
COORDINATES = st.one_of(
    st.floats(-2000, 2000, width=32), st.integers(-8, 8).map(float), st.floats(allow_nan=False)
)


def test_kernels_are_compiled_where_a_compiler_is() -> None:
    if shutil.which("cc") is None:
        lacking("a C compiler")
    assert plain_kernels() == []


def test_what_counts_as_compiled_is_what_python_loads() -> None:
    interpreted = [name for name in kernels() if str(importlib.import_module(name).__file__).endswith(".py")]
    assert interpreted == plain_kernels()


def pen_points() -> st.SearchStrategy[npt.NDArray[np.float64]]:
    sizes = st.tuples(st.integers(1, 40), st.just(3))
    pressures = st.sampled_from([math.nan, 0.0, 0.3, 1.0])
    return sizes.flatmap(
        lambda size: st.tuples(
            arrays(np.float64, (size[0], 2), elements=COORDINATES),
            arrays(np.float64, (size[0], 1), elements=pressures),
        ).map(np.hstack)
    )


@given(
    points=pen_points(),
    size=st.one_of(st.floats(0.1, 60), st.floats(min_value=5e-324, allow_infinity=False)),
    simulate=st.booleans(),
)
def test_a_pens_outline_is_the_same_compiled_and_not(
    points: npt.NDArray[np.float64], size: float, simulate: bool
) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        plain = PLAIN_PEN.freehand_outline(points, size, simulate_pressure=simulate)
        outline = freehand_outline(points, size, simulate_pressure=simulate)
    np.testing.assert_array_equal(outline, plain)
