"""FAILED → PENDING: an operator has mended what was wrong."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from solo_export.exports.admission.census import census
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.states import Status
from solo_export.exports.workers.hints import hint


def retry(export: ExportRequest) -> bool:
    """Put a failed export back in line as if it were new; False if it has not failed or has no board."""
    failed = ExportRequest.objects.filter(pk=export.pk, status=Status.FAILED)
    with transaction.atomic():
        is_back = Snapshot.objects.filter(pk=export.pk).exists() and failed.update(
            status=Status.PENDING,
            turn=census(export.user_id).next_turn,
            attempts=0,
            lapses=0,
            error=None,
            failure_code="",
            expires_at=None,
            hinted_at=None,
            pages_done=0,
            pages_total=None,
        )
        if is_back:
            transaction.on_commit(partial(hint, export.pk))
    return bool(is_back)
