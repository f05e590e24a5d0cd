"""A board, an export of it, and files that one test alone can see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.contrib.auth.models import User
from kombu.simple import SimpleQueue
from pytest_django import Settings

from solo_export.boards.models import SoloSession
from solo_export.exports.actions.request import request_export
from solo_export.exports.models import ExportRequest

STATE = {
    "pages": [
        {
            "id": "p1",
            "strokes": [
                {
                    "id": "s1",
                    "tool": "line",
                    "color": "#2563eb",
                    "size": 4,
                    "opacity": 1,
                    "points": [{"x": 10, "y": 10}, {"x": 200, "y": 120}],
                }
            ],
            "assets": [],
        }
    ],
    "currentPageIndex": 0,
    "note": "Привіт",
}

Ask = Callable[..., ExportRequest]


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """The directory that has the stored files."""
    directory = tmp_path / "files"
    local = {"BACKEND": "solo_export.exports.local_files.LocalFiles", "OPTIONS": {"location": directory}}
    settings.STORAGES = {**settings.STORAGES, "default": local}
    return directory


@pytest.fixture
def session(files: Path) -> SoloSession:
    """Anna's board."""
    anna = User.objects.create_user("anna")
    return SoloSession.objects.create(user=anna, name="Урок 4", state=STATE)


@pytest.fixture
def ask(session: SoloSession, settings: Settings) -> Ask:
    """Asks for an export of the board, which is drawn each time anew."""
    settings.SOLO_EXPORT_REUSE = False

    def ask(format: str = "json", **options: Any) -> ExportRequest:
        return request_export(session=session, user=session.user, format=format, options=options)

    return ask


@pytest.fixture
def broker() -> Iterator[SimpleQueue]:
    """The queue that hints go to: kombu's own in memory stands for the real one of `real/test_celery.py`."""
    app = Celery(broker="memory://", set_as_current=True)
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        queue.clear()
        yield queue
    app.close()


def stored(files: Path) -> list[Path]:
    """The files in the storage."""
    return sorted(path for path in files.rglob("*") if path.is_file())
