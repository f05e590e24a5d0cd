"""What the child writes to its standard error stands in the parent's log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from boardkit.limits import Limits
from solo_export.exports.renderer.errors import RendererCrashed
from solo_export.exports.renderer.jobs import RenderJob
from solo_export.exports.renderer.process import RendererProcess
from solo_export.telemetry.ids import export_id, working_for
from tests.support.processes import wait_until


class Sayings(logging.Handler):
    """Each line, and the export that it is about."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.getMessage(), export_id()))


@pytest.fixture
def sayings() -> Iterator[Sayings]:
    handler, log = Sayings(), logging.getLogger("solo_export.exports.renderer.process")
    log.addHandler(handler)
    yield handler
    log.removeHandler(handler)


def test_an_error_that_nobody_foresaw_is_told_with_the_export_and_without_the_board(sayings: Sayings) -> None:
    process = RendererProcess(memory_mb=1024)
    job = RenderJob(b'"my diary"', "no-format", {}, "", datetime.now(UTC), Limits())
    message = job.message()
    message.header["created"] = "my diary"
    try:
        with working_for(export="e-7"), pytest.raises(RendererCrashed):
            process.run(message, seconds=60)
        wait_until(
            lambda: any("ValueError" in line for line, _ in sayings.lines), "the child's error is told"
        )
    finally:
        process.close()
    assert {export for _, export in sayings.lines} == {"e-7"}
    assert not any("diary" in line for line, _ in sayings.lines)
