"""A board as PDF and SVG, as others draw them at 150 dpi, beside the PNG: PDFium and Chromium.

`vector_thresholds/FORMAT.json` holds how alike a board must be where that is less than `ALIKE`; what keeps it
from more stands in the report. `tightened` only ever makes one stricter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from math import floor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

import boardkit
from tests.boardkit.backends.pdf_tools import pixels as pdf_pixels
from tests.boardkit.backends.svg_tools import Viewer
from tests.boardkit.backends.svg_tools import rgb as png_pixels
from tests.fidelity.compare import Pixels
from tests.fidelity.corpus import saved_board
from tests.fidelity.similarity import ssim

VectorFormat = Literal["pdf", "svg"]
FORMATS: tuple[VectorFormat, ...] = get_args(VectorFormat)

DPI = 150
SCALE = DPI / 96
ALIKE = 0.995
THRESHOLDS = Path(__file__).parent / "vector_thresholds"
_PLACES = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A board's PNG, uint8[height, width, 3], and what another's eyes see of its file."""

    png: Pixels
    seen: Pixels

    @property
    def similarity(self) -> float:
        """How alike the two are."""
        return ssim(self.png, self.seen)


def show(name: str, format: VectorFormat, viewer: Viewer) -> Shown:
    """The open page of a board of the corpus. A size that isn't in whole pixels is rounded either way."""
    board = saved_board(name)
    png = _rendered(board, "png")
    file = _rendered(board, format)
    if format == "pdf":
        seen = pdf_pixels(file, SCALE)
    else:
        with TemporaryDirectory() as folder:
            seen = viewer.pixels(file, Path(folder) / "board.svg", SCALE)
    one = png_pixels(png)
    height, width = min(len(one), len(seen)), min(one.shape[1], seen.shape[1])
    return Shown(one[:height, :width], seen[:height, :width])


def _rendered(board: bytes, format: boardkit.Format) -> bytes:
    options = boardkit.RenderOptions(scale=SCALE, pages="current")
    return boardkit.render(board, format=format, options=options).data


def least(name: str, format: VectorFormat) -> float:
    """How alike a board must be."""
    return thresholds(format).get(name, ALIKE)


@cache
def thresholds(format: VectorFormat) -> dict[str, float]:
    """The boards that are less than `ALIKE`, and how alike they are at least."""
    file = THRESHOLDS / f"{format}.json"
    saved: dict[str, float] = json.loads(file.read_bytes()) if file.exists() else {}
    return saved


def tightened(known: float, similarity: float) -> float:
    """The strictest threshold that still holds; never looser than the `known` one."""
    return min(max(known, floor(similarity * _PLACES) / _PLACES), ALIKE)


def write_thresholds(format: VectorFormat, limits: dict[str, float]) -> None:
    """Keep the thresholds of a format that are below `ALIKE`."""
    below = {name: limits[name] for name in sorted(limits) if limits[name] < ALIKE}
    THRESHOLDS.mkdir(exist_ok=True)
    (THRESHOLDS / f"{format}.json").write_text(json.dumps(below, indent=1) + "\n", encoding="utf-8")
    thresholds.cache_clear()
