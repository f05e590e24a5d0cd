"""Two people, a board of the first, and a way to have an export end without drawing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from solo_export.boards.models import SoloSession
from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile, complete
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest

PASSWORD = "correct horse battery staple"

UNKNOWN = "3f2b8f0e-94c5-4b6a-8d55-6a5d3f1c7e21"
"""An id that nothing has."""

STATE = {
    "pages": [
        {
            "id": "p1",
            "name": "Сторінка 1",
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
}

Finish = Callable[..., ExportRequest]


@pytest.fixture(autouse=True)
def _files_of_one_test(settings: Settings, tmp_path: Path) -> None:
    local = {
        "BACKEND": "solo_export.exports.local_files.LocalFiles",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = {**settings.STORAGES, "default": local}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def client_of(user: User) -> APIClient:
    """A client that sends the user's access token."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {AccessToken.for_user(user)}")
    return client


@pytest.fixture
def anna(db: None) -> User:
    return User.objects.create_user("anna", password=PASSWORD)


@pytest.fixture
def boris(db: None) -> User:
    return User.objects.create_user("boris", password=PASSWORD)


@pytest.fixture
def client(anna: User) -> APIClient:
    """Anna's front end."""
    return client_of(anna)


@pytest.fixture
def session(anna: User) -> SoloSession:
    return SoloSession.objects.create(user=anna, name="Урок 4", state=STATE)


@pytest.fixture
def export(client: APIClient, session: SoloSession) -> ExportRequest:
    """An export of Anna's session that waits for a worker."""
    answer = client.post(f"/api/v1/solo/sessions/{session.id}/export/", {"format": "pdf"})
    return ExportRequest.objects.get(pk=answer.json()["id"])


@pytest.fixture
def finish() -> Finish:
    """Completes a waiting export as a worker does, with a file given instead of drawn."""

    def finished(export: ExportRequest, data: bytes = b"%PDF-1.7 pretended", **changes: Any) -> ExportRequest:
        claimed = claim(export.pk)
        assert claimed is not None
        assert claimed.lease_token is not None
        lease = Lease(export.pk, claimed.lease_token)
        key = storage.save(lease, export.format, data)
        file = StoredFile(key, changes.pop("name", export.file_name), len(data), page_count=1, **changes)
        assert complete(lease, file)
        return ExportRequest.objects.get(pk=export.pk)

    return finished
