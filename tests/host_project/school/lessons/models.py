"""What the school calls a session: a lesson, with a whole number for its key."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Lesson(models.Model):
    """A teacher's board."""

    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    state = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Lesson]] = models.Manager()

    def __str__(self) -> str:
        return f"Lesson {self.pk}"
