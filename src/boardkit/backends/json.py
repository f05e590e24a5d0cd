"""The state itself as a file: the same values, as text that a person can read."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from boardkit.warnings import WarningCode, WarningLog

_SURROGATE = re.compile("[\ud800-\udfff]")


def write_json(values: Any, *, pretty: bool, log: WarningLog) -> bytes:
    """UTF-8 JSON of the state's values, indented by two spaces where `pretty`.

    `NaN` and the infinities, which JSON can't say, become null with a remark; half a surrogate pair,
    which UTF-8 can't say, stays an escape.
    """
    try:
        text = _dump(values, pretty)
    except ValueError:
        log.add(WarningCode.VALUE_REPAIRED, "Numbers that JSON can't hold (NaN, infinity) became null.")
        text = _dump(_finite(values), pretty)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()


def _dump(values: Any, pretty: bool) -> str:
    separators = None if pretty else (",", ":")
    return json.dumps(
        values, ensure_ascii=False, allow_nan=False, indent=2 if pretty else None, separators=separators
    )


def _finite(value: Any) -> Any:
    if isinstance(value, int | float) and not _is_finite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_finite(child) for child in value]
    return value


def _is_finite(value: float) -> bool:
    """Whether a browser reads a number as one, and as no infinity."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
