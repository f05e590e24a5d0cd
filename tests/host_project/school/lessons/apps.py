"""The school's lessons."""

from __future__ import annotations

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """The school's lessons."""

    name = "school.lessons"
