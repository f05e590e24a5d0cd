"""Asking after the health must not itself do harm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from solo_export.health.checkup import Checkup, Finding
from solo_export.health.probes import Probe, ProbeError


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """Set, it frees whoever hangs."""
    event = threading.Event()
    yield event
    event.set()


def nothing() -> None:
    pass


def refusal() -> None:
    raise ProbeError("It lacks tables.")


def address() -> None:
    raise OSError("10.0.0.7 refused solo:s3cret")


def test_each_part_is_told_of_by_itself() -> None:
    probes = [
        Probe("one", nothing, "One is away."),
        Probe("two", refusal, "Two is away."),
        Probe("three", address, "Three is away."),
    ]
    assert Checkup(lambda: probes).findings() == (
        Finding("one"),
        Finding("two", "It lacks tables."),
        Finding("three", "Three is away."),
    )


def test_findings_are_kept_for_a_moment() -> None:
    runs: list[int] = []
    checkup = Checkup(lambda: [Probe("one", lambda: runs.append(1), "")], kept_seconds=3600)
    for _ in range(5):
        checkup.findings()
    assert len(runs) == 1


def test_what_was_away_is_well_again_once_it_is() -> None:
    troubles = [ProbeError("Away."), None]

    def run() -> None:
        if trouble := troubles.pop(0):
            raise trouble

    checkup = Checkup(lambda: [Probe("one", run, "")], kept_seconds=0)
    assert checkup.findings() == (Finding("one", "Away."),)
    assert checkup.findings() == (Finding("one"),)


def test_what_hangs_is_cut_short_and_not_tried_twice(stuck: threading.Event) -> None:
    runs: list[int] = []

    def hang() -> None:
        runs.append(1)
        stuck.wait()

    checkup = Checkup(lambda: [Probe("one", hang, "One is away.", seconds=0.01)], kept_seconds=0)
    for _ in range(3):
        assert checkup.findings() == (Finding("one", "One is away."),)
    assert len(runs) == 1


def test_who_asks_while_another_waits_gets_the_earlier_findings(stuck: threading.Event) -> None:
    answers = iter((nothing, stuck.wait))
    begun = threading.Event()

    def run() -> None:
        step = next(answers)
        if step is not nothing:
            begun.set()
        step()

    checkup = Checkup(lambda: [Probe("one", run, "Away.", seconds=60)], kept_seconds=0)
    checkup.findings()
    with ThreadPoolExecutor(1) as elsewhere:
        waiting = elsewhere.submit(checkup.findings)
        begun.wait()
        assert checkup.findings() == (Finding("one"),)
        stuck.set()
        waiting.result()
