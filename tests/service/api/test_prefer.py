"""RFC 7240's `Prefer: wait`."""

from __future__ import annotations

import pytest

from solo_export.exports.api.prefer import wait_seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("wait=10", 10),
        ("respond-async, wait=5", 5),
        ("WAIT = 7", 7),
        ('wait="3"', 3),
        ("wait=2; note=x", 2),
        ("wait=1, wait=9", 1),
        ("wait=0", 0),
    ],
)
def test_the_first_wait_counts_however_it_is_written(header: str, seconds: int) -> None:
    assert wait_seconds(header) == seconds


@pytest.mark.parametrize(
    "header", ["", "respond-async", "wait", "wait=", "wait=-1", "wait=1.5", "wait=soon", "await=5"]
)
def test_what_cannot_be_understood_is_ignored(header: str) -> None:
    assert wait_seconds(header) is None
