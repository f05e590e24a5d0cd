"""CSS' math functions, `calc()` and its like, where they stand for a plain value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tinycss2 import ast

NUMBER, PERCENTAGE, DEGREES = "", "%", "deg"

_TO_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": math.degrees(1), "turn": 360.0}
_CONSTANTS = {"pi": math.pi, "e": math.e, "infinity": math.inf, "-infinity": -math.inf, "nan": math.nan}


class NoValueError(ValueError):
    """Nonsense where a value should be."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number, and what it counts: `NUMBER`, `PERCENTAGE` or `DEGREES`."""

    number: float
    unit: str = NUMBER


def is_math(token: ast.Node) -> bool:
    """Whether a component value is a math function."""
    return token.type == "function" and token.lower_name in ("calc", "round", *_FUNCTIONS)


def evaluated(token: ast.Node, names: Mapping[str, float] = MappingProxyType({})) -> Value:
    """What a component value comes to, in which `names` may be numbers; `NoValueError` for nonsense."""
    match token.type:
        case "number":
            return Value(token.value)
        case "percentage":
            return Value(token.value, PERCENTAGE)
        case "dimension" if token.lower_unit in _TO_DEGREES:
            return Value(token.value * _TO_DEGREES[token.lower_unit], DEGREES)
        case "ident" if token.lower_value in names:
            return Value(names[token.lower_value])
        case "function" if token.lower_name == "calc":
            return _sum(_Tokens(token.arguments, names))
        case "function" if token.lower_name == "round":
            return _round(separated(token.arguments), names)
        case "function" if token.lower_name in _FUNCTIONS:
            arguments = [_sum(_Tokens(part, names)) for part in separated(token.arguments)]
            return _FUNCTIONS[token.lower_name](arguments)
    raise NoValueError(f"{token.serialize()!r} is no value to reckon with.")


def _round(parts: list[list[ast.Node]], names: Mapping[str, float]) -> Value:
    """A value rounded to whole steps, to the nearest one unless it says which way."""
    ways = [token.lower_value for token in parts[0] if token.type == "ident"]
    way = ways[0] if ways and ways[0] in _ROUNDED else ""
    values = [_sum(_Tokens(part, names)) for part in (parts[1:] if way else parts)]
    _count(values, 1, 2)
    number, step = values[0].number, values[1].number if len(values) > 1 else 1.0
    steps = _quotient(number, step)
    return Value(
        _ROUNDED[way or "nearest"](steps) * step if math.isfinite(steps) else math.nan, _shared(*values)
    )


def separated(tokens: Sequence[ast.Node]) -> list[list[ast.Node]]:
    """The component values between commas."""
    parts: list[list[ast.Node]] = [[]]
    for node in tokens:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


class _Tokens:
    """The component values of a sum, read one after the other."""

    def __init__(self, tokens: Sequence[ast.Node], names: Mapping[str, float]) -> None:
        self._tokens = [token for token in tokens if token.type not in ("whitespace", "comment")]
        self.names = names

    def next_of(self, *signs: str) -> str | None:
        """The next one, where it is one of these signs."""
        if self._tokens and self._tokens[0].type == "literal" and self._tokens[0].value in signs:
            return str(self._tokens.pop(0).value)
        return None

    def operand(self) -> Value:
        if not self._tokens:
            raise NoValueError("A value is missing.")
        token = self._tokens.pop(0)
        if token.type == "() block":
            return _sum(_Tokens(token.content, self.names))
        if token.type == "ident" and token.lower_value in _CONSTANTS.keys() - self.names.keys():
            return Value(_CONSTANTS[token.lower_value])
        return evaluated(token, self.names)

    def end(self) -> None:
        if self._tokens:
            raise NoValueError(f"{self._tokens[0].serialize()!r} is out of place.")


def _sum(tokens: _Tokens) -> Value:
    total = _product(tokens)
    while sign := tokens.next_of("+", "-"):
        addend = _product(tokens)
        total = Value(
            total.number + (addend.number if sign == "+" else -addend.number), _shared(total, addend)
        )
    tokens.end()
    return total


