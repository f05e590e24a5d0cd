"""PDF and SVG look like the PNG to others: one board a feature here, the whole corpus in `make fidelity`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.boardkit.backends.svg_tools import Viewer
from tests.fidelity.corpus import board_names
from tests.fidelity.similarity import WINDOW, ssim
from tests.fidelity.vector_report import Result, as_page
from tests.fidelity.vectors import ALIKE, FORMATS, Shown, VectorFormat, least, show, thresholds, tightened

ONE_A_FEATURE = sorted({name.partition("/")[0]: name for name in reversed(board_names())}.values())


@pytest.fixture(scope="module")
def viewer() -> Iterator[Viewer]:
    with Viewer() as opened:
        yield opened


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ONE_A_FEATURE)
def test_file_looks_like_the_png(name: str, format: VectorFormat, viewer: Viewer) -> None:
    assert show(name, format, viewer).similarity >= least(name, format)


@pytest.mark.parametrize("format", FORMATS)
def test_every_threshold_is_some_boards_and_is_needed(format: VectorFormat) -> None:
    assert thresholds(format).keys() <= set(board_names())
    assert max(thresholds(format).values(), default=0) < ALIKE


@pytest.mark.parametrize(
    ("known", "seen", "kept"), [(0.9, 0.98765, 0.9876), (0.98, 0.9, 0.98), (0.9, 1, ALIKE)]
)
def test_a_threshold_only_gets_stricter(known: float, seen: float, kept: float) -> None:
    assert tightened(known, seen) == kept


def noise(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.default_rng(seed).integers(0, 256, (40, 50, 3), dtype=np.uint8)


def test_equal_pictures_are_alike_and_unrelated_ones_are_not() -> None:
    assert ssim(noise(1), noise(1)) == 1
    assert abs(ssim(noise(1), noise(2))) < 0.05


def test_similarity_of_plain_greys_is_that_of_their_brightness() -> None:
    one, other = np.full((20, 20, 1), 100, np.uint8), np.full((20, 20, 1), 120, np.uint8)
    steady = (0.01 * 255) ** 2
    assert ssim(one, other) == pytest.approx((2 * 100 * 120 + steady) / (100**2 + 120**2 + steady))


def test_only_the_windows_that_hold_a_difference_count() -> None:
    one = noise(1)
    other = one.copy()
    other[20:, 25:] = noise(2)[20:, 25:]
    untouched = one[: 20 - WINDOW + 1].size / one.size
    assert untouched / 2 < ssim(one, other) < 1
    everywhere = other.copy()
    everywhere[0, 0] = 255 - everywhere[0, 0]
    assert ssim(one, everywhere) == pytest.approx(ssim(one, other), abs=2 * WINDOW**2 / one[..., 0].size)


def test_pictures_of_other_sizes_are_not_compared() -> None:
    with pytest.raises(ValueError, match="No windows"):
        ssim(noise(1), noise(1)[:, :-1])


def test_the_report_shows_the_least_alike_first_and_leaves_out_the_others() -> None:
    shown = Shown(noise(1), noise(2))
    results = [
        Result("near", "pdf", shown, 0.99, 0.98),
        Result("same", "svg", shown, 1.0, ALIKE),
        Result("broken", "svg", shown, 0.994, ALIKE),
    ]
    page = as_page(results)
    assert 0 < page.index("<h2>broken as SVG</h2>") < page.index("<h2>near as PDF</h2>")
    assert "same as" not in page
    assert page.count('class="off"') == 1
    assert "2 boards as SVG: 1 at 0.995 or above, 1 below what" in page
