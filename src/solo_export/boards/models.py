"""The saved whiteboard."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Coalesce

from solo_export.exports.admission.text_bytes import TextBytes


class SoloSession(models.Model):
    """One person's whiteboard. `state` is the front end's own JSON, any value, kept as it came.

    A state of JSON `null` is the column's NULL. `state_bytes` is what the database keeps of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="solo_sessions")
    name = models.CharField(max_length=200, blank=True, default="")
    state = models.JSONField(default=dict, blank=True, null=True)
    page_count = models.PositiveIntegerField(default=1)
    state_bytes = models.GeneratedField(
        expression=Coalesce(TextBytes(Cast("state", models.TextField())), 0),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["user", "-updated_at"], name="session_of_user"),
            models.Index(fields=["user", "state_bytes"], name="session_bytes"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.id)
