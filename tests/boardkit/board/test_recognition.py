"""Which dialect a state is taken for: none carries a version number, so each is known by its own marks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.boardkit.saved import image, parsed, stroke

A, B, C = "solo-0.28", "solo-v2", "winterboard"


def dialect(state: Any) -> str:
    """What a state is taken for."""
    return parsed(state).dialect


def of_page(**page: Any) -> str:
    """What a state of one page is taken for, which besides has what all dialects have."""
    return dialect({"pages": [{"id": "p1", "name": "1", "strokes": [], "assets": [], **page}]})


class TestTheOldestDialect:
    @pytest.mark.parametrize(
        "state", [{}, None, [], {"pages": []}, {"pages": [{}]}, {"strokes": [], "assets": []}]
    )
    def test_takes_what_bears_no_mark(self, state: Any) -> None:
        assert dialect(state) == A

    @pytest.mark.parametrize("tool", ["pen", "highlighter", "line", "rectangle", "circle", "text"])
    def test_takes_strokes_and_images_that_all_save_alike(self, tool: str) -> None:
        points = [{"x": 1, "y": 2, "t": 3, "pressure": 0.7}]
        assert of_page(strokes=[stroke(tool, points=points)], assets=[image()], width=300, height=200) == A


class TestSoloV2:
    @pytest.mark.parametrize("name", ["shapes", "texts"])
    @pytest.mark.parametrize("value", [[], None])
    def test_is_known_by_its_lists_even_when_empty(self, name: str, value: object) -> None:
        assert of_page(**{name: value}) == B

    @pytest.mark.parametrize("kind", ["white", "grid", "dots", "ruled", "graph", "color", "something newer"])
    def test_is_known_by_a_background_that_is_an_object(self, kind: str) -> None:
        assert of_page(background={"type": kind}) == B

    @pytest.mark.parametrize("asset", [{"width": 4, "height": 3}, {"w": 4, "h": 3, "zIndex": 0}])
    def test_is_known_by_its_assets(self, asset: dict[str, Any]) -> None:
        assert of_page(assets=[{"id": "i1", "type": "image", "src": "", **asset}]) == B

    @pytest.mark.parametrize(
        "saved", [stroke("arrow", (1, 2)), stroke("pen", (1, 2), composite="destination-out")]
    )
    def test_is_known_by_its_strokes(self, saved: dict[str, Any]) -> None:
        assert of_page(strokes=[saved]) == B

    @pytest.mark.parametrize("field", ["zoom", "pan", "fullscreen"])
    def test_is_known_by_the_view_it_saves(self, field: str) -> None:
        assert dialect({"pages": [{"strokes": []}], field: None}) == B


class TestWinterboard:
    @pytest.mark.parametrize("background", ["white", "grid", "dots", "lined", "something newer", ""])
    def test_is_known_by_a_background_that_is_a_word(self, background: str) -> None:
        assert of_page(background=background) == C

    def test_is_known_by_an_imported_pages_background(self) -> None:
        assert of_page(background={"type": "pdf", "url": "https://a.example/1.png", "assetId": "a1"}) == C

    def test_is_known_by_its_groups(self) -> None:
        assert of_page(groups=[]) == C

    @pytest.mark.parametrize("asset", [{"type": "sticky"}, {"type": "image", "w": 4, "locked": False}])
    def test_is_known_by_its_assets(self, asset: dict[str, Any]) -> None:
        assert of_page(assets=[asset]) == C

    def test_is_known_by_strokes_that_can_be_locked(self) -> None:
        assert of_page(strokes=[stroke("pen", (1, 2), locked=False)]) == C


def test_any_page_may_bear_the_mark() -> None:
    assert dialect({"pages": [{"strokes": []}, None, {"background": "grid"}]}) == C
    assert dialect({"pages": [{"strokes": []}, {"shapes": []}]}) == B


@pytest.mark.parametrize("nonsense", [7, "pen", [], [None, 7, "x", []], {}])
def test_lists_of_nonsense_are_no_mark(nonsense: object) -> None:
    assert of_page(strokes=nonsense, assets=nonsense) == A
