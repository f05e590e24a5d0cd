"""The tests of the specification's own section 8, as they stand there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest

pytestmark = pytest.mark.django_db


def test_create_export_request(client: APIClient, session: SoloSession) -> None:
    response = client.post(f"/api/v1/solo/sessions/{session.id}/export/", {"format": "pdf"}, format="json")
    assert response.status_code == 201
    assert response.data["status"] == "pending"


def test_get_export_status(client: APIClient, session: SoloSession, anna: User) -> None:
    export = ExportRequest.objects.create(session=session, user=anna, format="pdf")
    response = client.get(f"/api/v1/exports/{export.id}/")
    assert response.status_code == 200
    assert "status" in response.data


def test_export_not_found(client: APIClient) -> None:
    response = client.get("/api/v1/exports/nonexistent-uuid/")
    assert response.status_code == 404
