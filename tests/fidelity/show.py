"""See one board as the browser and as boardkit draw it: `python -m tests.fidelity.show IN.json`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import boardkit
from tests.fidelity.compare import compare
from tests.fidelity.konva import KonvaBrowser, missing

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>{name}</title>
<style>
  body {{ font: 14px/1.4 system-ui, sans-serif; margin: 16px; background: #f3f4f6; }}
  main {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; }}
  img {{ width: 100%; background: #fff; box-shadow: 0 1px 4px #0003; }}
  figure {{ margin: 0; }}
</style>
<h1>{name}</h1>
<p>{figures}</p>
<main>
  <figure><figcaption>browser</figcaption><img src="browser.png"></figure>
  <figure><figcaption>boardkit</figcaption><img src="ours.png"></figure>
  <figure><figcaption>difference</figcaption><img src="diff.png"></figure>
</main>
"""


def main() -> None:
    """Draw, compare, write the pictures and the page that shows them side by side."""
    arguments = _arguments()
    if reason := missing():
        raise SystemExit(reason)
    saved = arguments.board.read_bytes()
    with KonvaBrowser() as browser:
        expected = browser.draw(json.loads(saved), arguments.page, arguments.scale)
    pages = None if arguments.page is None else (arguments.page,)
    options = boardkit.RenderOptions(pages=pages, scale=arguments.scale)
    rendered = boardkit.render(saved, format="png", options=options)
    comparison = compare(expected, rendered.data)

    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "browser.png").write_bytes(expected)
    (arguments.output / "ours.png").write_bytes(rendered.data)
    (arguments.output / "diff.png").write_bytes(comparison.picture())
    page = arguments.output / "index.html"
    page.write_text(PAGE.format(name=arguments.board.name, figures=comparison), encoding="utf-8")
    print(comparison)
    for warning in rendered.warnings:
        print(f"warning: {warning.message}")
    print(page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fidelity.show", description=__doc__)
    parser.add_argument("board", type=Path, help="a saved board, JSON")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/show"), help="the folder to write")
    parser.add_argument("--page", type=int, help="the page's number, from 1 (the open page)")
    parser.add_argument("--scale", type=float, default=2.0, help="pixels per board pixel (2)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
