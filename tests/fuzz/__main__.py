"""Whatever bytes come, the parser reads them or raises a `StateError`: `make fuzz`, with Atheris.

Atheris changes the bytes towards code that no bytes have reached yet, and keeps those that got there.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["boardkit.board"]):
    from boardkit.api import image_addresses
from boardkit import Limits, RenderOptions, StateError

ALL_PAGES = RenderOptions(pages="all")
LIMITS = Limits(state_bytes=20_000, pages=50, elements=2000, points=20_000)


def parse(data: bytes) -> None:
    """Read a board with all its pages, as for drawing."""
    with suppress(StateError):
        image_addresses(data, options=ALL_PAGES, limits=LIMITS)


if __name__ == "__main__":
    atheris.Setup(sys.argv, parse)
    atheris.Fuzz()
