"""Reading values that no server ever checked: as JavaScript would, or with a repair and a remark."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from boardkit.warnings import WarningCode, WarningLog

NO_COLOR = "none"
"""Stands for a saved value that canvas can't read as a colour, which leaves its black."""

_LONGEST_ID = 64
"""Bits."""

_FARTHEST = 1e30
"""What lies beyond is not seen either, and neither overflows single precision nor do some of it together."""

_EXPONENT_FROM, _EXPONENT_BELOW = 1e21, 1e-6
_RADIX = re.compile(r"0(x[0-9a-f]+|o[0-7]+|b[01]+)", re.ASCII | re.IGNORECASE)
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def number(value: object) -> float | None:
    """A finite float where JavaScript's arithmetic would see one (numbers, numeric strings), else None."""
    if isinstance(value, str):
        value = _spelt_number(value.strip() or "0")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        result = float(value)
    except OverflowError:
        return None
    return result if math.isfinite(result) else None


def within_reach(number: float) -> float:
    """The same number, or the largest that can be reckoned with."""
    return max(-_FARTHEST, min(float(number), _FARTHEST))


def _spelt_number(digits: str) -> float | None:
    if _RADIX.fullmatch(digits):
        return int(digits, 0)
    return float(digits) if _DECIMAL.fullmatch(digits) else None


def coerced(value: object) -> float | None:
    """A finite float where JavaScript makes one of what stands for a number, else None."""
    if isinstance(value, bool):
        return float(value)
    return number(text(value) if isinstance(value, list) else value)


def text(value: object) -> str | None:
    """A string as saved, or what JavaScript writes for any other value; None for null."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(text(part) or "" for part in value)
    return _number_text(value) if isinstance(value, int | float) else "[object Object]"


def _number_text(value: float) -> str:
    """A number as JavaScript writes it: sixteen digits at most, an exponent only far from 1."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if not number or _EXPONENT_BELOW <= abs(number) < _EXPONENT_FROM:
        return f"{Decimal(repr(number + 0.0)):f}".removesuffix(".0")
    return repr(number).replace("e-0", "e-")


def truthy(value: object) -> bool:
    """What JavaScript takes for true: all objects and lists, empty ones too, but no NaN."""
    if isinstance(value, dict | list):
        return True
    return bool(value) and value == value


def identity(value: object) -> str | None:
    """An element's id as text, whole numbers of up to 64 bits with all their digits; None for no id."""
    if isinstance(value, dict | bool):
        return None
    if isinstance(value, int) and value.bit_length() <= _LONGEST_ID:
        return str(value)
    return text(value) or None


