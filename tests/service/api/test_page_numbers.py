"""Pages by number: what the board doesn't have is refused at once, as far as that can be told at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest

pytestmark = pytest.mark.django_db

PAGE: dict[str, Any] = {"strokes": [], "assets": []}


def ask(client: APIClient, anna: User, state: Any, pages: Any) -> Any:
    session = SoloSession.objects.create(user=anna, state=state)
    body = {"format": "pdf", "options": {"pages": pages}}
    return client.post(f"/api/v1/solo/sessions/{session.id}/export/", body)


@pytest.mark.parametrize("state", [{"pages": [PAGE] * 3}, {"pages": [{"assets": []}, None, {}]}])
@pytest.mark.parametrize("pages", [[4], [1, 2, 9, 3], ["p1", 4]])
def test_a_number_beyond_the_last_is_refused_with_what_there_is(
    client: APIClient, anna: User, state: Any, pages: Any
) -> None:
    answer = ask(client, anna, state, pages)
    number = max(page for page in pages if isinstance(page, int))
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": f"The board has no page {number}; it has 3.", "field": "options.pages"},
    )
    assert not ExportRequest.objects.exists()


@pytest.mark.parametrize("pages", [[3], [3, 1, 1], ["p9"], "all", "current"])
def test_what_is_there_is_accepted(client: APIClient, anna: User, pages: Any) -> None:
    assert ask(client, anna, {"pages": [PAGE] * 3}, pages).status_code == 201


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        "text",
        {},
        {"pages": []},
        {"pages": {"a": PAGE}},
        {"pages": [[]]},
        {"strokes": []},
        {"pages": [{"stage": '{"className": "Stage"}'}]},
        [{"className": "Stage"}] * 2,
    ],
)
def test_what_only_drawing_can_count_is_left_to_it(client: APIClient, anna: User, state: Any) -> None:
    assert ask(client, anna, state, [2]).status_code == 201


def test_a_repeated_request_is_not_refused_for_pages_that_have_gone_since(
    client: APIClient, session: SoloSession
) -> None:
    session.state = {"pages": [PAGE] * 3}
    session.save()
    path, body = f"/api/v1/solo/sessions/{session.id}/export/", {"options": {"pages": [3]}}
    first = client.post(path, body, headers={"Idempotency-Key": "k"}).json()
    SoloSession.objects.update(state={"pages": [PAGE]})
    assert client.post(path, body, headers={"Idempotency-Key": "k"}).json()["id"] == first["id"]
