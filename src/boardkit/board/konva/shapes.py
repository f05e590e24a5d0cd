"""Konva's shapes by their class names, in the terms of the model."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any

from boardkit.board import model
from boardkit.board.konva.attributes import Attributes
from boardkit.board.konva.paints import style
from boardkit.board.values import identity, number

IMAGE_SOURCES = ("src", "imageSrc", "source", "url", "imageUrl", "href", "image")
"""Where people save an image's address, which `toJSON()` leaves out."""

_MOVING = ("x", "y", "rotation", "scaleX", "scaleY", "skewX", "skewY", "offsetX", "offsetY")
_MOST_SPELT = 100
"""Characters of which anything is seen."""
_DIRECTIONS = ("none", "up", "right", "down", "left")
_WRAPS = ("word", "char", "none")
_ALIGNMENTS = ("left", "center", "right", "justify")
_BASELINES = ("alphabetic", "middle", "top", "bottom", "hanging", "ideographic")
_VERTICAL_ALIGNMENTS = ("top", "middle", "bottom")


def placement(attrs: Attributes) -> dict[str, Any]:
    """The fields that all of `model.Node` have."""
    return {
        "id": attrs.id,
        "opacity": attrs.opacity(),
        "composite": attrs.text("globalCompositeOperation") or "source-over",
        **_transform(attrs),
    }


def _transform(attrs: Attributes) -> dict[str, float]:
    enabled = attrs.values.get("transformsEnabled", "all")
    if broken := lost_place(attrs):
        attrs.repaired(broken, "is no number, so nothing moves, turns or scales it, as in browsers")
        return {}
    x, y = attrs.number("x", 0.0), attrs.number("y", 0.0)
    offset_x, offset_y = attrs.point("offset")
    if enabled == "position":
        return {"x": x - offset_x, "y": y - offset_y}
    if enabled != "all":
        return {}
    return {
        "x": x,
        "y": y,
        "rotation": attrs.number("rotation", 0.0),
        "scale_x": attrs.number("scaleX", 1.0),
        "scale_y": attrs.number("scaleY", 1.0),
        "skew_x": attrs.number("skewX", 0.0),
        "skew_y": attrs.number("skewY", 0.0),
        "offset_x": offset_x,
        "offset_y": offset_y,
    }


def lost_place(attrs: Attributes) -> str | None:
    """The attribute, if any, that is no number and so undoes a node's whole place, and that of all in it."""
    if attrs.values.get("transformsEnabled", "all") != "all":
        return None
    return next((name for name in _MOVING if attrs.is_no_number(name)), None)


def _common(attrs: Attributes) -> dict[str, Any]:
    return placement(attrs) | style(attrs)


def _rect(attrs: Attributes) -> model.Shape:
    return model.Rect(
        width=attrs.number("width", 0.0),
        height=attrs.number("height", 0.0),
        corner_radius=_corners(attrs),
        **_common(attrs),
    )


def _circle(attrs: Attributes) -> model.Shape:
    radius = attrs.number("radius", 0.0)
    return model.Ellipse(radius_x=radius, radius_y=radius, **_common(attrs))


def _ellipse(attrs: Attributes) -> model.Shape:
    radii = attrs.number("radiusX", 0.0), attrs.number("radiusY", 0.0)
    return model.Ellipse(radius_x=radii[0], radius_y=radii[1], **_common(attrs))


def _wedge(attrs: Attributes) -> model.Shape:
    return model.Wedge(
        radius=attrs.number("radius", 0.0),
        angle=attrs.number("angle", 0.0),
        counterclockwise=attrs.flag("clockwise", False),
        **_common(attrs),
    )


def _arc(attrs: Attributes) -> model.Shape:
    return model.Arc(
        inner_radius=attrs.number("innerRadius", 0.0),
        outer_radius=attrs.number("outerRadius", 0.0),
        angle=attrs.number("angle", 0.0),
        counterclockwise=attrs.flag("clockwise", False),
        **_common(attrs),
    )


def _ring(attrs: Attributes) -> model.Shape:
    return model.Ring(
        inner_radius=attrs.number("innerRadius", 0.0),
        outer_radius=attrs.number("outerRadius", 0.0),
        **_common(attrs),
    )


def _star(attrs: Attributes) -> model.Shape:
    return model.Star(
        points=attrs.number("numPoints", 5.0),
        inner_radius=attrs.number("innerRadius", 0.0),
        outer_radius=attrs.number("outerRadius", 0.0),
        **_common(attrs),
    )


def _regular_polygon(attrs: Attributes) -> model.Shape:
    sides = attrs.number("sides", 0.0)
    return model.RegularPolygon(
        sides=sides,
        radius=attrs.number("radius", 0.0),
        corner_radius=_polygon_corners(attrs),
        **_common(attrs),
    )


def _polygon_corners(attrs: Attributes) -> tuple[float, ...] | float:
    saved = attrs.values.get("cornerRadius")
    if isinstance(saved, list):
        return attrs.numbers("cornerRadius") or ()
    return _spelt_corners(attrs, saved) if isinstance(saved, str) else attrs.number("cornerRadius", 0.0)


def _line(attrs: Attributes) -> model.Shape:
    return model.Line(**_run(attrs), **_common(attrs))


def _arrow(attrs: Attributes) -> model.Shape:
    return model.Arrow(
        pointer_length=attrs.number("pointerLength", 10.0),
        pointer_width=attrs.number("pointerWidth", 10.0),
        at_beginning=attrs.flag("pointerAtBeginning", False),
        at_ending=attrs.flag("pointerAtEnding", True),
        **_run(attrs),
        **_common(attrs),
    )


