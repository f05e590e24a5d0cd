"""Options are checked when they are made."""

from __future__ import annotations

import math
from typing import Any

import pytest

from boardkit import OptionsError, RenderOptions


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"pages": "current"},
        {"pages": "all"},
        {"pages": (1, "p2", 10**9)},
        {"scale": 0.1},
        {"scale": 8},
        {"background": "transparent", "crop": "content", "paper": "a3", "orientation": "landscape"},
        {"quality": 1, "text": "outlines"},
        {"quality": 100},
        {"pretty": True, "embed_state": True, "title": "Урок"},
    ],
)
def test_sensible_options_are_kept_as_given(values: dict[str, Any]) -> None:
    options = RenderOptions(**values)
    assert {name: getattr(options, name) for name in values} == values


WRONG: dict[str, list[Any]] = {
    "pages": ["both", "", (), [1], 1, (0,), (-1,), (1.5,), (True,), ("",), (None,), {}],
    "scale": [0, 0.09, 8.1, -1, math.nan, math.inf, "2", None, True],
    "background": ["white", None, [], True],
    "crop": ["Content", 0],
    "paper": ["A4", "letter ", None],
    "orientation": ["upright", 90],
    "quality": [0, 101, 50.0, "90", None, True],
    "text": ["Text", None],
    "embed_state": [1, "yes", None],
    "pretty": [1, "yes", None],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in WRONG.items() for value in values]
)
def test_a_value_out_of_range_is_an_error_that_names_the_option(field: str, value: Any) -> None:
    with pytest.raises(OptionsError, match=f"^{field} must be ") as caught:
        RenderOptions(**{field: value})
    assert caught.value.field == field


def test_an_error_says_what_would_be_right() -> None:
    with pytest.raises(OptionsError, match="one of: original, a4, a3, letter"):
        RenderOptions(paper="a5")  # type: ignore[arg-type]


class TestFromMapping:
    def test_plain_json_values_become_options(self) -> None:
        options = RenderOptions.from_mapping({"pages": [2, "p1"], "scale": 1, "pretty": True})
        assert options == RenderOptions(pages=(2, "p1"), scale=1, pretty=True)

    def test_nothing_is_the_defaults(self) -> None:
        assert RenderOptions.from_mapping({}) == RenderOptions()

    @pytest.mark.parametrize("name", ["Scale", "dpi", "__class__", ""])
    def test_an_unknown_option_is_an_error_that_lists_the_known_ones(self, name: str) -> None:
        with pytest.raises(
            OptionsError, match="is no option; there are: background, created, crop"
        ) as caught:
            RenderOptions.from_mapping({name: 1})
        assert caught.value.field == name

    @pytest.mark.parametrize("pages", [[], [[1]], [None], {"1": 2}, "2"])
    def test_ill_typed_pages_are_an_error(self, pages: Any) -> None:
        with pytest.raises(OptionsError) as caught:
            RenderOptions.from_mapping({"pages": pages})
        assert caught.value.field == "pages"
