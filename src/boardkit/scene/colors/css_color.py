"""What a CSS colour says, in the space in which it says it: plain, mixed or made of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, isnan
from types import MappingProxyType

import numpy as np
import tinycss2
from tinycss2 import ast, color4

from boardkit.scene.colors.css_math import DEGREES, PERCENTAGE, evaluated, is_math, separated
from boardkit.scene.colors.spaces import (
    POLAR_HUE,
    Channels,
    from_light,
    hsl_to_srgb,
    hwb_to_srgb,
    to_light,
    to_srgb,
)

_BYTES, _TURN = 255.0, 360.0
_MOST = 1e30
_SPACES = {
    "rgb": "srgb",
    "rgba": "srgb",
    "hsl": "hsl",
    "hsla": "hsl",
    "hwb": "hwb",
    "lab": "lab",
    "lch": "lch",
    "oklab": "oklab",
    "oklch": "oklch",
}
_FULL = {
    "rgb": (_BYTES, _BYTES, _BYTES),
    "rgba": (_BYTES, _BYTES, _BYTES),
    "hsl": (_TURN, 100.0, 100.0),
    "hsla": (_TURN, 100.0, 100.0),
    "hwb": (_TURN, 100.0, 100.0),
    "lab": (100.0, 125.0, 125.0),
    "lch": (100.0, 150.0, _TURN),
    "oklab": (1.0, 0.4, 0.4),
    "oklch": (1.0, 0.4, _TURN),
    "color": (1.0, 1.0, 1.0),
}
"""What 100 % of each channel are, or a turn."""
_OLDEST = ("rgb", "rgba", "hsl", "hsla")
_LEGACY = (*_OLDEST, "hwb")
_RGB_LIKE = ("srgb", "srgb-linear", "display-p3", "display-p3-linear", "a98-rgb", "prophoto-rgb", "rec2020")
_XYZ = ("xyz", "xyz-d50", "xyz-d65")
_LIGHTNESS_FIRST = ("lab", "lch", "oklab", "oklch")
_CHROMA_SECOND = ("lch", "oklch")
_MIXING_SPACES = (*_RGB_LIKE, *_XYZ, *_LIGHTNESS_FIRST, "hsl", "hwb")
_LIGHTEST = {"lab": 100.0, "lch": 100.0, "oklab": 1.0, "oklch": 1.0}
_GREYEST = 0.001
"""Hundredths of the most colour, at which none is left."""
_HUE_WAYS = ("shorter", "longer", "increasing", "decreasing")


@dataclass(frozen=True, slots=True)
class CssColor:
    """Channels as their space counts them, angles in degrees, alpha 0–1; None for a missing one.

    `legacy` colours are those of names, digits, `rgb()`, `hsl()` and `hwb()`; `whole` ones are in bytes.
    """

    space: str
    channels: tuple[float | None, float | None, float | None]
    alpha: float | None
    legacy: bool = False
    whole: bool = False

    def values(self) -> Channels:
        """The channels, with 0 for what is missing."""
        return np.array([value or 0.0 for value in self.channels], dtype=np.float64)

    def srgb(self) -> Channels:
        """The colour in sRGB, 0–1, not limited to what can be shown."""
        match self.space:
            case "srgb":
                return self.values()
            case "hsl":
                return hsl_to_srgb(self.values())
            case "hwb":
                return hwb_to_srgb(self.values())
        return to_srgb(self.light())

    def light(self) -> Channels:
        """The colour in linear sRGB, not limited to what can be shown."""
        return to_light(self.space, self.values())


def css_color(css: str) -> CssColor | None:
    """The colour that a string names; None for one that a canvas can't parse."""
    try:
        return _color(tinycss2.parse_one_component_value(css.strip(), skip_comments=True))
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return None


def _color(token: ast.Node) -> CssColor:
    if token.type != "function":
        return _named(token)
    name, arguments = token.lower_name, _spaced(token.arguments)
    if name == "color-mix":
        return _mix(token.arguments)
    if arguments and _is_word(arguments[0], "from"):
        return _relative(name, arguments[1:])
    if name == "color":
        space = _space_of(arguments[0], (*_RGB_LIKE, *_XYZ))
        return _said(space, *_values(arguments[1:], _FULL[name]))
    if name not in _SPACES:
        raise ValueError("There is no such function of colours.")
    if "," in arguments:
        arguments = _without_commas(name, arguments)
    values, alpha = _values(arguments, _FULL[name])
    return _said(_SPACES[name], values, alpha, legacy=name in _LEGACY, unit=_unit(name))


def _named(token: ast.Node) -> CssColor:
    """A colour by its name or its digits."""
    parsed = color4.parse_color(token)
    if parsed is None:
        raise ValueError("This is no colour.")
    if parsed == "currentcolor":
        parsed = color4.parse_color("black")
    return CssColor("srgb", parsed.coordinates, parsed.alpha, legacy=True, whole=True)


