"""Boards of dialect A look as in the browser: each page drawn by Konva in Chromium and by boardkit."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import boardkit
from tests.fidelity.compare import Comparison, compare
from tests.fidelity.konva import KonvaBrowser

BOARDS = Path(__file__).parent / "boards"
FAILURES = Path("build/fidelity")


@dataclass(frozen=True, slots=True)
class Rule:
    """How near a picture must come: `share` of its inked pixels within `levels`, none off by over `most`."""

    levels: int
    share: float
    most: int

    def holds(self, comparison: Comparison) -> bool:
        """Whether two pictures are near enough."""
        return comparison.largest <= self.most and comparison.inked_within(self.levels) >= self.share


IDENTICAL = Rule(levels=0, share=1.0, most=0)
ELLIPSES = Rule(levels=2, share=1.0, most=2)
TEXT = Rule(levels=16, share=0.995, most=255)

DEMO = json.loads(files("solo_export.demo").joinpath("board.json").read_bytes())
DEMO_PAGES = range(1, len(DEMO["pages"]) + 1)
DEMO_PARTS = {"words": TEXT, "circles": ELLIPSES, "everything else": IDENTICAL}


def board_names() -> list[str]:
    """`feature/behaviour` of every board."""
    return sorted(str(path.relative_to(BOARDS).with_suffix("")) for path in BOARDS.glob("*/*.json"))


@pytest.mark.parametrize("name", board_names())
def test_board_looks_as_in_the_browser(name: str, konva: KonvaBrowser) -> None:
    saved = (BOARDS / f"{name}.json").read_bytes()
    check(name, json.loads(saved), None, rule_for(json.loads(saved)), konva)


@pytest.mark.parametrize("part", DEMO_PARTS)
@pytest.mark.parametrize("page", DEMO_PAGES)
def test_demo_board_looks_as_in_the_browser(page: int, part: str, konva: KonvaBrowser) -> None:
    check(f"demo/{page}-{part}", only(part, DEMO), page, DEMO_PARTS[part], konva)


@pytest.mark.parametrize("page", DEMO_PAGES)
def test_demo_page_as_a_whole_looks_as_in_the_browser(page: int, konva: KonvaBrowser) -> None:
    check(f"demo/{page}", DEMO, page, TEXT, konva)


def check(name: str, state: Any, page: int | None, rule: Rule, konva: KonvaBrowser) -> None:
    """Draw a page both ways and compare; a failure leaves its pictures in `FAILURES`."""
    expected = konva.draw(state, page)
    options = boardkit.RenderOptions(pages=None if page is None else (page,))
    actual = boardkit.render(json.dumps(state), format="png", options=options).data
    comparison = compare(expected, actual)
    if rule.holds(comparison):
        return
    folder = FAILURES / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "expected.png").write_bytes(expected)
    (folder / "actual.png").write_bytes(actual)
    (folder / "difference.png").write_bytes(comparison.picture())
    pytest.fail(f"{name}: {comparison}. Pictures in {folder}/.", pytrace=False)


def rule_for(state: Any) -> Rule:
    """The loosest rule that any tool on the board needs."""
    tools = {stroke.get("tool") for stroke in strokes(state)}
    if "text" in tools:
        return TEXT
    return ELLIPSES if "circle" in tools else IDENTICAL


def strokes(state: Any) -> Iterator[dict[str, Any]]:
    """All strokes of a state that may be broken anywhere."""
    if isinstance(state, dict):
        if "tool" in state:
            yield state
        state = list(state.values())
    if isinstance(state, list):
        for value in state:
            yield from strokes(value)


def only(part: str, board: dict[str, Any]) -> dict[str, Any]:
    """The board with only its `words`, its `circles`, or `everything else`."""
    kept = copy.deepcopy(board)
    for page in kept["pages"]:
        page["strokes"] = [stroke for stroke in page["strokes"] if part_of(stroke) == part]
        if part != "everything else":
            page["assets"] = []
    return kept


def part_of(stroke: dict[str, Any]) -> str:
    """Which of `DEMO_PARTS` a stroke belongs to."""
    return {"text": "words", "circle": "circles"}.get(stroke["tool"], "everything else")
