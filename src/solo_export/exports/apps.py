"""The app that turns boards into files."""

from __future__ import annotations

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Exports: requests, their life cycle, their files."""

    name = "solo_export.exports"
    verbose_name = "Exports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what Django calls by itself."""
        from solo_export.exports import checks, signals  # noqa: F401 - they need the models