def _run(attrs: Attributes) -> dict[str, Any]:
    """The fields of what runs through points, which are saved as one list of numbers."""
    flat = attrs.numbers("points", instead=nan) or ()
    if len(flat) % 2:
        attrs.repaired("points", "held one number too many; the last was left out")
    return {
        "points": tuple((x, y) for x, y in zip(flat[::2], flat[1::2], strict=False) if x == x and y == y),
        "closed": attrs.flag("closed", False),
        "tension": attrs.number("tension", 0.0),
        "bezier": attrs.flag("bezier", False),
    }


def _path(attrs: Attributes) -> model.Shape:
    return model.Path(data=attrs.text("data"), **_common(attrs))


def _tag(attrs: Attributes) -> model.Shape:
    return model.Tag(
        width=attrs.number("width", 0.0),
        height=attrs.number("height", 0.0),
        corner_radius=_corners(attrs),
        pointer_direction=attrs.choice("pointerDirection", "none", _DIRECTIONS),
        pointer_width=attrs.number("pointerWidth", 0.0),
        pointer_height=attrs.number("pointerHeight", 0.0),
        **_common(attrs),
    )


def _image(attrs: Attributes) -> model.Shape:
    return model.Image(
        source=_image_source(attrs),
        width=_size(attrs, "width"),
        height=_size(attrs, "height"),
        crop=_crop(attrs),
        corner_radius=_corners(attrs),
        **_common(attrs),
    )


def _image_source(attrs: Attributes) -> str:
    """The image's address; one that was not saved is asked for by the node's id or name."""
    saved = next((value for name in IMAGE_SOURCES if isinstance(value := attrs.values.get(name), str)), "")
    name = attrs.id or identity(attrs.values.get("name"))
    return saved or (f"{model.NODE_SCHEME}{name}" if name else "")


def _crop(attrs: Attributes) -> tuple[float, float, float, float] | None:
    width, height = attrs.number("cropWidth", 0.0), attrs.number("cropHeight", 0.0)
    if not width or not height:
        return None
    return attrs.number("cropX", 0.0), attrs.number("cropY", 0.0), width, height


def _text(attrs: Attributes) -> model.Shape:
    fields = _common(attrs)
    if fields["fill"] is None and attrs.flag("fillEnabled", True):
        fields["fill"] = "black"
    return model.Text(
        width=_size(attrs, "width"),
        height=_size(attrs, "height"),
        padding=attrs.number("padding", 0.0),
        line_height=attrs.number("lineHeight", 1.0),
        wrap=attrs.choice("wrap", "word", _WRAPS),
        align=attrs.choice("align", "left", _ALIGNMENTS),
        vertical_align=attrs.choice("verticalAlign", "top", _VERTICAL_ALIGNMENTS),
        ellipsis=attrs.flag("ellipsis", False),
        underline_offset=_size(attrs, "underlineOffset"),
        **_lettering(attrs),
        **fields,
    )


def _text_path(attrs: Attributes) -> model.Shape:
    return model.TextPath(
        data=attrs.text("data"),
        align=attrs.choice("align", "left", _ALIGNMENTS),
        baseline=attrs.choice("textBaseline", "middle", _BASELINES),
        **_lettering(attrs),
        **_common(attrs),
    )


def _lettering(attrs: Attributes) -> dict[str, Any]:
    """The fields of all that is written."""
    return {
        "text": attrs.text("text"),
        "font_size": attrs.number("fontSize", 12.0),
        "font_family": attrs.text("fontFamily", "Arial"),
        "font_style": attrs.text("fontStyle") or "normal",
        "font_variant": attrs.text("fontVariant") or "normal",
        "letter_spacing": attrs.number("letterSpacing", 0.0),
        "decoration": attrs.text("textDecoration"),
        "direction": attrs.choice("direction", "inherit", ("inherit", "ltr", "rtl")),
    }


def _size(attrs: Attributes, field: str) -> float | None:
    """A width or height; None where it is the content's own."""
    value = attrs.values.get(field)
    return None if value is None or value == "auto" else attrs.number(field, 0.0)


def _corners(attrs: Attributes) -> model.CornerRadius:
    """One radius for all corners, or a list of up to four."""
    saved = attrs.values.get("cornerRadius")
    if not isinstance(saved, list | str):
        radius = 0.0 if isinstance(saved, bool) else attrs.number("cornerRadius", 0.0)
        return (radius, radius, radius, radius)
    several = _spelt_corners(attrs, saved) if isinstance(saved, str) else attrs.numbers("cornerRadius") or ()
    radii = (*several, 0.0, 0.0, 0.0, 0.0)
    return (radii[0], radii[1], radii[2], radii[3])


def _spelt_corners(attrs: Attributes, saved: str) -> tuple[float, ...]:
    """Radii saved as text, which Konva reads as a list of characters."""
    if saved:
        attrs.repaired("cornerRadius", "is saved as text, of which each character was taken for a corner")
    return tuple(number(character) or 0.0 for character in saved[:_MOST_SPELT])


SHAPES: dict[str, Callable[[Attributes], model.Shape]] = {
    "Rect": _rect,
    "Circle": _circle,
    "Ellipse": _ellipse,
    "Wedge": _wedge,
    "Arc": _arc,
    "Ring": _ring,
    "Star": _star,
    "RegularPolygon": _regular_polygon,
    "Line": _line,
    "Arrow": _arrow,
    "Path": _path,
    "Tag": _tag,
    "Image": _image,
    "Text": _text,
    "TextPath": _text_path,
}