@dataclass(frozen=True, slots=True)
class Element:
    """One saved element, and where remarks about it belong."""

    values: Mapping[str, Any]
    page: int
    log: WarningLog
    kind: str = "element"

    @property
    def id(self) -> str | None:
        """The element's saved id."""
        return identity(self.values.get("id"))

    def named(self, kind: str) -> Element:
        """The same element, called `kind` in remarks."""
        return Element(self.values, self.page, self.log, kind)

    def word(self, field: str, default: str = "") -> str:
        """A string as saved; `default` where it is missing, and nothing for what is no string."""
        value = self.values.get(field, default)
        return value if isinstance(value, str) else ""

    def left_out(self, reason: str) -> None:
        """Remark that the element is not drawn."""
        self.remark(WarningCode.ELEMENT_LEFT_OUT, f"The {self.kind} was left out: {reason}.")

    def repaired(self, field: str, meaning: str) -> None:
        """Remark that a value was not what it should be."""
        self.remark(WarningCode.VALUE_REPAIRED, f"The {self.kind}'s {field} {meaning}.")

    def remark(self, code: WarningCode, message: str) -> None:
        """A remark on this element."""
        self.log.add(code, message, page=self.page, element=self.id)

    def number(self, field: str, default: float) -> float:
        """A number; `default` where it is missing, and, with a remark, where it is none."""
        value = self.values.get(field)
        if value is None:
            return default
        result = coerced(value)
        if result is None:
            self.repaired(field, f"is no number and was taken as {default:g}")
            return default
        if not isinstance(value, int | float):
            saved = "a list" if isinstance(value, list) else "text"
            self.repaired(field, f"is saved as {saved} and was read as a number")
        return within_reach(result)

    def is_no_number(self, field: str) -> bool:
        """Whether something is saved that JavaScript can't reckon with."""
        value = self.values.get(field)
        return value is not None and coerced(value) is None

    def line_width(self, field: str) -> float:
        """A line's width: Konva's 2 where none is saved; where it is no number, with a remark, canvas' own 1,
        or none at all for NaN.
        """
        if not self.is_no_number(field):
            return self.number(field, 2.0)
        width = 1.0 if truthy(self.values[field]) else 0.0
        self.repaired(field, f"is no number and was taken as {width:g}")
        return width

    def opacity(self) -> float:
        """The saved opacity; one outside 0 to 1 stays as it is, with a remark, since canvas ignores it."""
        value = self.number("opacity", 1.0)
        if not 0 <= value <= 1:
            self.repaired("opacity", "lies outside 0 to 1 and was ignored, as browsers do")
        return value

    def text(self, field: str, default: str = "") -> str:
        """A string; `default` where there is none, with a remark where there is something else."""
        value = self.values.get(field)
        result = text(value)
        if isinstance(value, dict):
            self.repaired(field, f"is no text and was read as {result}, as browsers do")
        return default if result is None else result

    def optional_text(self, field: str) -> str | None:
        """A string that says something; None where JavaScript would see nothing."""
        return (self.text(field) or None) if self.flag(field) else None

    def color(self, field: str) -> str | None:
        """A colour as JavaScript writes it; None where it sees nothing to paint with."""
        value = self.values.get(field)
        return (text(value) or NO_COLOR) if truthy(value) else None

    def flag(self, field: str, default: bool = False) -> bool:
        """Whether JavaScript would take the value for true; `default` where it is missing."""
        value = self.values.get(field)
        return default if value is None else truthy(value)

    def points(self, field: str = "points") -> npt.NDArray[np.float64]:
        """float64[n, 3]: x, y and pressure (NaN where not given) of a list of point objects.

        A point that is none, or whose coordinates are no numbers, is dropped with a remark.
        """
        saved = self.values.get(field)
        if isinstance(saved, np.ndarray):
            return saved.copy()
        if saved is not None and not isinstance(saved, list):
            self.repaired(field, "are no list and were taken as empty")
        if not isinstance(saved, list) or not saved:
            return np.empty((0, 3))
        clean = _clean_points(saved)
        return self._repaired_points(saved, field) if clean is None else clean

    def _repaired_points(self, saved: list[Any], field: str) -> npt.NDArray[np.float64]:
        rows = [row for row in map(_point, saved) if row is not None]
        if len(rows) < len(saved):
            self.repaired(field, f"held {len(saved) - len(rows)} that are no points; these were dropped")
        elif any(isinstance(point[axis], str) for point in saved for axis in ("x", "y")):
            self.repaired(field, "held numbers saved as text; these were read as numbers")
        return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _clean_points(saved: list[Any]) -> npt.NDArray[np.float64] | None:
    """All points at once, where every one of them is an object of finite numbers; else None."""
    try:
        rows = np.array([(point["x"], point["y"], point.get("pressure", math.nan)) for point in saved])
    except (KeyError, TypeError, AttributeError, ValueError):
        return None
    if rows.ndim != 2 or rows.dtype.kind not in "if" or not np.isfinite(rows[:, :2]).all():
        return None
    rows = rows.astype(np.float64)
    rows[np.isinf(rows[:, 2]), 2] = math.nan
    return rows


def _point(saved: object) -> tuple[float, float, float] | None:
    if not isinstance(saved, dict):
        return None
    x, y = number(saved.get("x")), number(saved.get("y"))
    if x is None or y is None:
        return None
    pressure = number(saved.get("pressure"))
    return x, y, math.nan if pressure is None else pressure


def items(value: object) -> list[Any]:
    """A list as saved; an empty one for anything else."""
    return value if isinstance(value, list) else []


def point_count(value: object) -> int:
    """How many points are saved in a list of them; none in anything else."""
    return len(value) if isinstance(value, list | np.ndarray) else 0
