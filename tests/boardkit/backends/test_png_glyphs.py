"""Glyphs on the pixel grid, and the text gamma between coverage and colour."""

from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
import pytest
import skia

from boardkit.backends.png.lettering.gamma import gamma_table
from boardkit.backends.png.lettering.masks import GlyphMasks, Manner
from boardkit.backends.png.lettering.outlines import GlyphOutlines
from boardkit.backends.png.lettering.placing import (
    LARGEST_MASK,
    QUARTER,
    WHOLE,
    glyph_style,
    is_too_large,
)
from boardkit.host import noto_sans
from boardkit.resources import FontFace

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


PLAIN = FontFace(b"", "Plain")


class TestStyle:
    def test_upright_text_is_hinted_on_quarter_pixels_and_whole_baselines(self) -> None:
        style = glyph_style(16, (2, 0, 0, 2), PLAIN)
        assert (style.size, style.hinted) == (32, True)
        assert (style.grid_x, style.grid_y) == (QUARTER, WHOLE)
        assert style.rest == (1, 0, 0, 1)

    @pytest.mark.parametrize("direction", [1, -1])
    def test_sideways_text_is_hinted_on_a_grid_turned_with_it(self, direction: int) -> None:
        style = glyph_style(16, (0, 2 * direction, -2 * direction, 0), PLAIN)
        assert style.hinted
        assert (style.grid_x, style.grid_y) == (WHOLE, QUARTER)

    def test_turned_text_is_not_hinted(self) -> None:
        turn = 2 * 0.5**0.5
        style = glyph_style(16, (turn, turn, -turn, turn), PLAIN)
        assert style.size == pytest.approx(32, rel=1e-3)
        assert not style.hinted
        assert (style.grid_x, style.grid_y) == (QUARTER, QUARTER)

    def test_skewed_text_keeps_its_level_baseline_on_whole_pixels(self) -> None:
        style = glyph_style(16, (2, 0, 1, 2), PLAIN)
        assert (style.grid_x, style.grid_y) == (QUARTER, WHOLE)
        assert not style.hinted

    def test_stretched_text_takes_its_size_from_its_height(self) -> None:
        style = glyph_style(10, (6, 0, 0, 2), PLAIN)
        assert style.size == 20
        assert style.rest == (3, 0, 0, 1)

    def test_letters_slanted_for_want_of_an_italic_lean_to_the_right_and_are_not_hinted(self) -> None:
        style = glyph_style(10, (2, 0, 0, 2), replace(PLAIN, slanted=True))
        assert style.rest == (1, 0, -0.25, 1)
        assert not style.hinted

    @pytest.mark.parametrize(("size", "hinted"), [(7.5, False), (8, True)])
    def test_small_letters_are_not_hinted_where_their_face_says_so(self, size: float, hinted: bool) -> None:
        assert glyph_style(size, (2, 0, 0, 2), replace(PLAIN, hinted_from=8)).hinted is hinted

    def test_a_face_of_whole_advances_stands_on_whole_pixels(self) -> None:
        turn = 2 * 0.5**0.5
        style = glyph_style(16, (turn, turn, -turn, turn), replace(PLAIN, whole_advances=True))
        assert (style.grid_x, style.grid_y) == (WHOLE, WHOLE)

    def test_nearly_equal_transforms_share_their_glyphs(self) -> None:
        assert glyph_style(10, (2.0001, 0, 0, 2.0001), PLAIN) == glyph_style(10, (2, 0, 0, 2), PLAIN)

    @pytest.mark.parametrize(("size", "too_large"), [(LARGEST_MASK / 2, False), (LARGEST_MASK / 2 + 1, True)])
    def test_large_text_is_drawn_as_plain_paths(self, size: float, too_large: bool) -> None:
        assert is_too_large(size, (2, 0, 0, 2)) is too_large


class _CountedOutlines(GlyphOutlines):
    """Outlines of fonts, and how often one was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def outline(self, face: FontFace, size: float, glyph: int, *, hinted: bool) -> skia.Path:
        self.asked += 1
        return super().outline(face, size, glyph, hinted=hinted)


class TestMasks:
    @staticmethod
    def face() -> FontFace:
        return replace(noto_sans())  # of its own, so that nothing of it is kept yet

    def test_a_letter_is_drawn_once_for_all_renders_with_its_face(self) -> None:
        face, manner = self.face(), Manner(glyph_style(16, (2, 0, 0, 2), PLAIN), None, 0.0, 0)
        first, second = _CountedOutlines(), _CountedOutlines()
        drawn = [
            GlyphMasks(outlines).mask(face, manner, 36, 0.25, 0.0) for outlines in (first, first, second)
        ]
        assert drawn[0] is not None
        assert drawn[0] is drawn[1] is drawn[2]
        assert (first.asked, second.asked) == (1, 0)

    def test_masks_go_with_their_face(self) -> None:
        face, manner = self.face(), Manner(glyph_style(16, (2, 0, 0, 2), PLAIN), None, 0.0, 0)
        mask = GlyphMasks(GlyphOutlines()).mask(face, manner, 36, 0.25, 0.0)
        gone = weakref.ref(face)
        assert mask is not None
        del face
        assert gone() is None
