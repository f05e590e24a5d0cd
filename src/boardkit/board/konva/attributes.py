"""A Konva node's attributes, as its setters take them and its getters give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, isnan
from typing import Any

from boardkit.board.values import Element, coerced, number, truthy, within_reach

_COMPONENTS: dict[str, tuple[str, ...]] = {
    "position": ("x", "y"),
    "size": ("width", "height"),
    "scale": ("scaleX", "scaleY"),
    "skew": ("skewX", "skewY"),
    "offset": ("offsetX", "offsetY"),
    "clip": ("clipX", "clipY", "clipWidth", "clipHeight"),
    "crop": ("cropX", "cropY", "cropWidth", "cropHeight"),
    "shadowOffset": ("shadowOffsetX", "shadowOffsetY"),
    "fillPatternOffset": ("fillPatternOffsetX", "fillPatternOffsetY"),
    "fillPatternScale": ("fillPatternScaleX", "fillPatternScaleY"),
    "fillLinearGradientStartPoint": ("fillLinearGradientStartPointX", "fillLinearGradientStartPointY"),
    "fillLinearGradientEndPoint": ("fillLinearGradientEndPointX", "fillLinearGradientEndPointY"),
    "fillRadialGradientStartPoint": ("fillRadialGradientStartPointX", "fillRadialGradientStartPointY"),
    "fillRadialGradientEndPoint": ("fillRadialGradientEndPointX", "fillRadialGradientEndPointY"),
    "strokeLinearGradientStartPoint": ("strokeLinearGradientStartPointX", "strokeLinearGradientStartPointY"),
    "strokeLinearGradientEndPoint": ("strokeLinearGradientEndPointX", "strokeLinearGradientEndPointY"),
}
"""Attributes that set several others: an object of x and y, or of x, y, width and height."""

_ROUND: dict[str, tuple[str, str]] = {
    "Circle": ("radius", "radius"),
    "Wedge": ("radius", "radius"),
    "RegularPolygon": ("radius", "radius"),
    "Arc": ("outerRadius", "outerRadius"),
    "Ring": ("outerRadius", "outerRadius"),
    "Star": ("outerRadius", "outerRadius"),
    "Ellipse": ("radiusX", "radiusY"),
}
"""Which radius a width and a height set, on shapes that have no size of their own."""

_ELLIPSE_RADII = ("radiusX", "radiusY")


@dataclass(frozen=True, slots=True)
class Attributes(Element):
    """The attributes of one node, and where remarks about it belong."""

    def choice(self, field: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of some words; `default`, with a remark, for any other."""
        value = self.values.get(field)
        if value is None or value == "":
            return default
        if value in allowed:
            return str(value)
        self.repaired(field, f"is none of {', '.join(allowed)} and was taken as {default}")
        return default

    def point(self, field: str) -> tuple[float, float]:
        """The point whose coordinates are the attributes `field` + X and `field` + Y."""
        return self.number(f"{field}X", 0.0), self.number(f"{field}Y", 0.0)

    def numbers(self, field: str, instead: float = 0.0) -> tuple[float, ...] | None:
        """A list of numbers; None where there is no list, `instead` and a remark for each that is none."""
        value = self.values.get(field)
        if value is None:
            return None
        if not isinstance(value, list):
            self.repaired(field, "should be a list of numbers; none was read")
            return None
        if _plain(value):
            return tuple(map(float, value if _near(value) else map(within_reach, value)))
        read = [0.0 if one is None else coerced(one) for one in value]
        rest = "left out" if isnan(instead) else f"taken as {instead:g}"
        self.repaired(field, f"held what is no number; this was read as one, or {rest}")
        return tuple(instead if one is None else within_reach(one) for one in read)


def _near(values: list[Any]) -> bool:
    """Whether all of some numbers are within reach, as in most lists."""
    return all(within_reach(one) == one for one in (min(values, default=0), max(values, default=0)))


def _plain(values: list[Any]) -> bool:
    """Whether all are finite numbers already, as in most lists."""
    try:
        return all(type(value) in (int, float) and isfinite(value) for value in values)
    except OverflowError:
        return False


def settled(class_name: str, saved: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that a node has after its setters were called with the saved ones in turn."""
    attrs: dict[str, Any] = {}
    for name, value in saved.items():
        targets = _ELLIPSE_RADII if (class_name, name) == ("Ellipse", "radius") else _COMPONENTS.get(name)
        if targets:
            attrs |= _parts(targets, value)
        elif class_name in _ROUND and name in ("width", "height"):
            half = number(value)
            attrs[_ROUND[class_name][name == "height"]] = value if half is None else half / 2
        else:
            attrs[name] = value
    return {name: value for name, value in attrs.items() if value is not None}


def _parts(targets: tuple[str, ...], value: object) -> dict[str, Any]:
    if not truthy(value):
        return dict.fromkeys(targets)
    if not isinstance(value, dict):
        return {}
    keys = ("width", "height") if targets == _COMPONENTS["size"] else ("x", "y", "width", "height")
    return {target: value[key] for target, key in zip(targets, keys, strict=False) if key in value}