def _product(tokens: _Tokens) -> Value:
    result = tokens.operand()
    while sign := tokens.next_of("*", "/"):
        factor = tokens.operand()
        if factor.unit and (result.unit or sign == "/"):
            raise NoValueError("Only numbers can be multiplied with, or divided by.")
        number = result.number * factor.number if sign == "*" else _quotient(result.number, factor.number)
        result = Value(number, result.unit or factor.unit)
    return result


def _quotient(dividend: float, divisor: float) -> float:
    if divisor:
        return dividend / divisor
    return math.nan if not dividend or math.isnan(dividend) else math.copysign(math.inf, dividend)


def _shared(*values: Value) -> str:
    units = {value.unit for value in values}
    if len(units) != 1:
        raise NoValueError("Only what counts the same can be added or compared.")
    return units.pop()


_Function = Callable[[Sequence[Value]], Value]


def _of_numbers(reckon: Callable[..., float], fewest: int, most: int) -> _Function:
    """A function of so many numbers, to a number."""

    def function(values: Sequence[Value]) -> Value:
        _count(values, fewest, most)
        if _shared(*values) != NUMBER:
            raise NoValueError("Here only numbers can be reckoned with.")
        return Value(_reckoned(reckon, values))

    return function


def _of_like(reckon: Callable[..., float], fewest: int, most: int) -> _Function:
    """A function of so many values that count the same, to one that does."""

    def function(values: Sequence[Value]) -> Value:
        _count(values, fewest, most)
        return Value(_reckoned(reckon, values), _shared(*values))

    return function


def _of_angle(reckon: Callable[[float], float]) -> _Function:
    """A function of an angle, in degrees or as a number of radians, to a number."""

    def function(values: Sequence[Value]) -> Value:
        _count(values, 1, 1)
        (value,) = values
        if value.unit == PERCENTAGE:
            raise NoValueError("A percentage is no angle.")
        angle = math.radians(value.number) if value.unit == DEGREES else value.number
        return Value(_reckoned(reckon, [Value(angle)]))

    return function


def _to_angle(reckon: Callable[..., float], count: int) -> _Function:
    """A function of so many numbers, to an angle."""

    def function(values: Sequence[Value]) -> Value:
        _count(values, count, count)
        _shared(*values)
        return Value(math.degrees(_reckoned(reckon, values)), DEGREES)

    return function


def _sign(values: Sequence[Value]) -> Value:
    _count(values, 1, 1)
    number = values[0].number
    return Value(math.copysign(1.0, number) if number else number)


def _count(values: Sequence[Value], fewest: int, most: int) -> None:
    if not fewest <= len(values) <= most:
        raise NoValueError("There are too many or too few values.")


def _reckoned(reckon: Callable[..., float], values: Sequence[Value]) -> float:
    try:
        return reckon(*(value.number for value in values))
    except (ValueError, ZeroDivisionError):
        return math.nan
    except OverflowError:
        return math.inf


def _logarithm(number: float, base: float = math.e) -> float:
    return math.log(number) if base == math.e else math.log(number, base)


_MANY = 64
_ROUNDED: dict[str, Callable[[float], float]] = {
    "nearest": lambda steps: math.floor(steps + 0.5),
    "up": math.ceil,
    "down": math.floor,
    "to-zero": math.trunc,
}

_FUNCTIONS: dict[str, _Function] = {
    "min": _of_like(lambda *numbers: min(numbers), 1, _MANY),
    "max": _of_like(lambda *numbers: max(numbers), 1, _MANY),
    "clamp": _of_like(lambda least, number, most: max(least, min(number, most)), 3, 3),
    "mod": _of_like(lambda dividend, divisor: dividend % divisor, 2, 2),
    "rem": _of_like(math.fmod, 2, 2),
    "abs": _of_like(abs, 1, 1),
    "sign": _sign,
    "hypot": _of_like(math.hypot, 1, _MANY),
    "pow": _of_numbers(math.pow, 2, 2),
    "sqrt": _of_numbers(math.sqrt, 1, 1),
    "log": _of_numbers(_logarithm, 1, 2),
    "exp": _of_numbers(math.exp, 1, 1),
    "sin": _of_angle(math.sin),
    "cos": _of_angle(math.cos),
    "tan": _of_angle(math.tan),
    "asin": _to_angle(math.asin, 1),
    "acos": _to_angle(math.acos, 1),
    "atan": _to_angle(math.atan, 1),
    "atan2": _to_angle(math.atan2, 2),
}