def _without_commas(name: str, arguments: Sequence[ast.Node]) -> list[ast.Node]:
    """What the older way of writing, with commas, says in the newer one; it knows nothing missing."""
    values, commas = arguments[::2], arguments[1::2]
    kinds = {evaluated(value).unit for value in (values[:3] if _unit(name) != 1 else values[1:3])}
    if name not in _OLDEST or len(values) not in (3, 4) or any(sign != "," for sign in commas):
        raise ValueError("Here are no commas.")
    if len(kinds) != 1 or (_unit(name) == 1 and kinds != {PERCENTAGE}):
        raise ValueError("Here all or none are percentages.")
    return [*values[:3], *([ast.LiteralToken(0, 0, "/"), values[3]] if len(values) == 4 else [])]


def _said(
    space: str,
    values: Sequence[float | None],
    alpha: float | None,
    *,
    legacy: bool = False,
    unit: float = 1.0,
) -> CssColor:
    """A colour within what its space allows."""
    first, second, third = (None if value is None else value / unit for value in values)
    if space in _LIGHTEST and first is not None:
        first = min(_LIGHTEST[space], max(0.0, first))
    if space in _CHROMA_SECOND and second is not None:
        second = max(0.0, second)
    if space == "hsl" and legacy and second is not None:
        second = min(100.0, max(0.0, second))
    return CssColor(space, (first, second, third), alpha, legacy, whole=legacy and space == "srgb")


def _relative(name: str, arguments: Sequence[ast.Node]) -> CssColor:
    """A colour made of another's channels, which stand in it by their letters."""
    origin, rest = _color(arguments[0]), arguments[1:]
    if name == "alpha":
        return _faded(origin, rest)
    if name == "color":
        space = _space_of(rest[0], (*_RGB_LIKE, *_XYZ))
        letters, rest = ("xyz" if space in _XYZ else "rgb"), rest[1:]
    else:
        space, letters = _SPACES[name], name.removeprefix("ok").removesuffix("a")
    known = _converted(origin, space).values() * _unit(name)
    names = dict(zip(letters, known.tolist(), strict=True)) | {"alpha": origin.alpha or 0.0}
    values, alpha = _values(rest, _FULL[name], names)
    return _said(space, values, alpha, unit=_unit(name))


def _unit(name: str) -> float:
    """What the channels of a function count to, where their space counts to 1."""
    return _BYTES if name in ("rgb", "rgba") else 1.0


def _faded(origin: CssColor, rest: Sequence[ast.Node]) -> CssColor:
    """`alpha()`: another colour with an alpha of its own."""
    if len(rest) != 2 or rest[0] != "/":
        raise ValueError("There is no alpha.")
    return CssColor(origin.space, origin.channels, _alpha(rest[1], {"alpha": origin.alpha or 0.0}))


def _values(
    arguments: Sequence[ast.Node],
    full: Sequence[float],
    names: Mapping[str, float] = MappingProxyType({}),
) -> tuple[list[float | None], float | None]:
    """Three channels, of which 100 % are `full`, and an alpha if one follows; `names` stand for numbers."""
    values = [_channel(token, names, most) for token, most in zip(arguments[:3], full, strict=True)]
    match arguments[3:]:
        case []:
            return values, names.get("alpha", 1.0)
        case ["/", alpha]:
            return values, _alpha(alpha, names)
    raise ValueError("Only an alpha can follow.")


def _channel(token: ast.Node, names: Mapping[str, float], full: float) -> float | None:
    if _is_word(token, "none"):
        return None
    value = evaluated(token, names)
    if value.unit == (PERCENTAGE if full == _TURN else DEGREES):
        raise ValueError("A channel is no angle, and an angle no percentage.")
    number = value.number * full / 100 if value.unit == PERCENTAGE else value.number
    if full == _TURN:
        return number % _TURN if isfinite(number) else 0.0
    return 0.0 if isnan(number) else max(-_MOST, min(number, _MOST))


def _alpha(token: ast.Node, names: Mapping[str, float]) -> float | None:
    if _is_word(token, "none"):
        return None
    value = evaluated(token, names)
    if value.unit == DEGREES:
        raise ValueError("An angle is no alpha.")
    return min(1.0, max(0.0, value.number / 100 if value.unit == PERCENTAGE else value.number))


def _mix(arguments: Sequence[ast.Node]) -> CssColor:
    """`color-mix()`: two colours in a space, in OKLab unless it says which."""
    parts = [_spaced(part) for part in separated(arguments)]
    space, way = "oklab", "shorter"
    if parts and _is_word(parts[0][0], "in"):
        space, way = _method(parts.pop(0)[1:])
    first, second = (_share(part) for part in parts)
    one, other = _shares(first[1], second[1])
    if not one + other:
        return CssColor("srgb", (0.0, 0.0, 0.0), 0.0)
    mixed = _interpolated(
        _converted(first[0], space), _converted(second[0], space), other / (one + other), way
    )
    alpha = (mixed.alpha or 0.0) * min(1.0, one + other)
    return CssColor(mixed.space, mixed.channels, alpha)


