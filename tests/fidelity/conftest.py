"""One browser for all comparisons; without one they are skipped, or fail where everything is required."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.fidelity.konva import KonvaBrowser, missing


@pytest.fixture(scope="session")
def konva() -> Iterator[KonvaBrowser]:
    """The judge."""
    if reason := missing():
        if os.environ.get("SOLO_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with KonvaBrowser() as browser:
        yield browser
