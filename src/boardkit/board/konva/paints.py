"""What a Konva shape is filled and stroked with, as the canvas context chooses among its attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardkit.board import model
from boardkit.board.konva.attributes import Attributes
from boardkit.board.values import number, truthy

PATTERN_SOURCES = ("fillPatternImage", "fillPatternImageSrc", "fillPatternSrc")
"""Where people save the address of a pattern's image, which `toJSON()` leaves out."""

_REPEATS = ("repeat", "repeat-x", "repeat-y", "no-repeat")
_CAPS = ("butt", "round", "square")
_JOINS = ("miter", "round", "bevel")


def style(attrs: Attributes) -> dict[str, Any]:
    """The fields that all of `model.Shape` have."""
    return {
        "fill": fill(attrs),
        "stroke": stroke(attrs),
        "stroke_width": attrs.line_width("strokeWidth"),
        "stroke_scaled": attrs.flag("strokeScaleEnabled", True),
        "stroke_first": attrs.flag("fillAfterStrokeEnabled", False),
        "line_cap": attrs.choice("lineCap", "butt", _CAPS),
        "line_join": attrs.choice("lineJoin", "miter", _JOINS),
        "miter_limit": attrs.number("miterLimit", 10.0),
        "dash": (attrs.numbers("dash") or ()) if attrs.flag("dashEnabled", True) else (),
        "dash_offset": attrs.number("dashOffset", 0.0),
        "shadow": shadow(attrs),
        "shadow_for_stroke": attrs.flag("shadowForStrokeEnabled", True),
        "perfect_draw": attrs.flag("perfectDrawEnabled", True),
        "fill_rule": attrs.choice("fillRule", "nonzero", ("nonzero", "evenodd")),
    }


def fill(attrs: Attributes) -> model.Paint | None:
    """The fill that has priority, else the first that there is."""
    if not attrs.flag("fillEnabled", True):
        return None
    preferred = _FILLS.get(attrs.word("fillPriority", "color"))
    candidates = (*([preferred] if preferred else []), *_FILLS.values())
    return next(
        (paint for paint in (candidate(attrs) for candidate in candidates) if paint is not None), None
    )


def _color(attrs: Attributes) -> model.Paint | None:
    return attrs.color("fill")


def _pattern(attrs: Attributes) -> model.Paint | None:
    source = next(
        (value for name in PATTERN_SOURCES if isinstance(value := attrs.values.get(name), str)), None
    )
    if not source:
        return None
    offset_x, offset_y = attrs.point("fillPatternOffset")
    x, y = attrs.point("fillPattern")
    return model.Pattern(
        source=source,
        x=x,
        y=y,
        scale_x=attrs.number("fillPatternScaleX", 1.0),
        scale_y=attrs.number("fillPatternScaleY", 1.0),
        offset_x=offset_x,
        offset_y=offset_y,
        rotation=attrs.number("fillPatternRotation", 0.0),
        repeat=attrs.choice("fillPatternRepeat", "repeat", _REPEATS),
    )


def _linear(attrs: Attributes) -> model.Paint | None:
    return _linear_gradient(attrs, "fillLinearGradient")


def _linear_gradient(attrs: Attributes, prefix: str) -> model.LinearGradient | None:
    stops = _stops(attrs, f"{prefix}ColorStops")
    if stops is None:
        return None
    return model.LinearGradient(attrs.point(f"{prefix}StartPoint"), attrs.point(f"{prefix}EndPoint"), stops)


def _radial(attrs: Attributes) -> model.Paint | None:
    stops = _stops(attrs, "fillRadialGradientColorStops")
    if stops is None:
        return None
    return model.RadialGradient(
        attrs.point("fillRadialGradientStartPoint"),
        attrs.number("fillRadialGradientStartRadius", 0.0),
        attrs.point("fillRadialGradientEndPoint"),
        attrs.number("fillRadialGradientEndRadius", 0.0),
        stops,
    )


_FILLS: dict[str, Callable[[Attributes], model.Paint | None]] = {
    "color": _color,
    "pattern": _pattern,
    "linear-gradient": _linear,
    "radial-gradient": _radial,
}


def _stops(attrs: Attributes, field: str) -> model.Stops | None:
    """Offsets and colours, which take turns in one list; a pair that is none is dropped with a remark."""
    saved = attrs.values.get(field)
    if not isinstance(saved, list):
        if truthy(saved):
            attrs.repaired(field, "are no list and were ignored")
        return None
    pairs = [(number(offset), color) for offset, color in zip(saved[::2], saved[1::2], strict=False)]
    stops = tuple(
        (offset, color)
        for offset, color in pairs
        if offset is not None and 0 <= offset <= 1 and isinstance(color, str)
    )
    if 2 * len(stops) < len(saved):
        attrs.repaired(field, "held what is no colour at a place from 0 to 1; this was dropped")
    return stops


def stroke(attrs: Attributes) -> str | model.LinearGradient | None:
    """What the shape's line is drawn with."""
    if not attrs.flag("strokeEnabled", True):
        return None
    return _linear_gradient(attrs, "strokeLinearGradient") or attrs.color("stroke")


def shadow(attrs: Attributes) -> model.Shadow | None:
    """The shape's shadow; black where its colour is missing."""
    opacity = attrs.number("shadowOpacity", 1.0)
    blur = attrs.number("shadowBlur", 0.0)
    offset_x, offset_y = attrs.point("shadowOffset")
    color = attrs.color("shadowColor")
    if not attrs.flag("shadowEnabled", True) or opacity == 0:
        return None
    if not (color or blur or offset_x or offset_y):
        return None
    return model.Shadow(color or "black", blur, offset_x, offset_y, opacity)
