"""An error told by its kind and by the places in the code that it came through, the innermost last.

Its text is left out, unless that is about a machine: the text of any other error may repeat what somebody
wrote on a board. The renderer's child uses this too, so nothing here loads Django.
"""

from __future__ import annotations

from traceback import walk_tb
from typing import Any


def error_entry(error: BaseException) -> dict[str, Any]:
    """The error as JSON values."""
    entry: dict[str, Any] = {"type": type(error).__qualname__, "places": _places(error)}
    if text := _text(error):
        entry["text"] = text
    if error.__cause__ is not None:
        entry["cause"] = error_entry(error.__cause__)
    return entry


def error_lines(error: BaseException) -> list[str]:
    """The error as lines for people."""
    lines = [f"  {place}" for place in _places(error)]
    lines.append(": ".join(filter(None, (type(error).__qualname__, _text(error)))))
    if error.__cause__ is not None:
        lines += ["caused by", *error_lines(error.__cause__)]
    return lines


def _places(error: BaseException) -> list[str]:
    return [
        f"{frame.f_code.co_filename}:{line} {frame.f_code.co_qualname}"
        for frame, line in walk_tb(error.__traceback__)
    ]


def _text(error: BaseException) -> str:
    """What the error says of the machine; a database's is known by name, without Django."""
    is_about_machine = isinstance(error, OSError | ImportError) or type(error).__name__ == "OperationalError"
    return str(error).strip() if is_about_machine else ""
