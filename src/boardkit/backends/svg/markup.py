"""The small change of SVG's syntax: elements, numbers, transforms, colours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from boardkit.scene.nodes import IDENTITY, Color, Matrix

Attributes = Mapping[str, str | float | None]
"""An element's attributes by name; None leaves one out."""

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold at all, not even escaped."""


def element(name: str, attributes: Attributes, *content: str) -> str:
    """An element; its `content` is markup already."""
    opening = name + "".join(
        f' {key}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    inside = "".join(content)
    return f"<{opening}>{inside}</{name}>" if inside else f"<{opening}/>"


def text(words: str) -> str:
    """Words as content; what XML can't hold becomes U+FFFD."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", words), quote=False)


def number(value: float, places: int = 3) -> str:
    """`value` rounded to `places` decimals, as short as SVG allows."""
    digits = f"{value:.{places}f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if digits in ("-0", ""):
        return "0"
    return digits.replace("0.", ".", 1) if digits.startswith(("0.", "-0.")) else digits


def transform(matrix: Matrix) -> str | None:
    """The attribute that applies `matrix`; None where it changes nothing."""
    if matrix == IDENTITY:
        return None
    a, b, c, d, e, f = matrix
    if (a, b, c, d) == IDENTITY[:4]:
        return f"translate({number(e)} {number(f)})"
    linear = " ".join(number(value, 7) for value in (a, b, c, d))
    return f"matrix({linear} {number(e)} {number(f)})"


def hex_color(color: Color) -> str:
    """The colour without its alpha: `#rrggbb`, or `#rgb` where that says the same."""
    digits = bytes(color.whole).hex()
    short = digits[::2]
    return f"#{short}" if short == digits[1::2] else f"#{digits}"


def opacity(value: float) -> float | None:
    """An opacity's attribute; None where all is opaque, which is what SVG takes by itself."""
    return None if value >= 1 else value


def link(identity: str) -> str:
    """A reference to a definition of the same file."""
    return f"url(#{identity})"


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return text(value).replace('"', "&quot;")
    return number(value)
