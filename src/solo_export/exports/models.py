"""One row an export, and the snapshot of the board that it exports."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.db.models.lookups import GreaterThan

from solo_export.exports import conf
from solo_export.exports.clock import MAX_PAUSE_SECONDS, in_seconds
from solo_export.exports.lease import Lease
from solo_export.exports.states import FINAL, DeliveryStatus, Format, Origin, Status
from solo_export.telemetry import ids, tracing


def touched(**values: Any) -> dict[str, Any]:
    """The new values of a row that is changed by them, with the moment at which it is."""
    return {"updated_at": Now(), **values}


class ExportQuerySet(models.QuerySet["ExportRequest"]):
    """Exports, by where they stand in their life. `update()` moves `updated_at` as `save()` does."""

    def update(self, **values: Any) -> int:
        """Change the rows in one statement; the number of rows that were there to change."""
        return super().update(**touched(**values))

    def under_way(self) -> Self:
        """Accepted, and not ended yet."""
        return self.filter(status__in=(Status.PENDING, Status.PROCESSING))

    def waiting(self) -> Self:
        """Pending, and not in a pause before the next attempt."""
        has_paused = models.Q(available_at__lte=Now())
        # No pause is so long: the clock was put back, and the pause is over, or never was.
        is_beyond = models.Q(available_at__gt=in_seconds(MAX_PAUSE_SECONDS))
        return self.filter(has_paused | is_beyond, status=Status.PENDING)

    def ahead_of(self, turn: Any, since: Any) -> Self:
        """What waits and will be drawn before a pending export of that turn, available since that moment."""
        is_ahead = (
            models.Q(turn__lt=turn)
            | models.Q(turn=turn, available_at__lt=since)
            | models.Q(GreaterThan(since, Now()))
        )
        return self.waiting().filter(is_ahead)

    def with_queue_position(self) -> Self:
        """The same rows, in the same query; those that are pending know their `queue_position`."""
        ahead = ExportRequest.objects.ahead_of(models.OuterRef("turn"), models.OuterRef("available_at"))
        count = ahead.order_by().values("status").values(count=models.Count("pk"))
        position = Coalesce(models.Subquery(count), 0) + 1
        return self.annotate(
            queue_position=models.Case(models.When(status=Status.PENDING, then=position), default=None)
        )

    def held_by(self, lease: Lease) -> Self:
        """The row of a lease, or none once somebody else has it."""
        return self.filter(pk=lease.export_id, lease_token=lease.token, status=Status.PROCESSING)

    def lapsed(self) -> Self:
        """In work, but the worker has let its lease run out."""
        return self.filter(status=Status.PROCESSING, lease_expires_at__lt=Now())


class ExportRequest(models.Model):
    """A request for a file, from the moment it is accepted. `states.py` tells its life.

    `file_url` is only what somebody wrote there by hand. For a file that the service stored, `file_key`
    names it in the storage, and a fresh address is signed at every answer.

    A thumbnail is an export that lists leave out.

    `turn` is its place in the line (`line.py`). `stored_bytes` is what is kept of it: first the snapshot,
    then the file.

    `attempts` counts the attempts that came to an end by their own doing, `lapses` those that something
    else cut short: a worker that died with its machine, a storage that was away. `hinted_at` is when the
    broker was last told of the export; None asks for it to be told soon. `request_id` names in the logs the
    request that asked for it. Exports of one `fingerprint` are one file, byte by byte.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(conf.session_model(), on_delete=models.CASCADE, related_name="exports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    format = models.CharField(max_length=10, choices=Format.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PENDING)
    file_url = models.URLField(null=True, blank=True)
    error = models.TextField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    file_size = models.IntegerField(null=True, blank=True)
    page_count = models.IntegerField(null=True, blank=True)

    options = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.SERVER)
    pages_done = models.IntegerField(default=0)
    pages_total = models.IntegerField(null=True, blank=True)
    file_key = models.CharField(max_length=255, blank=True, default="")
    file_name = models.CharField(max_length=255, blank=True, default="")
    expires_at = models.DateTimeField(null=True, blank=True)

    turn = models.BigIntegerField(db_default=0)
    stored_bytes = models.BigIntegerField(db_default=0)

    failure_code = models.CharField(max_length=40, blank=True, default="")
    attempts = models.IntegerField(default=0)
    lapses = models.IntegerField(default=0)
    available_at = models.DateTimeField(db_default=Now())
    hinted_at = models.DateTimeField(null=True, blank=True, db_default=Now())
    lease_token = models.UUIDField(null=True, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)

    fingerprint = models.CharField(max_length=64, blank=True, default="", db_default="")
    is_thumbnail = models.BooleanField(default=False, db_default=False)
    request_id = models.CharField(max_length=ids.MAX_LENGTH, blank=True, default="", db_default="")
    trace_parent = models.CharField(max_length=tracing.MAX_LENGTH, blank=True, default="", db_default="")

    queue_position: int | None = None
    """1 for the next to be drawn; only of a pending row that came `with_queue_position`."""

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["turn", "available_at"],
                name="export_line",
                condition=models.Q(status=Status.PENDING),
            ),
            models.Index(fields=["user", "status", "turn"], name="export_under_way"),
            models.Index(fields=["user", "stored_bytes"], name="export_stored"),
            models.Index(
                fields=["lease_expires_at"],
                name="export_leased",
                condition=models.Q(status=Status.PROCESSING),
            ),
            models.Index(fields=["expires_at"], name="export_expiring"),
            models.Index(fields=["-created_at"], name="export_newest"),
            models.Index(
                fields=["user", "fingerprint"],
                name="export_reusable",
                condition=models.Q(status=Status.COMPLETED),
            ),
            models.Index(fields=["session", "-created_at"], name="export_of_session"),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.session_id}: {self.status}"

    @property
    def is_final(self) -> bool:
        """Whether the export has ended, well or not."""
        return self.status in FINAL

    @property
    def lease(self) -> Lease:
        """The lease under which the row was claimed; only of a row that is in work."""
        if self.lease_token is None:
            raise ValueError("Nobody holds this export.")
        return Lease(self.pk, self.lease_token)

    @property
    def progress(self) -> dict[str, Any] | None:
        """Pages drawn of all, once that is known."""
        if self.pages_total is None:
            return None
        return {"done": self.pages_done, "total": self.pages_total}


