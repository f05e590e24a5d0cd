"""How many pages a saved state has, without reading what is on them."""

from __future__ import annotations

from typing import Any


def page_count(state: Any) -> int:
    """The pages that the state lists; 1 where it lists none, as an empty board shows one empty page."""
    pages = state.get("pages") if isinstance(state, dict) else None
    return max(1, len(pages)) if isinstance(pages, list) else 1
