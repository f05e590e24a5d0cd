"""JSON text to plain values, within limits and without a surprise."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from boardkit.board.point_runs import STAND_IN, take_runs
from boardkit.errors import NotJson, OverLimit
from boardkit.kernels import plain_kernels
from boardkit.limits import Limits

Run = npt.NDArray[np.float64]

_TAKES_RUNS = take_runs.__module__ not in plain_kernels()
"""Interpreted, taking the runs out would cost more than the objects that it saves."""

_CONTAINERS = frozenset((dict, list, np.ndarray))
_LEVELS_OF_A_RUN = 2
"""A list, and the objects in it."""


def decode(state: object, limits: Limits) -> Any:
    """The values of a saved state: bytes or text are decoded, anything else is taken as decoded already.

    `NaN` and the infinities that other tools write are accepted here and repaired by whoever reads the
    value. Raises `NotJson` and `OverLimit`.
    """
    text = _text(state, limits)
    return _checked(state if text is None else _values(text, [], limits), limits)


def decode_runs(state: object, limits: Limits) -> tuple[Any, bool]:
    """The same with sound lists of points as float64[n, 3]: x, y and pressure, NaN where not given.

    Returns the values, and whether there is any such array in them. Only text gets arrays.
    """
    text = _text(state, limits)
    if text is None or not _TAKES_RUNS:
        return decode(state, limits), False
    rest, runs = take_runs(text)
    return _checked(_values(rest, runs, limits), limits), bool(runs)


def _text(state: object, limits: Limits) -> bytes | None:
    """JSON text as bytes; None for values."""
    if isinstance(state, str):
        state = state.encode("utf-8", "surrogatepass")
    if not isinstance(state, bytes | bytearray | memoryview):
        return None
    data = bytes(state)
    if len(data) > limits.state_bytes:
        raise OverLimit(
            f"The board has {len(data) / 1e6:.1f} MB; at most {limits.state_bytes / 1e6:g} can be exported.",
            limit="state_bytes",
            allowed=limits.state_bytes,
            found=len(data),
        )
    return data


def _values(data: bytes, runs: list[Run], limits: Limits) -> Any:
    """The values of JSON text, with the runs that were taken out of it."""
    try:
        text = data.decode("utf-8-sig", "surrogatepass")
        try:
            return _loads(text, runs)
        except json.JSONDecodeError:
            raise
        except ValueError:  # a number of more digits than Python reads
            return _loads(text, runs, _whole)
    except RecursionError:
        raise _too_deep(limits) from None
    except ValueError as error:
        raise NotJson("The board's saved state is no JSON, so nothing can be read from it.") from error


def _loads(text: str, runs: list[Run], parse_int: Callable[[str], float] | None = None) -> Any:
    waiting = iter(runs)

    def constant(name: str) -> object:
        return next(waiting, -math.inf) if name == STAND_IN.decode() else float(name)

    return json.loads(text, parse_int=parse_int, parse_constant=constant)


def _checked(value: Any, limits: Limits) -> Any:
    """The same value, unless it is nested too deep."""
    level = [value] if isinstance(value, dict | list) else []
    depth = 0
    while level:
        depth += 1
        children = [
            child
            for container in level
            for child in (container.values() if type(container) is dict else container)
            if type(child) in _CONTAINERS
        ]
        level = [child for child in children if type(child) is not np.ndarray]
        deepest = depth + (_LEVELS_OF_A_RUN if len(level) < len(children) else 0)
        if deepest > limits.depth:
            raise _too_deep(limits)
    return value


def _too_deep(limits: Limits) -> OverLimit:
    return OverLimit(
        f"The board's saved state is nested more than {limits.depth} levels deep.",
        limit="depth",
        allowed=limits.depth,
    )


def _whole(digits: str) -> int | float:
    """A whole number. Python reads none of more than 4,300 digits; to a browser it is infinite anyway."""
    try:
        return int(digits)
    except ValueError:
        return -math.inf if digits.startswith("-") else math.inf
