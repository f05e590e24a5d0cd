"""One page drawn both ways, and what a test says when the two are too far apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import boardkit
from tests.fidelity.compare import Comparison, compare
from tests.fidelity.corpus import Limit
from tests.fidelity.konva import KonvaBrowser

FAILURES = Path("build/fidelity")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as the browser and as boardkit draw it: PNGs, and boardkit's remarks."""

    expected: bytes
    actual: bytes
    warnings: tuple[boardkit.RenderWarning, ...]

    def compared(self) -> Comparison:
        """How far the two are apart."""
        return compare(self.expected, self.actual)

    def write(self, folder: Path, difference: Comparison) -> None:
        """Leave the two pictures and their difference in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "expected.png").write_bytes(self.expected)
        (folder / "actual.png").write_bytes(self.actual)
        (folder / "difference.png").write_bytes(difference.picture())


def draw_both(state: Any, page: int | None, konva: KonvaBrowser, scale: float = 2.0) -> Drawn:
    """Draw a page, counted from 1, or the open one, in the browser and with boardkit."""
    options = boardkit.RenderOptions(pages=None if page is None else (page,), scale=scale)
    rendered = boardkit.render(json.dumps(state), format="png", options=options)
    return Drawn(konva.draw(state, page, scale), rendered.data, rendered.warnings)


def check(
    name: str, state: Any, page: int | None, limit: Limit, konva: KonvaBrowser, scale: float = 2.0
) -> None:
    """Draw a page both ways and compare; a failure leaves its pictures in `FAILURES`."""
    drawn = draw_both(state, page, konva, scale)
    comparison = drawn.compared()
    if not limit.holds(comparison):
        folder = FAILURES / name
        drawn.write(folder, comparison)
        pytest.fail(f"{name}: {comparison}. Pictures in {folder}/.", pytrace=False)
