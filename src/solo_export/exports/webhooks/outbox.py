"""Writes down that an export has ended, in the transaction in which it ends."""

from __future__ import annotations

import json
from uuid import UUID

from solo_export.exports import conf
from solo_export.exports.description import described, utc
from solo_export.exports.models import ExportRequest, WebhookDelivery


def announce(export_id: UUID) -> None:
    """Have the operator's system told of an export that has just ended, if the operator wants that."""
    if not conf.get("SOLO_WEBHOOK_URL"):
        return
    export = ExportRequest.objects.get(pk=export_id)
    if export.is_thumbnail:
        return
    event = f"export.{export.status}"
    data = described(export)
    del data["file_url"]
    message = {"type": event, "timestamp": utc(export.updated_at), "data": data}
    WebhookDelivery.objects.create(
        export_id=export_id, event=event, body=json.dumps(message, separators=(",", ":"))
    )
