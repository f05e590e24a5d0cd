"""JSON text to plain values, within limits and without a surprise."""

from __future__ import annotations

import json
from typing import Any

from boardkit.errors import NotJson, OverLimit
from boardkit.limits import Limits


def decode(state: object, limits: Limits) -> Any:
    """The values of a saved state: bytes or text are decoded, anything else is taken as decoded already.

    `NaN` and the infinities that other tools write are accepted here and repaired by whoever reads the
    value. Raises `NotJson` and `OverLimit`.
    """
    if isinstance(state, str):
        state = state.encode("utf-8", "surrogatepass")
    if isinstance(state, bytes | bytearray | memoryview):
        state = _parse(bytes(state), limits)
    _check_depth(state, limits)
    return state


def _parse(data: bytes, limits: Limits) -> Any:
    if len(data) > limits.state_bytes:
        raise OverLimit(
            f"The board has {len(data) / 1e6:.1f} MB; at most {limits.state_bytes / 1e6:g} can be exported.",
            limit="state_bytes",
            allowed=limits.state_bytes,
            found=len(data),
        )
    try:
        return json.loads(data.decode("utf-8-sig", "surrogatepass"))
    except RecursionError:
        raise _too_deep(limits) from None
    except ValueError as error:
        raise NotJson("The board's saved state is no JSON, so nothing can be read from it.") from error


def _check_depth(value: Any, limits: Limits) -> None:
    level = [value] if isinstance(value, dict | list) else []
    depth = 0
    while level:
        depth += 1
        if depth > limits.depth:
            raise _too_deep(limits)
        level = [
            child
            for container in level
            for child in (container.values() if type(container) is dict else container)
            if type(child) is dict or type(child) is list
        ]


def _too_deep(limits: Limits) -> OverLimit:
    return OverLimit(
        f"The board's saved state is nested more than {limits.depth} levels deep.",
        limit="depth",
        allowed=limits.depth,
    )
