"""Run an export within the request that asks for it."""

from __future__ import annotations

import time

from solo_export.exports import conf
from solo_export.exports.actions.wait import wait_until_final
from solo_export.exports.models import ExportRequest
from solo_export.exports.runner import shared_runner


def run_now(export: ExportRequest) -> ExportRequest:
    """The export as it is once it has ended, drawn here unless a worker was faster.

    What takes longer than two attempts may is returned as it is, and left to the workers. So is all that is
    under way when the server ends, and what was deleted meanwhile.
    """
    runner = shared_runner()
    deadline = time.monotonic() + 2 * conf.get("SOLO_EXPORT_RENDER_SECONDS")
    while time.monotonic() < deadline and not export.is_final and not runner.is_stopping:
        was_free = runner.run(export.pk)
        seen = wait_until_final(export, 0 if was_free else 0.5)
        if seen is None:
            break
        export = seen
    return export