class Snapshot(models.Model):
    """The board as it was when the export was asked for: its title and the JSON text of its state.

    Kept while the export may still be drawn, deleted when it is completed.
    """

    export = models.OneToOneField(
        ExportRequest, on_delete=models.CASCADE, primary_key=True, related_name="snapshot"
    )
    title = models.CharField(max_length=255, blank=True, default="")
    state = models.TextField()

    def __str__(self) -> str:
        return f"Snapshot for {self.export_id}"


class IdempotencyKey(models.Model):
    """What a caller called a request about a session, and the export that came of it. See `once.py`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(conf.session_model(), on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    export = models.OneToOneField(ExportRequest, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "session", "key"], name="asked_once")]

    def __str__(self) -> str:
        return self.key


class WebhookDelivery(models.Model):
    """A message to the operator's system, written with the end of the export that it tells of.

    It outlives the export: what has ended is told, even if it is deleted meanwhile. `attempts` counts those
    that were begun, and fences off a sender that was thought dead. `outcome` is what came of the last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    export_id = models.UUIDField()
    event = models.CharField(max_length=40)
    body = models.TextField()
    status = models.CharField(max_length=20, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING)
    attempts = models.IntegerField(default=0)
    outcome = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), db_index=True)
    due_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "webhook deliveries"
        indexes = [
            models.Index(
                fields=["due_at"],
                name="webhook_due",
                condition=models.Q(status=DeliveryStatus.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.export_id}: {self.status}"

    @property
    def message_id(self) -> str:
        """The same at every repetition."""
        return f"msg_{self.pk.hex}"


class Rate(models.Model):
    """How much of an allowance is used up: none, once `unused_at` has passed. See `rates.py`."""

    key = models.CharField(max_length=150, primary_key=True)
    unused_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
