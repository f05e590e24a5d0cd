"""Files without rows, and rows without files: what crashes and outages leave behind.

A completed export whose file is lost can't be downloaded, so it becomes FAILED and says so. What is young is
left alone: it may belong to work that is under way. And where most of what is there doesn't fit together, the
service looks at a storage or a database that is not its own; then nothing is touched.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from solo_export.exports import storage
from solo_export.exports.clock import in_seconds
from solo_export.exports.failures import FileLost, failure_of
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import FINAL, Status
from solo_export.exports.webhooks.outbox import announce

GRACE_SECONDS = 3600.0
"""Longer than any attempt from its file to its row."""

MAX_ORPHANS = 100
MAX_LOST = 10
"""So many may be astray though nothing else is there; more, only if as many are where they belong."""

_AT_ONCE = 500

_Item = TypeVar("_Item")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files without a row were deleted, and how many exports without their file have failed."""

    files: int
    exports: int


def sweep(grace_seconds: float = GRACE_SECONDS) -> Swept:
    """Put right what is older than `grace_seconds`. Raises `StorageError`, and stops there."""
    files = dict(storage.all_files())
    orphans = set(_orphans(files))
    old = timezone.now() - timedelta(seconds=grace_seconds)
    deleted = _delete({key for key in orphans if files[key] <= old}, kept=len(files) - len(orphans))
    lost = list(_rows_without(files, grace_seconds))
    return Swept(files=deleted, exports=_fail(lost, kept=len(files) - len(orphans)))


def _orphans(keys: Iterable[str]) -> Iterator[str]:
    """The files that belong to no row, or that a row which has ended doesn't name."""
    for batch in _batches(keys):
        owners = {key: owner for key in batch if (owner := storage.export_of(key))}
        rows = ExportRequest.objects.filter(pk__in=set(owners.values()))
        stands = {pk: (status, key) for pk, status, key in rows.values_list("pk", "status", "file_key")}
        for key, owner in owners.items():
            status, own_key = stands.get(owner, (Status.FAILED, ""))
            if status in FINAL and key != own_key:
                yield key


def _delete(orphans: set[str], *, kept: int) -> int:
    if len(orphans) > max(MAX_ORPHANS, kept):
        log.error(
            "%d files belong to no export, and %d do. They stay: is this the database of this storage?",
            len(orphans),
            kept,
        )
        return 0
    for key in orphans:
        storage.discard(key)
    if orphans:
        log.warning("%d files that belonged to no export are deleted.", len(orphans))
    return len(orphans)


def _rows_without(files: Iterable[str], grace_seconds: float) -> Iterator[UUID]:
    found = frozenset(files)
    completed = ExportRequest.objects.filter(status=Status.COMPLETED).exclude(file_key="")
    # `expire` deletes a file a moment before its row.
    old = completed.filter(updated_at__lt=in_seconds(-grace_seconds)).exclude(expires_at__lt=Now())
    for export_id, key in old.order_by().values_list("pk", "file_key").iterator():
        if key not in found and not storage.is_there(key):
            yield export_id


def _fail(lost: list[UUID], *, kept: int) -> int:
    if len(lost) > max(MAX_LOST, kept):
        log.error(
            "The files of %d exports are not there, and %d files are. Is this the right storage?",
            len(lost),
            kept,
        )
        return 0
    return sum(_fail_one(export_id) for export_id in lost)


def _fail_one(export_id: UUID) -> bool:
    failure = failure_of(FileLost())
    with transaction.atomic():
        is_failed = ExportRequest.objects.filter(pk=export_id, status=Status.COMPLETED).update(
            status=Status.FAILED,
            error=failure.words,
            failure_code=failure.code,
            file_key="",
            file_size=None,
            page_count=None,
            stored_bytes=0,
        )
        if is_failed:
            announce(export_id)
            log.error("The file of export %s is lost.", export_id)
    return bool(is_failed)


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
