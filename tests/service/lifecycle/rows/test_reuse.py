"""The same board, asked for again with the same options by the same person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from pytest_django import Settings

from solo_export.boards.models import SoloSession
from solo_export.exports import storage
from solo_export.exports.actions.delete import delete_export
from solo_export.exports.actions.request import request_export
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.renderer.pool import RendererPool
from solo_export.exports.runner import Runner
from tests.service.lifecycle.conftest import STATE, Ask, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pool() -> Iterator[RendererPool]:
    """A child that serves all tests."""
    pool = RendererPool(size=1, memory_mb=1024, seconds=120)
    yield pool
    pool.close()


@pytest.fixture
def ask(ask: Ask, settings: Settings) -> Ask:
    """Asks for an export of the board, as people do."""
    settings.SOLO_EXPORT_REUSE = True
    return ask


@pytest.fixture
def first(ask: Ask, pool: RendererPool) -> ExportRequest:
    """A PDF that was drawn."""
    export = ask("pdf", scale=1, filename="First")
    assert Runner(pool).run()
    return ExportRequest.objects.get(pk=export.pk)


def test_it_is_completed_at_once_with_the_same_bytes_in_a_file_of_its_own(
    first: ExportRequest, ask: Ask, files: Path
) -> None:
    again = ask("pdf", scale=1, filename="Again")
    assert again.status == "completed"
    assert again.file_key != first.file_key
    assert storage.read(again.file_key) == storage.read(first.file_key)
    assert (again.file_name, again.page_count, again.file_size) == ("Again.pdf", 1, first.file_size)
    assert (again.stored_bytes, again.lease_token) == (first.file_size, None)
    assert again.expires_at is not None
    assert not Snapshot.objects.exists()


def test_either_may_go_without_the_other(first: ExportRequest, ask: Ask, files: Path) -> None:
    again = ask("pdf", scale=1)
    delete_export(first)
    storage.discard_all(first.pk)
    assert storage.read(again.file_key).startswith(b"%PDF-")
    assert ask("pdf", scale=1).status == "completed"


@pytest.mark.parametrize(
    ("format", "options"), [("png", {"scale": 1}), ("pdf", {"scale": 2}), ("pdf", {}), ("svg", {"scale": 1})]
)
def test_another_format_or_option_is_another_file(
    first: ExportRequest, ask: Ask, format: str, options: dict[str, Any]
) -> None:
    assert ask(format, **options).status == "pending"


@pytest.mark.parametrize("change", [{"state": {**STATE, "note": "!"}}, {"name": "Урок 5"}])
def test_a_board_that_changed_is_drawn(
    first: ExportRequest, ask: Ask, session: SoloSession, change: dict[str, Any]
) -> None:
    for name, value in change.items():
        setattr(session, name, value)
    session.save()
    assert ask("pdf", scale=1).status == "pending"


def test_another_limit_may_be_another_file(first: ExportRequest, ask: Ask, settings: Settings) -> None:
    settings.SOLO_MAX_PICTURE_PIXELS = 1_000_000
    assert ask("pdf", scale=1).status == "pending"


def test_nothing_is_reused_once_its_time_is_over(first: ExportRequest, ask: Ask) -> None:
    ExportRequest.objects.update(expires_at=Now())
    assert ask("pdf", scale=1).status == "pending"


def test_an_operator_may_have_everything_drawn_anew(
    first: ExportRequest, ask: Ask, settings: Settings
) -> None:
    settings.SOLO_EXPORT_REUSE = False
    assert ask("pdf", scale=1).status == "pending"


def test_where_images_are_fetched_nothing_is_ever_the_same(ask: Ask, settings: Settings) -> None:
    settings.SOLO_IMAGE_HOSTS = ["images.example.org"]
    assert ask("pdf").fingerprint == ""


def test_nobody_gets_another_persons_file(first: ExportRequest) -> None:
    boris = User.objects.create_user("boris")
    board = SoloSession.objects.create(user=boris, name="Урок 4", state=STATE)
    theirs = request_export(session=board, user=boris, format="pdf", options={"scale": 1})
    assert theirs.status == "pending"
    ExportRequest.objects.filter(pk=first.pk).update(user=boris)
    assert ExportRequest.objects.get(pk=theirs.pk).fingerprint == first.fingerprint


def test_what_failed_or_is_under_way_is_not_reused(first: ExportRequest, ask: Ask) -> None:
    for status in ("failed", "processing", "pending"):
        ExportRequest.objects.filter(pk=first.pk).update(status=status)
        again = ask("pdf", scale=1)
        assert again.status == "pending"
        delete_export(again)


def test_a_file_that_cannot_be_read_is_drawn_anew(
    first: ExportRequest, ask: Ask, pool: RendererPool, files: Path
) -> None:
    for path in stored(files):
        path.unlink()
    again = ask("pdf", scale=1)
    assert ExportRequest.objects.get(pk=again.pk).status == "pending"
    assert Runner(pool).run(again.pk)
    assert ExportRequest.objects.get(pk=again.pk).status == "completed"
