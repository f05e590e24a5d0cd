"""JSON as it may come in: UTF-8, bounded in depth, and nothing that a database or a browser can't hold.

Python's own decoder takes `NaN`, `1e999` (as infinity) and lone surrogates. Such a value could not be
stored by PostgreSQL, or not be answered as JSON, or not be read by the front end.

Boards of 10 MB come by here at every save. So a quick pass finds out whether anything is unusual at all,
and only then a careful one, five times slower, finds where.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from solo_export.exports.api.errors import BadRequest

MAX_DEPTH = 64
"""Containers in one another below the body itself; the deepest board needs 12."""

_MAX_DIGITS = 308
"""Of a whole number. One with more is infinity to every reader that computes in doubles."""

_UNUSUAL_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

_TOO_DEEP = f"The value is nested too deeply; at most {MAX_DEPTH} levels can be kept."
_TOO_LARGE = "The number is too large; write a finite one or null."
_NOT_STORABLE = "The text holds a character that can't be stored: U+0000 or half of a surrogate pair."


class UnusualNumberError(Exception):
    """A JSON text holds a number that no browser could read: infinite, none at all, or far too long."""


def parse(body: bytes) -> Any:
    """The value of a JSON text. Raises `BadRequest`, naming the value where one is to blame."""
    try:
        text = body.decode("utf-8-sig")
        value = _decode(text)
    except UnicodeDecodeError:
        raise BadRequest("The body must be UTF-8.") from None
    except RecursionError:
        raise BadRequest(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise BadRequest(f"The body is no JSON: {error.msg} at character {error.pos}.") from None
    return value


def loads_finite(text: str) -> Any:
    """The value of a JSON text. Raises `UnusualNumberError` for numbers that no JSON answer can hold."""
    return json.loads(text, parse_float=_finite, parse_int=_bounded, parse_constant=_not_a_number)


def _decode(text: str) -> Any:
    try:
        value = loads_finite(text)
    except UnusualNumberError:
        value = json.loads(text, parse_int=_rounded)
    else:
        if not _UNUSUAL_ESCAPE.search(text) and _depth(value) <= MAX_DEPTH + 1:
            return value
    try:
        _examine(value, depth=0)
    except _UnacceptableError as found:
        path = ".".join(str(step) for step in reversed(found.path))
        raise BadRequest(found.reason, field=path or None) from None
    return value


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise UnusualNumberError
    return number


def _bounded(digits: str) -> int:
    if len(digits.lstrip("-")) > _MAX_DIGITS:
        raise UnusualNumberError
    return int(digits)


def _rounded(digits: str) -> int | float:
    return int(digits) if len(digits.lstrip("-")) <= _MAX_DIGITS else math.inf


def _not_a_number(_name: str) -> Any:
    raise UnusualNumberError


def _depth(value: Any) -> int:
    """How many containers lie in one another."""
    level = [value] if isinstance(value, dict | list) else []
    depth = 0
    while level:
        depth += 1
        level = [
            member
            for container in level
            for member in (container.values() if type(container) is dict else container)
            if type(member) is dict or type(member) is list
        ]
    return depth


class _UnacceptableError(Exception):
    """Something that can't be accepted; its path is collected from the inside out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[str | int] = []


def _examine(value: Any, *, depth: int) -> None:
    """Raise `_UnacceptableError` for the first thing in `value` that can't be accepted."""
    if isinstance(value, dict | list):
        if depth > MAX_DEPTH:
            raise _UnacceptableError(_TOO_DEEP)
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            _examine(key, depth=depth)
            try:
                _examine(member, depth=depth + 1)
            except _UnacceptableError as found:
                found.path.append(key)
                raise
    elif isinstance(value, str) and _UNSTORABLE.search(value):
        raise _UnacceptableError(_NOT_STORABLE)
    elif isinstance(value, float) and not math.isfinite(value):
        raise _UnacceptableError(_TOO_LARGE)
