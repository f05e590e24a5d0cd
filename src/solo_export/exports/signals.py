"""What must happen whoever deletes an export: a person, an expiry, or the board that it belongs to."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from solo_export.exports import storage
from solo_export.exports.models import ExportRequest

log = logging.getLogger(__name__)


@receiver(post_delete, sender=ExportRequest)
def delete_files(instance: ExportRequest, **_: Any) -> None:
    """Delete the files of a deleted row, once it is gone for good."""
    transaction.on_commit(partial(_discard, instance.pk))


def _discard(export_id: UUID) -> None:
    try:
        storage.discard_all(export_id)
    except storage.StorageError:
        log.exception("The files of the deleted export %s could not be deleted.", export_id)
