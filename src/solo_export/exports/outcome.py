"""How an attempt ends: what becomes of the row, and of the files.

The worker may have been thought dead meanwhile, and another have the export, or have completed it. So an
attempt deletes nothing but its own file, until the row says that it was the last.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable

from solo_export.exports import storage
from solo_export.exports.actions.complete import StoredFile, complete
from solo_export.exports.actions.fail_or_retry import fail_or_retry
from solo_export.exports.failures import failure_of
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Status
from solo_export.telemetry.stages import stage

log = logging.getLogger(__name__)


def succeed(export: ExportRequest, file: StoredFile) -> bool:
    """Record the file of an attempt, and delete what others left; False, and the file gone, if too late."""
    with stage("record"):
        is_completed = complete(export.lease, file)
    if not is_completed:
        log.warning("Export %s is no longer this worker's; this attempt's file is deleted.", export.pk)
        _discard(lambda: storage.discard(file.key), export)
        return False
    remarks = Counter(str(warning.get("code")) for warning in file.warnings)
    log.info(
        "Export %s is completed: %s, %d bytes.",
        export.pk,
        export.format,
        file.size,
        extra={"format": export.format, "bytes": file.size, "warnings": dict(remarks)},
    )
    if export.attempts or export.lapses:
        _discard(lambda: storage.discard_others(file.key, export.pk), export)
    return True


def fail(export: ExportRequest, error: Exception) -> None:
    """Record a failed attempt. Its file goes first, and with the last attempt whatever is left."""
    failure = failure_of(error)
    if failure.code == "internal":
        log.error("Export %s met an error that nobody foresaw.", export.pk, exc_info=error)
    _discard(lambda: storage.discard_attempt(export.lease), export)
    status = fail_or_retry(export.lease, failure)
    log.warning(
        "Export %s: attempt failed (%s), now %s.",
        export.pk,
        failure.code,
        status or "no longer this worker's",
        extra={"code": failure.code},
    )
    if status is Status.FAILED:
        _discard(lambda: storage.discard_all(export.pk), export)


def _discard(discard: Callable[[], None], export: ExportRequest) -> None:
    try:
        discard()
    except storage.StorageError:
        log.warning("What export %s may have stored can't be deleted before the next sweep.", export.pk)
