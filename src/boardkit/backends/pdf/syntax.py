"""The small change of a PDF's syntax: numbers, matrices, text strings and compressed streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import isnan

import pydyf
from isal import isal_zlib

from boardkit.errors import RenderError
from boardkit.scene.nodes import Color, Matrix

COMPRESSION_LEVEL = 3  # ISA-L's best: within 6 % of zlib level 6 on content streams, ten times as fast


_LARGEST = 1e12


def number(value: float, places: int = 4) -> bytes:
    """`value` rounded to `places` decimals, as short as PDF allows; it knows no exponents.

    What is too large for that is as far off as anything can be.
    """
    if not -_LARGEST < value < _LARGEST:
        value = _bounded(value)
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return b"0" if text == "-0" else text.encode()


def _bounded(value: float) -> float:
    if isnan(value):
        raise RenderError("The board holds a number that can't be drawn.")
    return max(-_LARGEST, min(value, _LARGEST))


def numbers(values: Iterable[float], places: int = 4) -> bytes:
    """The `values` as `number` writes them, one space between."""
    return b" ".join(number(value, places) for value in values)


@lru_cache(maxsize=1024)
def color(paint: Color, operator: bytes) -> bytes:
    """`operator` (rg for fills, RG for lines) with the channels of `paint`; its alpha is no colour in PDF."""
    return b"%b %b\n" % (numbers((channel / 255 for channel in paint.whole), 3), operator)


def cm(matrix: Matrix) -> bytes:
    """The operator that puts `matrix` before the current transformation."""
    return _linear(matrix[:4]) + b" " + numbers(matrix[4:], 4) + b" cm\n"


@lru_cache(maxsize=1024)
def _linear(linear: tuple[float, ...]) -> bytes:
    """All but the translation, which most paths of a page have in common."""
    return numbers(linear, 8)


def utf16_hex(text: str) -> bytes:
    """`text` in UTF-16 as hexadecimal digits; lone halves of surrogate pairs become U+FFFD."""
    whole = text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
    return whole.encode("utf-16-be").hex().upper().encode()


def text_string(text: str) -> bytes:
    """A text string that a person reads: UTF-16 with its mark."""
    return b"<FEFF" + utf16_hex(text) + b">"


def compressed(data: bytes, extra: Mapping[str, object] | None = None) -> pydyf.Stream:
    """A stream object that holds `data` deflated, with the entries of `extra` in its dictionary."""
    deflated = isal_zlib.compress(data, COMPRESSION_LEVEL)
    return pydyf.Stream([deflated], {**(extra or {}), "Filter": "/FlateDecode"})
