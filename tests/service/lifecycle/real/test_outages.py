"""What the service stands on goes away under load and comes back. `make chaos` does the same for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.outages import outages


@pytest.mark.parametrize("ground", ["storage", "database", "redis"])
def test_nothing_is_lost_and_who_is_refused_is_told_when_to_come_again(ground: str, tmp_path: Path) -> None:
    found = {name: felt.miscounts() for name, felt in outages(ground, posts=12, seed=3, directory=tmp_path)}
    assert found
    assert {name: miscounts for name, miscounts in found.items() if miscounts} == {}
