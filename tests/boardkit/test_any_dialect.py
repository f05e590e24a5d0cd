"""Whatever stands in a board of Solo v2 or Winterboard, an export is a file or a `StateError`."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.boardkit.test_any_json import (
    BOUNDED,
    COLORS,
    COORDINATES,
    POINTS,
    SOURCES,
    TEXTS,
    check,
    lists,
    objects,
)

FEWER = settings(BOUNDED, max_examples=40)
SIZES = st.floats(-10, 300) | st.integers(0, 100)
FLAGS = st.booleans()
PLACE = dict.fromkeys(("x", "y"), COORDINATES)
IDS = st.sampled_from(["e1", "e2"])
COMPOSITES = st.sampled_from(["destination-out", "multiply", "source-in", "copy", "no such"])


def strokes(tools: list[str], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Strokes of these tools."""
    return objects(
        {
            "id": IDS,
            "tool": st.sampled_from(tools),
            "color": COLORS,
            "size": SIZES,
            "opacity": st.floats(0, 1),
            "points": lists(POINTS, 8),
            "text": TEXTS,
            **more,
        }
    )


def boards(**page: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One page, with what it holds."""
    sides = dict.fromkeys(("width", "height"), st.floats(1, 2000))
    pages = st.lists(objects({"id": IDS, "name": TEXTS, **sides, **page}), min_size=1, max_size=2)
    return objects({"pages": pages, "currentPageIndex": st.integers(-1, 2), "zoom": SIZES})


SOLO_V2 = boards(
    background=objects(
        {
            "type": st.sampled_from(["white", "grid", "dots", "ruled", "graph", "color", "squared"]),
            "color": COLORS,
            "gridSize": st.floats(-5, 60),
            "lineColor": COLORS,
        }
    ),
    strokes=lists(
        strokes(
            ["pen", "highlighter", "line", "arrow", "rectangle", "circle", "text", "eraser", "laser"],
            composite=COMPOSITES,
        ),
        4,
    ),
    shapes=lists(
        objects(
            {
                "id": IDS,
                "type": st.sampled_from(["line", "arrow", "rectangle", "circle", "cloud"]),
                "color": COLORS,
                **PLACE,
                **dict.fromkeys(("startX", "startY", "endX", "endY"), COORDINATES),
                **dict.fromkeys(("size", "width", "height", "radius", "arrowSize"), SIZES),
                **dict.fromkeys(("arrowStart", "arrowEnd"), FLAGS),
                "points": lists(POINTS, 4),
            }
        ),
        4,
    ),
    texts=lists(
        objects(
            {
                "id": IDS,
                "type": st.sampled_from(["text", "note", "poem"]),
                "text": TEXTS,
                **PLACE,
                "color": COLORS,
                **dict.fromkeys(("fontSize", "width", "height"), SIZES),
            }
        ),
        4,
    ),
    assets=lists(
        objects(
            {
                "id": IDS,
                "type": st.sampled_from(["image", "svg", "pdf", "video"]),
                "src": SOURCES,
                **PLACE,
                **dict.fromkeys(("width", "height", "zIndex", "rotation"), SIZES),
            }
        ),
        3,
    ),
)

WINTERBOARD = boards(
    background=st.sampled_from(["white", "grid", "dots", "lined", "squared"])
    | objects({"type": st.just("pdf"), "url": SOURCES, "assetId": IDS}),
    strokes=lists(
        strokes(
            ["pen", "highlighter", "line", "rectangle", "circle", "text", "eraser", "laser"],
            locked=FLAGS,
            width=SIZES,
            height=SIZES,
        ),
        4,
    ),
    assets=lists(
        objects(
            {
                "id": IDS,
                "type": st.sampled_from(["image", "sticky", "video"]),
                "src": SOURCES,
                "text": TEXTS,
                **PLACE,
                **dict.fromkeys(("w", "h", "fontSize", "rotation"), SIZES),
                **dict.fromkeys(("bgColor", "textColor"), COLORS),
                "locked": FLAGS,
            }
        ),
        3,
    ),
    groups=st.just([]),
)


@FEWER
@given(state=SOLO_V2)
def test_a_solo_v2_board_with_wrong_values_anywhere(state: Any) -> None:
    check(state)


@FEWER
@given(state=WINTERBOARD)
def test_a_winterboard_with_wrong_values_anywhere(state: Any) -> None:
    check(state)
