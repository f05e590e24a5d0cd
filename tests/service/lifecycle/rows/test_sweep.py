"""Files without rows and rows without files are found and put right; what fits together is left alone."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from pytest_django import Settings

from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile, complete
from solo_export.exports.actions.sweep import GRACE_SECONDS, MAX_LOST, MAX_ORPHANS, Swept, sweep
from solo_export.exports.clock import in_seconds
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest
from tests.service.lifecycle.conftest import Ask, stored

pytestmark = pytest.mark.django_db

NOTHING = Swept(files=0, exports=0)


def completed(ask: Ask) -> ExportRequest:
    ask()
    export = claim()
    assert export is not None
    key = storage.save(export.lease, "json", b"{}")
    assert complete(export.lease, StoredFile(key, "Урок 4.json", 2, 1))
    return ExportRequest.objects.get(pk=export.pk)


def let_grow_old(files: Path) -> None:
    """Let everything be older than the grace."""
    ExportRequest.objects.update(updated_at=in_seconds(-GRACE_SECONDS - 60))
    for path in stored(files):
        stat = path.stat()
        os.utime(path, (stat.st_atime, stat.st_mtime - GRACE_SECONDS - 60))


def test_what_fits_together_is_left_alone(ask: Ask, files: Path) -> None:
    export = completed(ask)
    let_grow_old(files)
    assert sweep() == NOTHING
    assert stored(files) == [files / export.file_key]
    assert ExportRequest.objects.get().status == "completed"


class TestFilesWithoutRows:
    def test_they_are_deleted(self, ask: Ask, files: Path) -> None:
        kept = completed(ask)
        for _ in range(3):
            storage.save(Lease(uuid4(), uuid4()), "png", b"x")
        let_grow_old(files)
        assert sweep() == Swept(files=3, exports=0)
        assert stored(files) == [files / kept.file_key]

    def test_so_is_what_another_attempt_left_beside_the_file_of_a_completed_export(
        self, ask: Ask, files: Path
    ) -> None:
        export = completed(ask)
        storage.save(Lease(export.pk, uuid4()), "json", b"late")
        let_grow_old(files)
        assert sweep() == Swept(files=1, exports=0)
        assert stored(files) == [files / export.file_key]

    def test_a_young_one_may_be_about_to_get_its_row(self, files: Path, ask: Ask) -> None:
        storage.save(Lease(uuid4(), uuid4()), "png", b"x")
        assert sweep() == NOTHING
        assert len(stored(files)) == 1

    def test_what_belongs_to_work_under_way_stays(self, ask: Ask, files: Path) -> None:
        ask()
        export = claim()
        assert export is not None
        storage.save(export.lease, "json", b"{}")
        let_grow_old(files)
        assert sweep() == NOTHING
        assert len(stored(files)) == 1

    def test_what_the_service_has_not_stored_stays(self, files: Path, ask: Ask) -> None:
        for name in ("exports/notes.txt", "exports/a/b.txt", "pictures/1.png"):
            (files / name).parent.mkdir(parents=True, exist_ok=True)
            (files / name).write_text("somebody else's")
        let_grow_old(files)
        assert sweep() == NOTHING
        assert len(stored(files)) == 3

    def test_a_storage_full_of_them_is_likely_somebody_elses(self, ask: Ask, files: Path) -> None:
        for _ in range(MAX_ORPHANS + 1):
            storage.save(Lease(uuid4(), uuid4()), "png", b"x")
        let_grow_old(files)
        assert sweep() == NOTHING
        assert len(stored(files)) == MAX_ORPHANS + 1


class TestRowsWithoutFiles:
    def test_they_have_failed_and_say_so(self, ask: Ask, files: Path) -> None:
        lost, kept = completed(ask), completed(ask)
        let_grow_old(files)
        (files / lost.file_key).unlink()
        assert sweep() == Swept(files=0, exports=1)
        row = ExportRequest.objects.get(pk=lost.pk)
        assert (row.status, row.failure_code, row.file_key, row.file_size) == (
            "failed",
            "file_lost",
            "",
            None,
        )
        assert row.error == "The file of this export was lost. Please export it again."
        assert ExportRequest.objects.get(pk=kept.pk).status == "completed"
        assert sweep() == NOTHING

    def test_a_young_one_is_left_for_the_next_time(self, ask: Ask, files: Path) -> None:
        export = completed(ask)
        (files / export.file_key).unlink()
        assert sweep() == NOTHING

    def test_what_is_just_expiring_is_left_to_that(self, ask: Ask, files: Path) -> None:
        export = completed(ask)
        let_grow_old(files)
        (files / export.file_key).unlink()
        ExportRequest.objects.update(expires_at=in_seconds(-1), updated_at=in_seconds(-GRACE_SECONDS - 60))
        assert sweep() == NOTHING

    def test_an_address_written_by_hand_needs_no_file(self, ask: Ask, files: Path) -> None:
        ask()
        ExportRequest.objects.update(status="completed", file_url="https://storage.example.com/a.pdf")
        let_grow_old(files)
        assert sweep() == NOTHING

    def test_a_storage_without_any_is_likely_the_wrong_one(
        self, ask: Ask, files: Path, settings: Settings
    ) -> None:
        for _ in range(MAX_LOST + 1):
            completed(ask)
        let_grow_old(files)
        files.rename(files.with_name("not mounted"))
        assert sweep() == NOTHING
        assert set(ExportRequest.objects.values_list("status", flat=True)) == {"completed"}


def test_a_command_does_it_now(ask: Ask, files: Path) -> None:
    storage.save(Lease(uuid4(), uuid4()), "png", b"x")
    let_grow_old(files)
    said = StringIO()
    call_command("export_sweep", stdout=said)
    assert said.getvalue().splitlines() == [
        "1 files without an export are deleted.",
        "0 exports without their file have failed.",
    ]
