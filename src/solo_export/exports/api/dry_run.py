"""`?dry_run=1`: what would come of a request."""

from __future__ import annotations

from collections.abc import Mapping

from solo_export.exports.api.errors import BadRequest

PARAMETER = "dry_run"
_MEANINGS = {"1": True, "true": True, "0": False, "false": False}


def is_dry_run(query: Mapping[str, str]) -> bool:
    """Whether the caller only wants to know. Raises `BadRequest`."""
    written = query.get(PARAMETER, "0")
    if written not in _MEANINGS:
        raise BadRequest(f"{PARAMETER} must be 1 or 0.", field=PARAMETER)
    return _MEANINGS[written]
