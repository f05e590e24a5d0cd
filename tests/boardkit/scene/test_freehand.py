"""The pen against the original: outlines recorded from perfect-freehand 1.2.3 (JavaScript)."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from boardkit.scene import freehand
from boardkit.scene.freehand import freehand_outline
from tests.boardkit.plain_kernels import load_plain

FOLDER = Path(__file__).parent / "freehand"
RECORDING = FOLDER / "outlines.json"
RECORDER = FOLDER / "record.mjs"
NODE_MODULES = Path(__file__).parents[2] / "node_modules"
ROUNDED = 1e-6
"""Board pixels; the recording has six decimals."""

STROKES: list[dict[str, Any]] = json.loads(RECORDING.read_text(encoding="utf-8"))


def points_of(rows: list[list[float]]) -> npt.NDArray[np.float64]:
    """Points as boardkit takes them: a pressure that was not given is NaN."""
    return np.array([[*row, math.nan][:3] for row in rows], dtype=np.float64).reshape(-1, 3)


def wave(count: int = 30) -> npt.NDArray[np.float64]:
    x = np.linspace(0, 300, count)
    return np.stack([x, 50 * np.sin(x / 40), np.full(count, math.nan)], axis=1)


def node() -> str | None:
    """The machine's Node.js, or the one that came into this environment as a wheel."""
    return shutil.which("node") or shutil.which("node", path=Path(sys.executable).parent)


PLAIN = load_plain("boardkit.scene.freehand")


@pytest.mark.parametrize("kernel", [freehand, PLAIN], ids=["installed", "plain Python"])
@pytest.mark.parametrize("stroke", STROKES, ids=[stroke["name"] for stroke in STROKES])
def test_the_outline_is_the_originals(stroke: dict[str, Any], kernel: ModuleType) -> None:
    outline = kernel.freehand_outline(
        points_of(stroke["points"]), stroke["size"], simulate_pressure=stroke["simulatePressure"]
    )
    expected = np.array(stroke["outline"])
    assert outline.shape == expected.shape
    np.testing.assert_allclose(outline, expected, rtol=0, atol=ROUNDED)


def test_the_recording_is_what_the_original_draws_today() -> None:
    if node() is None or not (NODE_MODULES / "perfect-freehand").is_dir():
        reason = "Node.js or perfect-freehand is not installed (npm ci in tests/)."
        if os.environ.get("SOLO_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    recorded = subprocess.run([str(node()), RECORDER], capture_output=True, check=True, timeout=240)
    assert recorded.stdout.decode() == RECORDING.read_text(encoding="utf-8")


def test_no_points_have_no_outline() -> None:
    assert freehand_outline(np.empty((0, 3)), 4, simulate_pressure=True).shape == (0, 2)


@pytest.mark.parametrize("size", [0, -1, -1e300])
def test_a_pen_without_a_size_has_no_outline(size: float) -> None:
    assert freehand_outline(wave(), size, simulate_pressure=True).shape == (0, 2)


@pytest.mark.parametrize("simulate", [True, False])
@pytest.mark.parametrize("size", [5e-324, 1e-9, 1e9, 1e300])
def test_any_size_gives_an_outline(size: float, simulate: bool) -> None:
    outline = freehand_outline(wave(), size, simulate_pressure=simulate)
    assert len(outline) > 0
    assert not np.isnan(outline).any()


@pytest.mark.parametrize("reach", [1e-300, 1e150, 1e308])
def test_no_coordinates_stop_the_pen(reach: float) -> None:
    points = wave() * (reach / 300, reach / 50, 1)
    freehand_outline(points, 8, simulate_pressure=True)


@pytest.mark.parametrize("reach", [1, 1e-300, 1e300], ids=str)
def test_a_polygon_is_rounded_off_alike_with_and_without_a_compiler(reach: float) -> None:
    corners = freehand_outline(wave(), 8, simulate_pressure=True) * reach
    points = freehand.smoothed(corners)
    assert points.shape == (1 + 2 * len(corners), 2)
    np.testing.assert_array_equal(points, PLAIN.smoothed(corners))


def test_the_points_stay_as_they_were() -> None:
    points = wave()
    before = points.copy()
    freehand_outline(points, 8, simulate_pressure=True)
    np.testing.assert_array_equal(points, before)
