"""Boards that nobody made for a test look as in the browser, too."""

from __future__ import annotations

import pytest

from tests.fidelity.by_chance import solo, solo_v2, winterboard
from tests.fidelity.check import check
from tests.fidelity.corpus import IDENTICAL, Limit
from tests.fidelity.konva import KonvaBrowser
from tests.fidelity.konva_by_chance import arrows, konva_stage

BOARDS = {"solo": solo, "solo-v2": solo_v2, "winterboard": winterboard}
NEARLY = {"solo-v2-8": Limit(levels=0, share=0.9999, most=1)}
"""A pixel of a wide arrow that the page's edge cuts is off by a level."""


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("dialect", BOARDS)
def test_a_board_by_chance_looks_as_in_the_browser(dialect: str, seed: int, konva: KonvaBrowser) -> None:
    name = f"{dialect}-{seed}"
    check(f"by-chance/{name}", BOARDS[dialect](seed), None, NEARLY.get(name, IDENTICAL), konva)


WITHIN_A_LEVEL = Limit(levels=1, share=1.0, most=1)
"""Of patterns and blended images many pixels are a level off: Chromium multiplies and adds in one step."""


@pytest.mark.parametrize("seed", range(16))
def test_a_stage_of_konvas_by_chance_looks_as_in_the_browser(seed: int, konva: KonvaBrowser) -> None:
    check(f"by-chance/konva-{seed}", konva_stage(seed), None, WITHIN_A_LEVEL, konva)


@pytest.mark.parametrize("scale", [1.0, 1.5, 3.0])
def test_heads_of_arrows_look_as_in_the_browser_at_every_scale(scale: float, konva: KonvaBrowser) -> None:
    check(f"by-chance/arrows-{scale:g}", arrows(0), None, IDENTICAL, konva, scale)
