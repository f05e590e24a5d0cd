"""Every small board has its scene as text and its picture beside it; a change of either is a decision.

The boards are those that are compared with the browser (`tests/fidelity/boards`). Fonts are pinned, so the
goldens are the same on every machine. `make goldens` writes them anew; read the difference before you
commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boardkit import Limits, RenderOptions, Resources, StateError, render
from boardkit.backends.outline import write_outline
from boardkit.board.parse import parse
from boardkit.scene.build import build_scene
from boardkit.scene.context import SceneContext
from boardkit.warnings import WarningLog
from tests.fidelity.compare import compare
from tests.fonts import PinnedFonts

GOLDENS = Path(__file__).parent
BOARDS = GOLDENS.parent / "fidelity" / "boards"
FAILURES = GOLDENS.parent.parent / "build" / "goldens"
LARGEST_DIFFERENCE = 2
"""Levels of 255; processors round a blend differently."""

RESOURCES = Resources(fonts=PinnedFonts())
OPTIONS = RenderOptions(scale=1, crop="content")


def boards() -> list[str]:
    return sorted(str(path.relative_to(BOARDS).with_suffix("")) for path in BOARDS.rglob("*.json"))


@pytest.mark.parametrize("name", boards())
def test_scene(name: str, regenerate: bool) -> None:
    """The scene of all pages, and the remarks, are as recorded."""
    golden = (GOLDENS / name).with_suffix(".txt")
    scene = "".join(f"{line}\n" for line in _scene((BOARDS / name).with_suffix(".json").read_bytes()))
    if regenerate:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(scene, encoding="utf-8")
    assert scene == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", boards())
def test_picture(name: str, regenerate: bool) -> None:
    """The picture of the open page, cropped to its content, is as recorded."""
    golden = (GOLDENS / name).with_suffix(".png")
    state = (BOARDS / name).with_suffix(".json").read_bytes()
    picture = render(state, options=OPTIONS, resources=RESOURCES).data
    if regenerate:
        golden.write_bytes(picture)
    difference = compare(golden.read_bytes(), picture)
    if difference.largest > LARGEST_DIFFERENCE:
        folder = FAILURES / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "expected.png").write_bytes(golden.read_bytes())
        (folder / "actual.png").write_bytes(picture)
        (folder / "difference.png").write_bytes(difference.picture())
        pytest.fail(f"{name}: {difference}. Look at {folder.relative_to(Path.cwd())}/*.png.")


def test_every_golden_has_its_board() -> None:
    recorded = {
        str(path.relative_to(GOLDENS).with_suffix(""))
        for path in GOLDENS.rglob("*")
        if path.suffix in {".txt", ".png"}
    }
    assert recorded == set(boards())


def _scene(state: bytes) -> Iterator[str]:
    log = WarningLog()
    limits = Limits()
    try:
        board = parse(state, limits, log)
    except StateError as error:
        yield f"error {type(error).__name__}: {error}"
        return
    context = SceneContext(RESOURCES, limits, log)
    scenes = [build_scene(board, heading.number, RenderOptions(), context) for heading in board.headings]
    yield f"{board.dialect}, page {board.current} of {len(board.headings)} is open"
    yield from write_outline(scenes).splitlines()
    for warning in log.all():
        yield f"warning {warning.code} page {warning.page} element {warning.element}: {warning.message}"
