"""Storages that misbehave, as real ones do now and then."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.base import File

from solo_export.exports.actions.complete import StoredFile, complete
from solo_export.exports.lease import Lease
from solo_export.exports.local_files import LocalFiles
from solo_export.exports.models import ExportRequest


class AwayFiles(LocalFiles):
    """A storage that is down."""

    def _save(self, name: str, content: File[Any]) -> str:
        raise ConnectionError("10.0.0.9 refused the connection")


class FullFiles(LocalFiles):
    """A storage that has room for a part of the file."""

    def _save(self, name: str, content: File[Any]) -> str:
        super()._save(name, content)
        raise OSError("No space left on device")


class OvertakenFiles(LocalFiles):
    """A storage that fails after so long that somebody else has completed the export meanwhile."""

    def _save(self, name: str, content: File[Any]) -> str:
        lease = Lease(ExportRequest.objects.get().pk, uuid4())
        ExportRequest.objects.update(lease_token=lease.token)
        key = super()._save(f"exports/{lease.export_id}/{lease.token}.json", content)
        assert complete(lease, StoredFile(key, "board.json", content.size, 1))
        raise ConnectionError("10.0.0.9 closed the connection")


class SlowFiles(LocalFiles):
    """A storage that takes so long that somebody else has the export by the time the file is there."""

    def _save(self, name: str, content: File[Any]) -> str:
        ExportRequest.objects.filter(status="processing").update(lease_token=uuid4())
        return super()._save(name, content)
