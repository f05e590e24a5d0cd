"""The corpus as PDF and SVG at 150 dpi beside the PNG, worst first: `python -m tests.fidelity.vector_report`.

Writes a page with the pictures of every board that is less alike than it should be, and ends with exit code
1 where one is less so than its threshold allows. `--tighten` makes the thresholds as strict as what was seen;
it never loosens one.
"""

from __future__ import annotations

import argparse
import base64
import html
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.boardkit.backends.svg_tools import Viewer
from tests.fidelity.compare import Pixels, encode
from tests.fidelity.corpus import board_names
from tests.fidelity.vectors import (
    ALIKE,
    FORMATS,
    Shown,
    VectorFormat,
    least,
    show,
    thresholds,
    tightened,
    write_thresholds,
)

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>PDF and SVG beside the PNG</title>
<style>
  body {{ font: 14px/1.4 system-ui, sans-serif; margin: 16px; background: #f3f4f6; }}
  section {{ margin: 0 0 24px; }}
  h2 {{ font-size: 16px; margin: 0; }}
  .off {{ color: #b91c1c; }}
  div {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; }}
  img {{ max-width: 100%; background: #fff; box-shadow: 0 1px 4px #0003; image-rendering: pixelated; }}
  figure {{ margin: 0; }}
</style>
<h1>PDF and SVG beside the PNG, at 150 dpi</h1>
<p>{summary}</p>
<p>How alike two pictures are is their mean structural similarity, window by window. What keeps a board below
{alike}:</p>
<ul>
<li>Letters. The PNG has them as a browser's canvas sets them at this very size: fitted to whole pixels from
top to bottom, on a baseline that is a whole pixel. A vector file holds them as they were designed, at
their own places, and the viewer draws them so; small ones are greyer for it, and half a pixel off.
Measured on 211 boards with text: were the letters of the PNG not fitted, 203 would reach {alike} as SVG
(136 do), most with 0.9999. As PDF 97 do: PDFium puts letters at thirds of a pixel, and poppler, which is not
shown here, their baselines on the whole pixel above (47 do).</li>
<li>Images. Canvas draws upright ones with hard edges and smooths in its own way; PDFium fits them to whole
pixels, Chromium's SVG softens their edges, and each smooths otherwise.</li>
<li>Patterns. PDFium draws a tile once, in whole pixels, and repeats that; and SVG smooths each tile by
itself.</li>
<li>Pages whose sides are no whole number of pixels, which viewers round up and stretch.</li>
<li>Added colours (lighter), which PDF doesn't have.</li>
</ul>
{boards}
"""

BOARD = """<section>
<h2>{name}</h2>
<p class="{kind}">{figures}</p>
<div>
  <figure><figcaption>PNG</figcaption><img loading="lazy" src="{png}"></figure>
  <figure><figcaption>{format}</figcaption><img loading="lazy" src="{seen}"></figure>
  <figure><figcaption>difference</figcaption><img loading="lazy" src="{difference}"></figure>
</div>
</section>"""


@dataclass(frozen=True, slots=True)
class Result:
    """A board in one format, and how alike it must be."""

    name: str
    format: VectorFormat
    shown: Shown
    similarity: float
    least: float

    @property
    def holds(self) -> bool:
        """Whether it is alike enough."""
        return self.similarity >= self.least


def main() -> int:
    """Draw, compare, write the page; 1 where a threshold is broken."""
    arguments = _arguments()
    names = [name for name in board_names() if name.startswith(arguments.only)]
    with Viewer() as viewer:
        results = [_result(name, format, viewer) for format in FORMATS for name in names]
    if arguments.tighten:
        tighten(results)
    arguments.output.mkdir(parents=True, exist_ok=True)
    page = arguments.output / "vectors.html"
    page.write_text(as_page(results), encoding="utf-8")
    broken = [result for result in results if not result.holds]
    print(_summary(results))
    print("".join(f"too far off: {result.name} as {result.format}\n" for result in broken), end="")
    print(page)
    return 1 if broken else 0


def tighten(results: Iterable[Result]) -> None:
    """Make each board's threshold as strict as what was seen."""
    known = {format: dict(thresholds(format)) for format in FORMATS}
    for result in results:
        if result.holds:
            known[result.format][result.name] = tightened(result.least, result.similarity)
    for format, limits in known.items():
        write_thresholds(format, limits)


def as_page(results: Iterable[Result]) -> str:
    """The report: the boards that are less than `ALIKE`, worst first, their pictures inside it."""
    ordered = sorted(results, key=lambda result: (result.holds, result.similarity))
    boards = "\n".join(_board(result) for result in ordered if result.similarity < ALIKE)
    return PAGE.format(summary=_summary(ordered), alike=ALIKE, boards=boards)


def _result(name: str, format: VectorFormat, viewer: Viewer) -> Result:
    shown = show(name, format, viewer)
    return Result(name, format, shown, shown.similarity, least(name, format))


def _summary(results: list[Result]) -> str:
    parts = []
    for format in FORMATS:
        ours = [result for result in results if result.format == format]
        alike = sum(result.similarity >= ALIKE for result in ours)
        broken = sum(not result.holds for result in ours)
        parts.append(
            f"{len(ours)} boards as {format.upper()}: {alike} at {ALIKE} or above, "
            f"{broken} below what their thresholds allow."
        )
    return " ".join(parts)


def _board(result: Result) -> str:
    return BOARD.format(
        name=f"{html.escape(result.name)} as {result.format.upper()}",
        kind="on" if result.holds else "off",
        figures=f"{result.similarity:.4f}; allowed: {result.least:.4f}",
        format=result.format.upper(),
        png=_data_url(result.shown.png),
        seen=_data_url(result.shown.seen),
        difference=_data_url(255 - np.abs(result.shown.png.astype(int) - result.shown.seen).astype(np.uint8)),
    )


def _data_url(pixels: Pixels) -> str:
    return f"data:image/png;base64,{base64.b64encode(encode(pixels)).decode()}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fidelity.vector_report", description=__doc__)
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("build/fidelity"), help="the folder to write"
    )
    parser.add_argument("--only", default="", help="boards whose names begin with this")
    parser.add_argument("--tighten", action="store_true", help="make thresholds as strict as what was seen")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
