"""The font that canvas makes of Konva's four font attributes, by the grammar of CSS."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import floor

import numpy as np

from boardkit.board import model
from boardkit.resources import FontQuery

LARGEST_SIZE = 10_000.0
"""Board pixels; Blink makes no font larger."""

NORMAL, BOLD = 400, 700
_LIGHTER, _BOLDER = 100, 700

_WEIGHTS = {"bold": BOLD, "bolder": _BOLDER, "lighter": _LIGHTER}
_SLANTS = frozenset({"italic", "oblique"})
_VARIANTS = frozenset({"small-caps"})
_NUMBER = re.compile(r"\d+(\.\d+)?")
_HALF_LETTERS = re.compile(r"[\ud800-\udfff]")
_IDENTIFIERS = re.compile(r"-?[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff-]*")
_OF_ALL_PROPERTIES = frozenset({"inherit", "initial", "unset", "revert", "revert-layer", "default"})
"""Words that stand for a property's whole value, and so name no family."""
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")


@dataclass(frozen=True, slots=True)
class CssFont:
    """A font request at a size in board pixels, as Blink keeps it."""

    query: FontQuery
    size: float
    small_caps: bool = False


UNSET = CssFont(FontQuery(("sans-serif",)), 10.0)
"""A canvas' font as long as none is set, and so where one can't be parsed."""


def css_font(saved: model.Text) -> CssFont:
    """The font of a text; canvas leaves the one it has where it can't read the attributes."""
    style = _style(f"{saved.font_style} {saved.font_variant}")
    families = _families(saved.font_family)
    if style is None or families is None or saved.font_size < 0:
        return UNSET
    query = replace(style.query, families=families)
    return replace(style, query=query, size=_font_size(saved.font_size))


def _font_size(size: float) -> float:
    """A font size as Blink keeps it: bounded, in single precision, cut to hundredths."""
    return floor(np.float32(min(size, LARGEST_SIZE)) * np.float32(100)) / 100


def _style(words: str) -> CssFont | None:
    """Slant, weight and variant of words in any order, each at most once; None where a word has no sense."""
    found: dict[str, str] = {}
    for word in words.lower().split():
        kind = _kind(word)
        if kind is None or (kind in found and kind != "normal"):
            return None
        found[kind] = word
    weight = found.get("weight", "")
    return CssFont(
        FontQuery((), int(_WEIGHTS.get(weight) or float(weight or NORMAL)), "slant" in found),
        UNSET.size,
        "variant" in found,
    )


def _kind(word: str) -> str | None:
    if word == "normal":
        return word
    if word in _SLANTS:
        return "slant"
    if word in _VARIANTS:
        return "variant"
    is_weight = word in _WEIGHTS or (_NUMBER.fullmatch(word) and 1 <= float(word) <= 1000)
    return "weight" if is_weight else None


def _families(css: str) -> tuple[str, ...] | None:
    """The names in a list of families; Konva puts those with a space into quotes."""
    families = []
    for part in _HALF_LETTERS.sub("\N{REPLACEMENT CHARACTER}", css).split(","):
        name = part.strip()
        if _QUOTED.fullmatch(name):
            families.append(name[1:-1])
        elif name.lower() in _OF_ALL_PROPERTIES:
            return None
        elif _IDENTIFIERS.fullmatch(name) or (" " in name and not {"'", '"'} & set(name)):
            families.append(name)
        else:
            return None
    return tuple(families)
