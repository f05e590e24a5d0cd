"""Sends what stands in the outbox: one process at a time, again after pauses, and not for ever."""

from __future__ import annotations

import http.client
import logging
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from solo_export.exports import conf
from solo_export.exports.clock import in_seconds
from solo_export.exports.models import WebhookDelivery
from solo_export.exports.states import DeliveryStatus
from solo_export.exports.webhooks.signature import signature

PAUSES = (5, 30, 2 * 60, 10 * 60, 30 * 60, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
"""Seconds after the first attempt, the second, and so on; what fails after the last of them is given up."""

_SECONDS_TO_ANSWER = 10.0
_LEASE_SECONDS = 60
"""For so long a message is its sender's. Who dies meanwhile leaves it to the next."""

_SECONDS_BETWEEN_LOOKS = 1.0

log = logging.getLogger(__name__)


def keep_delivering(stop: threading.Event) -> None:
    """Send what is due until `stop` is set; nothing where the operator has set no receiver."""
    while conf.get("SOLO_WEBHOOK_URL") and not stop.wait(_SECONDS_BETWEEN_LOOKS):
        try:
            while not stop.is_set() and deliver_next():
                pass
        except Exception:
            log.exception("Webhooks could not be delivered; it is tried again.")
            connection.close()
    connection.close()


def deliver_next() -> bool:
    """Send the message that has been due longest; False if there is none."""
    delivery = _claim()
    if delivery is None:
        return False
    outcome = _send(delivery)
    values: dict[str, Any] = {"outcome": outcome.words}
    if outcome.was_taken:
        values["status"] = DeliveryStatus.DELIVERED
    elif delivery.attempts > len(PAUSES):
        values["status"] = DeliveryStatus.GIVEN_UP
    else:
        values["due_at"] = in_seconds(PAUSES[delivery.attempts - 1])
    _held(delivery).update(**values)
    if not outcome.was_taken:
        log.warning("Webhook %s was not taken: %s.", delivery.message_id, outcome.words)
    return True


def forget_old() -> None:
    """Drop the messages that are as old as an export may get."""
    days = conf.get("SOLO_EXPORT_RETENTION_DAYS")
    WebhookDelivery.objects.filter(created_at__lt=in_seconds(-days * 86_400)).delete()


def _claim() -> WebhookDelivery | None:
    """A message that is due, now leased; its number of attempts is what fences it off from others."""
    due = WebhookDelivery.objects.filter(status=DeliveryStatus.WAITING, due_at__lte=Now()).order_by("due_at")
    while delivery := due.first():
        if _held(delivery).update(due_at=in_seconds(_LEASE_SECONDS), attempts=F("attempts") + 1):
            delivery.attempts += 1
            return delivery
    return None


def _held(delivery: WebhookDelivery) -> QuerySet[WebhookDelivery]:
    rows = WebhookDelivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
    return rows.filter(status=DeliveryStatus.WAITING)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one attempt."""

    was_taken: bool
    words: str


def _send(delivery: WebhookDelivery) -> _Outcome:
    body = delivery.body.encode()
    timestamp = int(time.time())
    secret = conf.get("SOLO_WEBHOOK_SECRET")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "solo-export",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, delivery.message_id, timestamp, body),
    }
    try:
        status = _post(conf.get("SOLO_WEBHOOK_URL"), body, headers)
    except (OSError, http.client.HTTPException) as error:
        return _Outcome(was_taken=False, words=f"no answer ({type(error).__name__})")
    return _Outcome(was_taken=200 <= status < 300, words=f"HTTP {status}")


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer; a redirect is an answer like any other, and not followed."""
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    receiver = kind(str(parts.hostname), parts.port, timeout=_SECONDS_TO_ANSWER)
    try:
        receiver.request("POST", path, body, headers)
        return receiver.getresponse().status
    finally:
        receiver.close()
