"""The school's people."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The school's people."""

    name = "school.people"
