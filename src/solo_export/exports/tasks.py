"""Celery's way to an export. The message carries an id and nothing else; the row decides what happens."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from solo_export.exports.actions.hand_back import ask_for_hint
from solo_export.exports.runner import shared_runner
from solo_export.exports.workers import celery_worker  # noqa: F401 - connects itself to the worker's signals
from solo_export.exports.workers.hints import TASK


@shared_task(name=TASK, ignore_result=True, acks_late=False)
def run_export(export_id: str) -> None:
    """Make an attempt at the export whose turn it is; every one that waits has a message, so all get theirs.

    The one that this message names may be somebody's hundredth while others wait with their first.

    The message is acknowledged before: should the worker die, the lease brings the export back, where
    a broker that redelivers would bring it back to crash the next worker too.
    """
    runner = shared_runner()
    if not runner.run() and runner.is_stopping:
        ask_for_hint(UUID(export_id))
