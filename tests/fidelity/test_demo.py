"""The demo board looks as in the browser, as a whole and by its parts."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

import pytest

from tests.fidelity.check import check
from tests.fidelity.corpus import IDENTICAL, Limit
from tests.fidelity.konva import KonvaBrowser

ELLIPSES = Limit(levels=2, share=1.0, most=2)
TEXT = Limit(levels=16, share=0.995, most=255)

DEMO = json.loads(files("solo_export.demo").joinpath("board.json").read_bytes())
PAGES = range(1, len(DEMO["pages"]) + 1)
PARTS = {"words": TEXT, "circles": ELLIPSES, "everything else": IDENTICAL}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("page", PAGES)
def test_part_looks_as_in_the_browser(page: int, part: str, konva: KonvaBrowser) -> None:
    check(f"demo/{page}-{part}", only(part, DEMO), page, PARTS[part], konva)


@pytest.mark.parametrize("page", PAGES)
def test_page_as_a_whole_looks_as_in_the_browser(page: int, konva: KonvaBrowser) -> None:
    check(f"demo/{page}", DEMO, page, TEXT, konva)


def only(part: str, board: dict[str, Any]) -> dict[str, Any]:
    """The board with only its `words`, its `circles`, or `everything else`."""
    kept = copy.deepcopy(board)
    for page in kept["pages"]:
        page["strokes"] = [stroke for stroke in page["strokes"] if part_of(stroke) == part]
        if part != "everything else":
            page["assets"] = []
    return kept


def part_of(stroke: dict[str, Any]) -> str:
    """Which of `PARTS` a stroke belongs to."""
    return {"text": "words", "circle": "circles"}.get(stroke["tool"], "everything else")
