"""Whatever is saved, an export is a file or a `StateError`: no other exception, no failed drawing."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardkit import FORMATS, Limits, RenderOptions, Resources, StateError, inspect, render
from boardkit.options import Crop
from tests.boardkit.pictures import data_url, png
from tests.fonts import PinnedFonts

RESOURCES = Resources(fonts=PinnedFonts())
LIMITS = Limits(picture_pixels=1_000_000)
BOUNDED = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])

TEXTS = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["", "12", "1e999", "\ud800", "\x00", "سلام"]
)
NUMBERS = st.floats() | st.integers() | st.sampled_from([0, -1, 1e10, -1e11, 1e38, 1e40, 1e308, 2**70])
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)


MISSING = object()
WRONG = NUMBERS | ANYTHING | st.just(MISSING)


@st.composite
def usually(draw: st.DrawFn, sensible: st.SearchStrategy[Any]) -> Any:
    """Nine times of ten a sensible value, else anything or nothing."""
    return draw(sensible if draw(st.integers(0, 9)) else WRONG)


def objects(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Objects with most of the fields, most of them sensible."""
    saved = st.fixed_dictionaries({name: usually(values) for name, values in fields.items()})
    return saved.map(lambda values: {name: value for name, value in values.items() if value is not MISSING})


def lists(elements: st.SearchStrategy[Any], size: int) -> st.SearchStrategy[Any]:
    """Lists of mostly sensible elements."""
    return st.lists(usually(elements).filter(lambda element: element is not MISSING), max_size=size)


COORDINATES = st.floats(-2000, 2000) | st.integers(-50, 1000)
COLORS = st.sampled_from(
    ["#2563eb", "#2563eb80", "red", "rgb(1 2 3 / 50%)", "transparent", "bluish", "lab(1 2 3)"]
)
SOURCES = st.sampled_from(
    [
        data_url(png()),
        data_url(png()[:50]),
        "blob:x",
        "https://a.example/x.png",
        "data:image/png;base64,\ud800",
    ]
)
POINTS = objects({"x": COORDINATES, "y": COORDINATES, "t": st.integers(), "pressure": st.floats(0, 1)})
STROKES = objects(
    {
        "id": st.sampled_from(["s1", "s2"]),
        "tool": st.sampled_from(
            ["pen", "highlighter", "line", "rectangle", "circle", "text", "eraser", "laser"]
        ),
        "color": COLORS,
        "size": st.floats(0, 60),
        "opacity": st.floats(0, 1),
        "points": lists(POINTS, 12),
        "width": COORDINATES,
        "height": COORDINATES,
        "text": TEXTS,
    }
)
ASSETS = objects(
    {
        "id": st.just("a1"),
        "type": st.just("image"),
        "src": SOURCES,
        **dict.fromkeys(("x", "y", "w", "h"), COORDINATES),
        "rotation": st.floats(-720, 720),
    }
)
PAGES = objects(
    {
        "id": st.sampled_from(["p1", "p2"]),
        "name": TEXTS,
        "strokes": lists(STROKES, 5),
        "assets": lists(ASSETS, 3),
        "width": st.floats(1, 2000),
        "height": st.floats(1, 2000),
    }
)
BOARDS = objects(
    {
        "pages": lists(PAGES, 3),
        "currentPageIndex": st.integers(-1, 3),
        "activePageId": st.sampled_from(["p1", "p2", "p3"]),
    }
)


def check(state: Any, crop: Crop = "page") -> None:
    """The state is exported, or refused as a whole; all that is said of it can be stored. Nothing warns."""
    options = RenderOptions(scale=0.1, crop=crop)
    for format in FORMATS:
        try:
            with warnings.catch_warnings(action="error"):
                rendered = render(state, format=format, options=options, resources=RESOURCES, limits=LIMITS)
                inspect(state)
        except StateError as error:
            str(error).encode()
        else:
            assert rendered.data
            json.dumps([warning.as_dict() for warning in rendered.warnings], ensure_ascii=False).encode()


@BOUNDED
@given(state=ANYTHING)
def test_any_json_value(state: Any) -> None:
    check(json.dumps(state))


@BOUNDED
@given(state=BOARDS, crop=st.sampled_from(["page", "content"]))
def test_a_board_with_wrong_values_anywhere(crop: Crop, state: Any) -> None:
    check(state, crop)


@BOUNDED
@given(state=PAGES)
def test_the_oldest_form_with_wrong_values_anywhere(state: Any) -> None:
    check(state)


@BOUNDED
@given(data=st.binary() | st.text(alphabet='[]{}",:0123456789eE+-.ntf\\u ').map(str.encode))
def test_any_bytes(data: bytes) -> None:
    check(data)


@pytest.mark.parametrize("field", ["id", "tool", "color", "size", "opacity", "points", "text", "width"])
def test_a_whole_number_that_python_does_not_write_out(field: str) -> None:
    stroke = {
        "id": "s1",
        "tool": "text",
        "color": "red",
        "size": 12,
        "points": [{"x": 1, "y": 2}],
        "text": "a",
    }
    check({"pages": [{"strokes": [stroke | {field: 10**5000}]}]})
