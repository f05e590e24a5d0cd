"""The whole corpus as the browser and as boardkit draw it, worst first: `python -m tests.fidelity.report`.

Writes a page with the two pictures of every board, their difference and the figures, and ends with exit code
1 where a board is further off than its threshold allows. `--tighten` makes the thresholds as strict as what
was drawn; it never loosens one.
"""

from __future__ import annotations

import argparse
import base64
import html
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.fidelity.check import Drawn, draw_both
from tests.fidelity.compare import Comparison
from tests.fidelity.corpus import (
    ALL_OTHERS,
    IDENTICAL,
    Limit,
    board_names,
    feature_limits,
    limit_of,
    saved_board,
    write_feature_limits,
)
from tests.fidelity.konva import KonvaBrowser, missing

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>boardkit beside Konva in Chromium</title>
<style>
  body {{ font: 14px/1.4 system-ui, sans-serif; margin: 16px; background: #f3f4f6; }}
  section {{ margin: 0 0 24px; }}
  h2 {{ font-size: 16px; margin: 0; }}
  p {{ margin: 2px 0 6px; }}
  .off {{ color: #b91c1c; }}
  div {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; }}
  img {{ max-width: 100%; background: #fff; box-shadow: 0 1px 4px #0003; image-rendering: pixelated; }}
  figure {{ margin: 0; }}
</style>
<h1>boardkit beside Konva in Chromium</h1>
<p>{summary}</p>
<p>What is off by a level is arithmetic. Where the processor can, Chromium's Skia multiplies and adds in one
step; the Skia package, built for all processors, rounds in between. So a gradient's, a pattern's or a blend's
colour that lies just between two levels falls to the other side. It is never the place of an edge. Of damaged
image files, decoders show different parts, and those of Chromium and of the package are of different
releases.</p>
{boards}
"""

BOARD = """<section>
<h2>{name}</h2>
<p class="{kind}">{figures}</p>
<p>{remarks}</p>
<div>
  <figure><figcaption>browser</figcaption><img loading="lazy" src="{expected}"></figure>
  <figure><figcaption>boardkit</figcaption><img loading="lazy" src="{actual}"></figure>
  <figure><figcaption>difference</figcaption><img loading="lazy" src="{difference}"></figure>
</div>
</section>"""


@dataclass(frozen=True, slots=True)
class Result:
    """One board drawn both ways, and the limit it is held to."""

    name: str
    drawn: Drawn
    comparison: Comparison
    limit: Limit

    @property
    def holds(self) -> bool:
        """Whether the board is near enough."""
        return self.limit.holds(self.comparison)

    @property
    def badness(self) -> tuple[bool, int, float]:
        """What the worst boards have most of."""
        return (not self.holds, self.comparison.largest, 1 - self.comparison.inked_within(0))


def main() -> int:
    """Draw, compare, write the page; 1 where a threshold is broken."""
    arguments = _arguments()
    if reason := missing():
        raise SystemExit(reason)
    names = [name for name in board_names() if name.startswith(arguments.only)]
    with KonvaBrowser() as browser:
        results = [_result(name, browser) for name in names]
    if arguments.tighten:
        tighten(results)
    arguments.output.mkdir(parents=True, exist_ok=True)
    page = arguments.output / "index.html"
    page.write_text(as_page(results), encoding="utf-8")
    broken = [result.name for result in results if not result.holds]
    print(_summary(results))
    print("".join(f"too far off: {name}\n" for name in broken), end="")
    print(page)
    return 1 if broken else 0


def tighten(results: Iterable[Result]) -> None:
    """Make each board's threshold as strict as what was drawn; a `*` gives way to what its boards need."""
    features: dict[str, dict[str, Limit]] = {}
    for result in results:
        feature, _, behaviour = result.name.partition("/")
        limits = features.setdefault(feature, dict(feature_limits(feature)))
        limits[behaviour] = result.limit.tightened(result.comparison) if result.holds else result.limit
    for feature, limits in features.items():
        limits.pop(ALL_OTHERS, None)
        write_feature_limits(feature, {name: limit for name, limit in limits.items() if limit != IDENTICAL})


def as_page(results: Iterable[Result]) -> str:
    """The report, worst boards first, its pictures inside it."""
    ordered = sorted(results, key=lambda result: result.badness, reverse=True)
    return PAGE.format(summary=_summary(ordered), boards="\n".join(map(_board, ordered)))


def _result(name: str, browser: KonvaBrowser) -> Result:
    drawn = draw_both(json.loads(saved_board(name)), None, browser)
    return Result(name, drawn, drawn.compared(), limit_of(name))


def _summary(results: list[Result]) -> str:
    identical = sum(result.comparison.largest == 0 for result in results)
    broken = sum(not result.holds for result in results)
    return f"{len(results)} boards: {identical} identical, {broken} further off than their thresholds allow."


def _board(result: Result) -> str:
    limit = result.limit
    allowed = (
        f"allowed: {limit.share:.2%} of inked pixels within {limit.levels}, none off by over {limit.most}"
    )
    return BOARD.format(
        name=html.escape(result.name),
        kind="on" if result.holds else "off",
        figures=f"{result.comparison}; {allowed}",
        remarks=html.escape(" ".join(warning.message for warning in result.drawn.warnings)),
        expected=_data_url(result.drawn.expected),
        actual=_data_url(result.drawn.actual),
        difference=_data_url(result.comparison.picture()),
    )


def _data_url(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fidelity.report", description=__doc__)
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("build/fidelity"), help="the folder to write"
    )
    parser.add_argument("--only", default="", help="boards whose names begin with this")
    parser.add_argument("--tighten", action="store_true", help="make thresholds as strict as what was drawn")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
