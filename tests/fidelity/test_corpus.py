"""Every small board looks as in the browser: drawn by Konva in Chromium and by boardkit, and compared."""

from __future__ import annotations

import json

import numpy as np
import pytest

import boardkit
from tests.fidelity.check import check
from tests.fidelity.compare import Comparison
from tests.fidelity.corpus import (
    ALL_OTHERS,
    IDENTICAL,
    THRESHOLDS,
    Limit,
    board_names,
    feature_limits,
    limit_of,
    saved_board,
)
from tests.fidelity.konva import KonvaBrowser

FEATURES = sorted(file.stem for file in THRESHOLDS.glob("*.json"))
PREFIXES = {"b": "solo-v2", "c": "winterboard", "konva": "konva"}
"""What the features of a dialect's own begin with."""


@pytest.mark.parametrize("name", board_names())
def test_board_looks_as_in_the_browser(name: str, konva: KonvaBrowser) -> None:
    check(name, json.loads(saved_board(name)), None, limit_of(name), konva)


@pytest.mark.parametrize("name", [name for name in board_names() if name.partition("-")[0] in PREFIXES])
def test_a_dialects_own_boards_are_taken_for_its(name: str) -> None:
    assert boardkit.inspect(saved_board(name)).dialect == PREFIXES[name.partition("-")[0]]


@pytest.mark.parametrize("feature", FEATURES)
def test_every_threshold_is_some_boards_and_is_needed(feature: str) -> None:
    behaviours = {name.partition("/")[2] for name in board_names() if name.startswith(f"{feature}/")}
    assert behaviours
    assert feature_limits(feature).keys() <= behaviours | {ALL_OTHERS}
    assert IDENTICAL not in feature_limits(feature).values()


@pytest.mark.parametrize("difference", [0, 3, 200])
@pytest.mark.parametrize("limit", [IDENTICAL, Limit(2, 0.9, 6), Limit(16, 0.5, 255)])
def test_a_threshold_only_gets_stricter(difference: int, limit: Limit) -> None:
    differences = np.zeros((10, 10), dtype=np.uint8)
    differences[:4] = difference
    tightened = limit.tightened(Comparison(differences, np.ones((10, 10), dtype=np.bool_)))
    assert tightened.levels <= limit.levels
    assert tightened.share >= limit.share
    assert tightened.most <= limit.most