def _method(tokens: Sequence[ast.Node]) -> tuple[str, str]:
    """In which space to mix, and which way around the circle of hues."""
    space = _space_of(tokens[0], _MIXING_SPACES)
    if len(tokens) == 1:
        return space, "shorter"
    if len(tokens) != 3 or space not in POLAR_HUE or not _is_word(tokens[2], "hue"):
        raise ValueError("This is no way to mix.")
    if tokens[1].type != "ident" or tokens[1].lower_value not in _HUE_WAYS:
        raise ValueError("There is no such way around the circle of hues.")
    return space, str(tokens[1].lower_value)


def _share(tokens: Sequence[ast.Node]) -> tuple[CssColor, float | None]:
    """A colour to mix, and the share of it, 0–1, that is asked for before or after it."""
    if len(tokens) == 1:
        return _color(tokens[0]), None
    color, percentage = tokens if not _is_amount(tokens[0]) else reversed(tokens)
    value = evaluated(percentage)
    if value.unit != PERCENTAGE or (not is_math(percentage) and not 0 <= value.number <= 100):
        raise ValueError("This is no share.")
    return _color(color), min(1.0, max(0.0, value.number / 100))


def _is_amount(token: ast.Node) -> bool:
    return token.type == "percentage" or is_math(token)


def _shares(one: float | None, other: float | None) -> tuple[float, float]:
    if one is None and other is None:
        return 0.5, 0.5
    if one is None:
        return 1 - (other or 0.0), other or 0.0
    return one, 1 - one if other is None else other


def _interpolated(one: CssColor, other: CssColor, amount: float, way: str) -> CssColor:
    """The colour between two of a space, mixed by what they cover of it."""
    first_alpha, second_alpha = _either(one.alpha, other.alpha)
    alpha = first_alpha + (second_alpha - first_alpha) * amount
    hue = POLAR_HUE.get(one.space)
    channels: list[float | None] = []
    for place, pair in enumerate(zip(one.channels, other.channels, strict=True)):
        if pair == (None, None):
            channels.append(None)
            continue
        start, end = _either(*pair)
        if place == hue:
            channels.append(_between_hues(start, end, amount, way))
        else:
            covered = start * first_alpha + (end * second_alpha - start * first_alpha) * amount
            channels.append(covered / alpha if alpha else covered)
    return CssColor(one.space, (channels[0], channels[1], channels[2]), alpha)


def _either(one: float | None, other: float | None) -> tuple[float, float]:
    """Both values, a missing one replaced by the other."""
    known = next((value for value in (one, other) if value is not None), 0.0)
    return (known if one is None else one), (known if other is None else other)


def _between_hues(start: float, end: float, amount: float, way: str) -> float:
    turn = (end - start) % 360
    if way == "decreasing" or (way == "shorter" and turn > 180) or (way == "longer" and 0 < turn < 180):
        turn -= 360
    elif way == "longer" and turn == 0:
        turn = 360.0
    return (start + turn * amount) % 360


def _converted(color: CssColor, space: str) -> CssColor:
    """The same colour in another space; what it lacks stays missing where the new space has the like."""
    if color.space == space:
        return color
    channels: list[float | None] = from_light(space, color.light()).tolist()
    for place in range(3):
        if color.channels[place] is None and _alike(color.space, space, place):
            channels[place] = None
    if space in POLAR_HUE and (not color.alpha or _is_grey(space, channels)):
        channels[POLAR_HUE[space]] = None
    return CssColor(space, (channels[0], channels[1], channels[2]), color.alpha)


def _is_grey(space: str, channels: Sequence[float | None]) -> bool:
    """Whether a colour has no hue."""
    _, second, third = (channel or 0.0 for channel in channels)
    return second + third >= 100 - _GREYEST if space == "hwb" else second <= _GREYEST * _FULL[space][1] / 100


def _alike(one: str, other: str, place: int) -> bool:
    """Whether a channel means the like in two spaces."""
    if one in _LIGHTNESS_FIRST and other in _LIGHTNESS_FIRST:
        return place == 0 or (one in POLAR_HUE) == (other in POLAR_HUE)
    return all(space in (*_RGB_LIKE, *_XYZ) for space in (one, other))


def _space_of(token: ast.Node, known: Sequence[str]) -> str:
    if token.type != "ident" or token.lower_value not in known:
        raise ValueError("There is no such colour space.")
    return "xyz-d65" if token.lower_value == "xyz" else str(token.lower_value)


def _is_word(token: ast.Node, word: str) -> bool:
    return bool(token.type == "ident" and token.lower_value == word)


def _spaced(tokens: Sequence[ast.Node]) -> list[ast.Node]:
    return [token for token in tokens if token.type not in ("whitespace", "comment")]
