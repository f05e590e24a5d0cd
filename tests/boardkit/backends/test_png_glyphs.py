"""Glyphs on the pixel grid, and the text gamma between coverage and colour."""

from __future__ import annotations

import numpy as np
import pytest

from boardkit.backends.png.glyphs import (
    ANYWHERE,
    LARGEST_MASK,
    PATH_SIZE,
    QUARTER,
    WHOLE,
    gamma_table,
    glyph_style,
)

BRIGHTNESSES = range(8)
CONTRAST, GAMMA = 0.2, 76 / 64
"""Chromium's, as measured."""


class TestGamma:
    @pytest.mark.parametrize("brightness", BRIGHTNESSES)
    def test_nothing_stays_nothing_and_all_stays_all(self, brightness: int) -> None:
        table = gamma_table(brightness)
        assert (table.dtype.name, table.shape) == ("uint8", (256,))
        assert (table[0], table[255]) == (0, 255)

    @pytest.mark.parametrize("brightness", BRIGHTNESSES)
    def test_more_coverage_is_never_less_ink(self, brightness: int) -> None:
        assert (np.diff(gamma_table(brightness).astype(int)) >= 0).all()

    @pytest.mark.parametrize("brightness", BRIGHTNESSES)
    def test_a_plain_blend_with_it_looks_like_a_blend_in_linear_light(self, brightness: int) -> None:
        source = brightness / 7
        background = 1 - source
        coverage = np.arange(256) / 255
        contrasted = coverage + (1 - coverage) * coverage * CONTRAST * background**GAMMA
        in_light = (source**GAMMA * contrasted + background**GAMMA * (1 - contrasted)) ** (1 / GAMMA)
        corrected = gamma_table(brightness) / 255
        drawn = source * corrected + background * (1 - corrected)
        assert np.abs(drawn - in_light).max() <= 0.5 / 255 + 1e-9

    def test_brightnesses_differ(self) -> None:
        assert len({gamma_table(brightness).tobytes() for brightness in BRIGHTNESSES}) == 8


class TestStyle:
    def test_upright_text_is_hinted_on_quarter_pixels_and_whole_baselines(self) -> None:
        style = glyph_style(16, 2, 0, 0, 2)
        assert (style.size, style.hinted, style.corrected) == (32, True, True)
        assert (style.grid_x, style.grid_y) == (QUARTER, WHOLE)
        assert style.linear == (1, 0, 0, 1)

    @pytest.mark.parametrize("direction", [1, -1])
    def test_sideways_text_is_hinted_on_a_grid_turned_with_it(self, direction: int) -> None:
        style = glyph_style(16, 0, 2 * direction, -2 * direction, 0)
        assert style.hinted
        assert (style.grid_x, style.grid_y) == (WHOLE, QUARTER)

    def test_turned_text_is_not_hinted(self) -> None:
        turn = 2 * 0.5**0.5
        style = glyph_style(16, turn, turn, -turn, turn)
        assert style.size == pytest.approx(32)
        assert not style.hinted
        assert (style.grid_x, style.grid_y) == (QUARTER, QUARTER)
        assert style.corrected

    def test_stretched_text_takes_its_size_from_its_height(self) -> None:
        style = glyph_style(10, 6, 0, 0, 2)
        assert style.size == 20
        assert style.linear == (3, 0, 0, 1)

    @pytest.mark.parametrize(("size", "as_path"), [(LARGEST_MASK / 2, False), (LARGEST_MASK / 2 + 1, True)])
    def test_large_text_is_plain_paths_anywhere(self, size: float, as_path: bool) -> None:
        style = glyph_style(size, 2, 0, 0, 2)
        assert style.corrected is not as_path
        assert ((style.grid_x, style.grid_y) == (ANYWHERE, ANYWHERE)) is as_path
        assert style.size * style.linear[3] == pytest.approx(size * 2)
        assert (style.size == PATH_SIZE) is as_path

    @pytest.mark.parametrize(
        ("pen", "drawn"),
        [((10.1, 20.4), (10.0, 20.0)), ((10.13, 20.5), (10.25, 21.0)), ((-0.1, -0.5), (0.0, 0.0))],
    )
    def test_pens_are_rounded_to_the_grid(self, pen: tuple[float, float], drawn: tuple[float, float]) -> None:
        matrix = glyph_style(16, 1, 0, 0, 1).placed(*pen)
        assert (matrix.getTranslateX(), matrix.getTranslateY()) == drawn

    def test_pens_of_large_text_are_not_rounded(self) -> None:
        matrix = glyph_style(300, 1, 0, 0, 1).placed(10.125, 20.375)
        assert (matrix.getTranslateX(), matrix.getTranslateY()) == (10.125, 20.375)
