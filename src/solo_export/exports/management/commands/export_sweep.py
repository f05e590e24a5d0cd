"""`manage.py export_sweep`: the daily sweep, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from solo_export.exports.actions.sweep import sweep
from solo_export.exports.storage import StorageError


class Command(BaseCommand):
    """Sweeps once, and says what it found."""

    help = (
        "Deletes files that belong to no export, and fails exports whose file is lost. Workers do it daily."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Sweep."""
        try:
            swept = sweep()
        except StorageError as error:
            raise CommandError(f"The storage does not answer: {error.__cause__}") from error
        self.stdout.write(f"{swept.files} files without an export are deleted.")
        self.stdout.write(f"{swept.exports} exports without their file have failed.")
