"""Whatever stands in a Konva tree, an export is a file or a `StateError`."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.boardkit.test_any_json import (
    BOUNDED,
    COLORS,
    COORDINATES,
    MISSING,
    NUMBERS,
    SOURCES,
    TEXTS,
    WRONG,
    check,
    lists,
    objects,
    usually,
)

SIZES = st.floats(-50, 300) | st.integers(0, 100)
FLAGS = st.booleans()
POINTS = objects({"x": COORDINATES, "y": COORDINATES})
STOPS = lists(st.floats(0, 1) | COLORS, 6) | st.just([0, "red", 1, "blue"])
BOXES = objects(dict.fromkeys(("x", "y", "width", "height"), SIZES))
DATA = st.sampled_from(
    ["M0 0L40 40H5V70z", "m10,10 c1-2,3,4.5.6,7 s9 9 20 0", "M5 5 Q9 9 20 5 T40 5", "M0 0A20 10 30 1 0 40 40"]
) | st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789-+.,eE #")
ATTRIBUTES: dict[str, st.SearchStrategy[Any]] = {
    "id": TEXTS,
    "name": TEXTS,
    "visible": FLAGS,
    "lineJoin": st.sampled_from(["round", "bevel", "miter"]),
    "opacity": st.floats(0, 1),
    **dict.fromkeys(("x", "y", "offsetX", "offsetY", "shadowOffsetX", "shadowOffsetY"), COORDINATES),
    **dict.fromkeys(("width", "height", "radius", "radiusX", "radiusY", "clipWidth", "clipHeight"), SIZES),
    **dict.fromkeys(("innerRadius", "outerRadius", "pointerWidth", "pointerHeight", "pointerLength"), SIZES),
    **dict.fromkeys(("rotation", "angle"), st.floats(-720, 720)),
    **dict.fromkeys(("scaleX", "scaleY", "skewX", "skewY", "tension"), st.floats(-3, 3)),
    **dict.fromkeys(("position", "scale", "offset", "shadowOffset"), POINTS),
    **dict.fromkeys(("clip", "crop"), BOXES),
    **dict.fromkeys(("fill", "stroke", "shadowColor"), COLORS),
    **dict.fromkeys(("strokeWidth", "shadowBlur", "fontSize", "padding", "letterSpacing"), st.floats(0, 40)),
    **dict.fromkeys(("dash", "points"), lists(COORDINATES, 12)),
    "cornerRadius": SIZES | lists(SIZES, 5),
    "sides": st.integers(0, 12),
    "numPoints": st.integers(0, 12),
    "globalCompositeOperation": st.sampled_from(["multiply", "destination-out", "source-in", "copy", "xor"]),
    "fillPriority": st.sampled_from(["color", "pattern", "linear-gradient", "radial-gradient"]),
    "fillLinearGradientColorStops": STOPS,
    "fillLinearGradientEndPoint": POINTS,
    "fillRadialGradientColorStops": STOPS,
    "fillRadialGradientEndPoint": POINTS,
    "fillRadialGradientStartRadius": SIZES,
    "fillRadialGradientEndRadius": SIZES,
    "strokeLinearGradientColorStops": STOPS,
    "strokeLinearGradientEndPoint": POINTS,
    "fillPatternSrc": SOURCES,
    "fillPatternScale": POINTS,
    "src": SOURCES,
    "data": DATA,
    "text": TEXTS,
    "fontStyle": st.sampled_from(["bold", "italic 300", "x"]),
    "textDecoration": st.sampled_from(["underline", "line-through", "underline line-through"]),
    "align": st.sampled_from(["left", "right", "center", "justify"]),
    "pointerDirection": st.sampled_from(["up", "left", "right", "down", "none"]),
    **dict.fromkeys(("closed", "bezier", "isolated", "dashEnabled", "strokeScaleEnabled"), FLAGS),
    **dict.fromkeys(("perfectDrawEnabled", "shadowForStrokeEnabled", "fillAfterStrokeEnabled"), FLAGS),
    **dict.fromkeys(("pointerAtBeginning", "clockwise"), FLAGS),
    "filters": st.just(["Blur"]),
    "something newer": WRONG,
}
NAMES = st.sampled_from(sorted(ATTRIBUTES))
SHAPES = st.sampled_from(
    [
        "Rect",
        "Circle",
        "Ellipse",
        "Wedge",
        "Line",
        "Arrow",
        "Path",
        "RegularPolygon",
        "Star",
        "Ring",
        "Arc",
        "Text",
        "TextPath",
        "Tag",
        "Image",
        "Sprite",
        "Transformer",
        "Shape",
        "Heart",
    ]
)


@st.composite
def attributes(draw: st.DrawFn) -> dict[str, Any]:
    """Some attributes, in any order, most of them sensible; a fill mostly, for something to be drawn."""
    names = ["fill", *draw(st.lists(NAMES, max_size=20, unique=True))]
    values = {name: draw(usually(ATTRIBUTES[name])) for name in names}
    return {name: value for name, value in values.items() if value is not MISSING}


NODES = objects({"className": SHAPES, "attrs": attributes()})


def holders(kinds: list[str], inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Nodes that hold others."""
    return objects({"className": st.sampled_from(kinds), "attrs": attributes(), "children": lists(inner, 4)})


GROUPS = holders(["Group", "Label"], NODES | holders(["Group", "Label"], NODES))
STAGES = objects(
    {
        "className": st.just("Stage"),
        "attrs": objects({"width": st.floats(1, 400), "height": NUMBERS | st.floats(1, 400)}),
        "children": lists(holders(["Layer", "FastLayer"], NODES | GROUPS), 3),
    }
)


@BOUNDED
@given(tree=STAGES)
def test_a_stage_with_wrong_values_anywhere(tree: Any) -> None:
    check(tree, "content")


@BOUNDED
@given(tree=NODES | GROUPS)
def test_a_node_by_itself_with_wrong_values_anywhere(tree: Any) -> None:
    check({"data": json.dumps(tree)})
