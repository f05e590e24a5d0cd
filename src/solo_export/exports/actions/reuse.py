"""PENDING → COMPLETED at once: the same person has the same file already."""

from __future__ import annotations

import logging

from django.db.models.functions import Now

from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile
from solo_export.exports.actions.hand_back import hand_back
from solo_export.exports.file_names import with_extension
from solo_export.exports.models import ExportRequest
from solo_export.exports.outcome import succeed
from solo_export.exports.states import Origin, Status

log = logging.getLogger(__name__)


def reuse(export: ExportRequest) -> ExportRequest:
    """Complete a new export with the bytes of an earlier one of its fingerprint; as given if there is none.

    The export gets a file of its own, so that either may be deleted without the other. What goes wrong on the
    way is no failure: a worker draws it, as any other.
    """
    twin = _twin(export)
    claimed = claim(export.pk) if twin else None
    if twin is None or claimed is None:
        return export
    try:
        data = storage.read(twin.file_key)
        extension = twin.file_key.rpartition(".")[2]
        file = StoredFile(
            key=storage.save(claimed.lease, extension, data),
            name=with_extension(export.file_name, extension),
            size=len(data),
            page_count=twin.page_count or 1,
            warnings=twin.warnings,
        )
    except storage.StorageError:
        hand_back(claimed.lease)
        return export
    if succeed(claimed, file):
        log.info("Its file is the one of export %s, which is the same.", twin.pk)
    return ExportRequest.objects.filter(pk=export.pk).first() or export


def _twin(export: ExportRequest) -> ExportRequest | None:
    if not export.fingerprint:
        return None
    same = ExportRequest.objects.filter(
        user_id=export.user_id,
        fingerprint=export.fingerprint,
        status=Status.COMPLETED,
        origin=Origin.SERVER,
        expires_at__gt=Now(),
    )
    return same.exclude(file_key="").order_by("-created_at").first()
