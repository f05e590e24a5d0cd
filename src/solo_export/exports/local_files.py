"""Files on this machine's disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class LocalFiles(FileSystemStorage):
    """Django's own, except that a saved file outlives a power cut, as the row that names it does."""

    def _save(self, name: str, content: File[Any]) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # what the stubs leave out
        path = Path(self.path(saved))
        for entry in (path, path.parent):
            _flush_to_disk(entry)
        return saved

    def delete(self, name: str) -> None:
        """Delete a file, and its directory once that is empty."""
        super().delete(name)
        directory = Path(self.path(name)).parent
        if directory != Path(self.location):
            with suppress(OSError):
                directory.rmdir()


def _flush_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
