"""States that no front end should have saved: each becomes a file, and the remarks say the truth."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boardkit import Rendered, RenderOptions, StateError, WarningCode, render
from boardkit.options import Format
from tests.boardkit.pictures import data_url, png

PEN = {"id": "e", "tool": "pen", "color": "navy", "size": 4, "points": [{"x": 5, "y": 5}, {"x": 60, "y": 40}]}
PHOTO = {"id": "e", "type": "image", "src": data_url(png()), "x": 5, "y": 5, "w": 30, "h": 20}
RECT = {"x": 5, "y": 5, "width": 30, "height": 20, "fill": "teal", "stroke": "black"}


def page(**fields: Any) -> Any:
    """A state of one small page."""
    return {"pages": [{"width": 90, "height": 60, **fields}]}


def pen(**fields: Any) -> Any:
    return page(strokes=[PEN | fields])


def photo(**fields: Any) -> Any:
    return page(assets=[PHOTO | fields])


def shape(kind: str = "Rect", **attrs: Any) -> Any:
    """One node on a stage."""
    return stage({"className": kind, "attrs": RECT | {"id": "e"} | attrs})


def stage(*nodes: Any) -> Any:
    layer = {"className": "Layer", "attrs": {}, "children": list(nodes)}
    return {"className": "Stage", "attrs": {"width": 90, "height": 60}, "children": [layer]}


def text(**attrs: Any) -> Any:
    return shape("Text", **({"text": "Ab", "fontFamily": "serif", "fontSize": 12} | attrs))


LEFT_OUT, REPAIRED, MISSING, UNREADABLE, FONT, GLYPH, FILTER, INDEX = (
    WarningCode.ELEMENT_LEFT_OUT,
    WarningCode.VALUE_REPAIRED,
    WarningCode.IMAGE_MISSING,
    WarningCode.IMAGE_UNREADABLE,
    WarningCode.FONT_SUBSTITUTED,
    WarningCode.GLYPH_MISSING,
    WarningCode.FILTER_IGNORED,
    WarningCode.PAGE_INDEX_REPAIRED,
)
REMARKED: dict[str, tuple[Any, WarningCode]] = {
    "no board": ("scribble", REPAIRED),
    "a foreign editor's board": ([{"elements": []}], REPAIRED),
    "a page that is none": ({"pages": [5]}, REPAIRED),
    "pages that are text": ({"pages": [json.dumps(page())]}, REPAIRED),
    "a page beyond the last": ({"pages": [{}], "currentPageIndex": 7}, INDEX),
    "an open page of another board": ({"pages": [{}], "activePageId": "gone"}, INDEX),
    "a page wider than any screen": (page(width=1e9), REPAIRED),
    "a stage of no size": ({"className": "Stage", "children": []}, REPAIRED),
    "an unknown paper": (page(background={"type": "lace"}), REPAIRED),
    "a paper finer than can be seen": (page(background={"type": "dots", "gridSize": 1e-9}), LEFT_OUT),
    "strokes that are no list": (page(strokes={"a": 1}), REPAIRED),
    "an unknown tool": (pen(tool="crayon"), LEFT_OUT),
    "a stroke that is text": (page(strokes=["pen"]), LEFT_OUT),
    "a pen without points": (pen(points=[]), LEFT_OUT),
    "points that are pairs": (pen(points=[[1, 2], [3, 4]]), REPAIRED),
    "a pen beyond all bounds": (pen(points=[{"x": 1, "y": 1}, {"x": 1e300, "y": 1}]), LEFT_OUT),
    "a size that is a word": (pen(size="thick"), LEFT_OUT),
    "a colour of a number that is none": (pen(color="rgba(0, 0, 0, NaN)"), REPAIRED),
    "an opacity beyond 1": (pen(opacity=40), REPAIRED),
    "text larger than any number": (pen(tool="text", text="Ab", size=1e308, composite="copy"), LEFT_OUT),
    "text that is an object": (pen(tool="text", text={"ops": []}, size=9), REPAIRED),
    "an unknown asset": (photo(type="video"), LEFT_OUT),
    "a photo of a closed tab": (photo(src="blob:http://a.example/1"), MISSING),
    "a photo of this machine": (photo(src="file:///etc/passwd"), MISSING),
    "a photo without an address": (photo(src=None), MISSING),
    "a photo that is a page": (photo(src="data:text/html,<html>"), UNREADABLE),
    "a photo of no size": (photo(w=0), LEFT_OUT),
    "a class that is none": (shape("Gizmo"), LEFT_OUT),
    "a node that is text": (stage("Rect"), LEFT_OUT),
    "children that are an object": (stage({"className": "Group", "children": {}}), REPAIRED),
    "an unknown way to end lines": (shape(lineCap="pointed"), REPAIRED),
    "an unknown way to blend": (shape(globalCompositeOperation="mix"), REPAIRED),
    "a place that is no number": (shape(x="left"), REPAIRED),
    "an odd list of points": (shape("Line", points=[1, 2, 30]), REPAIRED),
    "points of objects": (shape("Line", points=[{"x": 1, "y": 2}, {"x": 3, "y": 4}]), REPAIRED),
    "path data of something else": (shape("Path", data="<svg/>"), LEFT_OUT),
    "stops that are a colour": (shape(fill=None, fillLinearGradientColorStops="red"), REPAIRED),
    "a crop beside the picture": (
        shape("Image", src=PHOTO["src"], crop={"x": 9, "y": 9, "width": 1, "height": 1}),
        LEFT_OUT,
    ),
    "a filter": (shape(filters=["Blur"]), FILTER),
    "a font that nobody has": (text(fontFamily="Nobody Has It"), FONT),
    "a font without a name": (text(fontFamily=""), REPAIRED),
    "a font with half a letter in its name": (text(fontFamily="No\ud800body"), FONT),
    "a letter that no font has": (text(text="\U000f0000"), GLYPH),
}
UNREMARKED: dict[str, Any] = {
    "nothing": None,
    "an empty list": [],
    "a page of nothing": {"pages": [{}]},
    "text of text": json.dumps(json.dumps(stage())),
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(page()).encode(),
    "a key twice": '{"pages": 5, "pages": [{}]}',
    "numbers with exponents": json.dumps(pen()).replace("60", "6E+1"),
    "a hexadecimal number of a page": {"pages": [{}, {}], "currentPageIndex": "0x1"},
    "the same id twice": page(strokes=[PEN, PEN]),
    "half a letter in a name": page(name="\ud800", id="\ud800"),
    "a thousand equal points": pen(points=[{"x": 9, "y": 9}] * 1000),
    "keys of JavaScript's own": shape(__proto__={}, constructor="x", toString=None),
    "a transformer": stage({"className": "Transformer", "attrs": {}}),
    "a hidden node": shape("Gizmo", visible=False),
    "blanks around an address": photo(src=f"\n {PHOTO['src']} "),
    "a colour in a list": shape(fill=["teal"]),
    "a miter of any length": shape(strokeWidth=9, miterLimit=1e300),
    "a gradient of any length": shape(
        fill=None, fillLinearGradientEndPointX=1e300, fillLinearGradientColorStops=[0, "red", 1, "blue"]
    ),
    "dashes of any length": shape(dash=[1e300, 1e300], dashOffset=1e300),
    "dashes of no length": shape(dash=[1e-320, 1e-320]),
    "a polygon of hardly a side": shape("RegularPolygon", radius=9, sides=1e-320, cornerRadius=1),
    "a star of all points": shape("Star", numPoints=1e300, innerRadius=5, outerRadius=9),
    "text with any padding": text(width=40, padding=1e300),
    "a faded shape far before the page": shape(x=-3e9, opacity=0.5),
    "a faded shape far behind the page": shape(x=3e9, opacity=0.5),
}


def drawn(name: str, format: Format = "png") -> Rendered:
    state = json.dumps(REMARKED[name][0]) if name in REMARKED else UNREMARKED[name]
    return render(state, format=format, options=RenderOptions(scale=1))


@pytest.mark.parametrize("format", ["pdf", "svg"])
@pytest.mark.parametrize("name", [*REMARKED, *UNREMARKED])
def test_it_becomes_a_file_with_vectors_with_the_same_remarks(name: str, format: Format) -> None:
    rendered = drawn(name, format)
    assert rendered.data
    assert set(drawn(name).warnings) <= set(rendered.warnings)


@pytest.mark.parametrize("name", REMARKED)
def test_it_is_remarked(name: str) -> None:
    state, code = REMARKED[name]
    warnings = drawn(name).warnings
    assert code in {warning.code for warning in warnings}
    assert all(warning.message.endswith((".", "00")) for warning in warnings)
    if '"id": "e"' in json.dumps(state) and "Gizmo" not in name:
        assert {warning.element for warning in warnings} == {"e"}


@pytest.mark.parametrize("name", UNREMARKED)
def test_what_is_odd_but_clear_is_not_remarked(name: str) -> None:
    assert drawn(name).warnings == ()


@pytest.mark.parametrize(
    "state", ["", "{", "{'pages': []}", '{"pages": []} x', json.dumps({}).encode("utf-16")]
)
def test_what_is_no_json_is_refused_in_a_sentence(state: Any) -> None:
    with pytest.raises(StateError, match=r"is no JSON, so nothing can be read from it\.$"):
        render(state)
