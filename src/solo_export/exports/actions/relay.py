"""Tell the broker again of exports that wait although it was told."""

from __future__ import annotations

import logging

from django.db.models import Q
from django.db.models.functions import Now

from solo_export.exports.admission.line import ORDER
from solo_export.exports.clock import hint_seconds, in_seconds
from solo_export.exports.models import ExportQuerySet, ExportRequest
from solo_export.exports.workers.hints import publish

_AT_ONCE = 100
"""Repeats in one round, so that a long queue doesn't fill the broker with repetitions."""

log = logging.getLogger(__name__)


def relay() -> int:
    """Publish hints for exports whose hint is missing or old; how many. The first refusal ends the round."""
    sent = 0
    for export_id in list(_due().order_by(*ORDER).values_list("pk", flat=True)[:_AT_ONCE]):
        row = ExportRequest.objects.filter(pk=export_id)
        if not _due().filter(pk=export_id).update(hinted_at=Now()):
            continue  # another relay was faster
        try:
            publish(export_id)
        except Exception as error:  # noqa: BLE001 - kombu's transports raise errors of many libraries
            row.update(hinted_at=None)
            log.warning("The broker takes no hints: %s", type(error).__name__)
            break
        sent += 1
    return sent


def _due() -> ExportQuerySet:
    stale = Q(hinted_at=None) | Q(hinted_at__lt=in_seconds(-hint_seconds()))
    return ExportRequest.objects.waiting().filter(stale)
