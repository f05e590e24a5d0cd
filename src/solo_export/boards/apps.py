"""The app that holds the boards when no host project brings its own."""

from __future__ import annotations

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Saved whiteboards, one row a session."""

    name = "solo_export.boards"
    verbose_name = "Boards"
    default_auto_field = "django.db.models.BigAutoField"
