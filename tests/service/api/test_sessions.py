"""/api/v1/solo/sessions/: a person's boards."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.boards.versions import to_change
from tests.service.api.conftest import STATE, UNKNOWN, client_of

pytestmark = pytest.mark.django_db

SESSIONS = "/api/v1/solo/sessions/"


def address(session: SoloSession) -> str:
    return f"{SESSIONS}{session.id}/"


def post_raw(client: APIClient, body: str | bytes) -> Any:
    return client.post(SESSIONS, body, content_type="application/json")


def test_a_new_session_is_its_makers(client: APIClient, anna: User) -> None:
    answer = client.post(SESSIONS, {"name": "Урок 5", "state": STATE})
    assert answer.status_code == 201
    body = answer.json()
    assert (body["name"], body["state"], body["page_count"]) == ("Урок 5", STATE, 1)
    assert body["created_at"].endswith("Z")
    assert body["updated_at"].endswith("Z")
    assert SoloSession.objects.get(pk=body["id"]).user == anna


def test_everything_may_be_left_out(client: APIClient) -> None:
    body = client.post(SESSIONS, {}).json()
    assert (body["name"], body["state"], body["page_count"]) == ("", {}, 1)


@pytest.mark.parametrize(
    "state", [{}, [], None, "text", 0, 1.5, False, {"pages": []}, {"a": [1, {"b": None}]}, "1e999 \\ud800"]
)
def test_any_json_value_is_a_state_and_comes_back_as_it_was(client: APIClient, state: object) -> None:
    created = client.post(SESSIONS, {"state": state})
    assert created.status_code == 201
    read = client.get(f"{SESSIONS}{created.json()['id']}/")
    assert read.json()["state"] == state


@pytest.mark.parametrize(
    ("state", "pages"),
    [({"pages": [{}, {}, {}]}, 3), ({"pages": []}, 1), ({"pages": "x"}, 1), ({"strokes": []}, 1), (None, 1)],
)
def test_pages_are_counted_from_the_state(client: APIClient, state: object, pages: int) -> None:
    assert client.post(SESSIONS, {"state": state}).json()["page_count"] == pages


def test_a_page_count_that_is_given_stands(client: APIClient, session: SoloSession) -> None:
    assert client.post(SESSIONS, {"state": STATE, "page_count": 7}).json()["page_count"] == 7
    assert client.patch(address(session), {"page_count": 9}).json()["page_count"] == 9


def test_a_whole_number_may_be_written_with_a_point(client: APIClient) -> None:
    body = b'{"page_count": 7.0}'
    assert post_raw(client, body).json()["page_count"] == 7


def test_pages_are_counted_again_with_a_new_state(client: APIClient, session: SoloSession) -> None:
    assert client.patch(address(session), {"state": {"pages": [{}, {}]}}).json()["page_count"] == 2
    assert client.patch(address(session), {"name": "same state"}).json()["page_count"] == 2


@pytest.mark.parametrize("method", ["put", "patch"])
def test_what_is_left_out_of_a_change_stays(client: APIClient, session: SoloSession, method: str) -> None:
    answer = getattr(client, method)(address(session), {"name": "Урок 6"})
    assert answer.status_code == 200
    body = client.get(address(session)).json()
    assert (body["name"], body["state"]) == ("Урок 6", STATE)
    assert body["updated_at"] == answer.json()["updated_at"]
    assert body["updated_at"] > body["created_at"]


def test_what_the_server_keeps_cannot_be_written(
    client: APIClient, session: SoloSession, boris: User
) -> None:
    before = client.get(address(session)).json()
    client.patch(
        address(session), {"id": str(uuid.uuid4()), "created_at": "2000-01-01T00:00:00Z", "user": boris.pk}
    )
    after = client.get(address(session)).json()
    assert (after["id"], after["created_at"]) == (before["id"], before["created_at"])
    assert SoloSession.objects.get().user_id == session.user_id


def test_a_change_of_name_takes_back_no_newer_state(
    client: APIClient, session: SoloSession, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.patch(address(session), {"name": "Урок 5"})
    with django_assert_num_queries(5) as queries:
        client.patch(address(session), {"name": "Урок 6"})
    [update] = [
        sql for query in queries.captured_queries if "boards_" in (sql := query["sql"]) and "SET" in sql
    ]
    assert '"state"' not in update


def test_a_deleted_session_is_gone_with_its_exports(client: APIClient, session: SoloSession) -> None:
    export = client.post(f"{address(session)}export/").json()
    assert client.delete(address(session)).status_code == 204
    assert client.get(address(session)).status_code == 404
    assert client.get(f"/api/v1/exports/{export['id']}/").status_code == 404


def test_the_list_leaves_the_states_out(
    client: APIClient, session: SoloSession, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4) as queries:
        body = client.get(SESSIONS).json()
    assert list(body) == ["count", "results"]
    assert body["count"] == 1
    assert list(body["results"][0]) == [
        "id",
        "name",
        "page_count",
        "thumbnail_url",
        "created_at",
        "updated_at",
    ]
    assert not any('"state"' in query["sql"] for query in queries.captured_queries)


def test_the_list_begins_with_what_was_changed_last(client: APIClient) -> None:
    first, second = (client.post(SESSIONS, {"name": name}).json()["id"] for name in ("first", "second"))
    client.patch(f"{SESSIONS}{first}/", {"name": "first, changed"})
    assert [session["id"] for session in client.get(SESSIONS).json()["results"]] == [first, second]


@pytest.mark.parametrize("session_id", [UNKNOWN, "17", "%00", "🖼"])
def test_a_session_that_is_not_there_is_not_found(client: APIClient, session_id: str) -> None:
    for method in ("get", "put", "patch", "delete"):
        answer = getattr(client, method)(f"{SESSIONS}{session_id}/")
        assert (answer.status_code, answer.json()) == (404, {"detail": "Session not found"})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"name": ["x"]}, "name"),
        ({"name": "n" * 201}, "name"),
        ({"page_count": "12"}, "page_count"),
        ({"page_count": True}, "page_count"),
        ({"page_count": 1.5}, "page_count"),
        ({"page_count": None}, "page_count"),
        ({"page_count": -1}, "page_count"),
        ({"page_count": 2**31}, "page_count"),
        ({"page_count": 10**300}, "page_count"),
    ],
)
def test_an_ill_typed_value_is_named(
    client: APIClient, session: SoloSession, body: dict[str, Any], field: str
) -> None:
    for answer in (client.post(SESSIONS, body), client.patch(address(session), body)):
        assert answer.status_code == 400
        assert answer.json()["field"] == field
        assert answer.json()["error"]
    assert SoloSession.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (rb'{"state": {"name": "a\u0000"}}', "state.name"),
        (rb'{"state": ["\ud800"]}', "state.0"),
        (b'{"state": {"x": 1e999}}', "state.x"),
        (b'{"state": NaN}', "state"),
        (b'{"state": %s}' % (b"9" * 400), "state"),
        (b'{"name": "\\u0000"}', "name"),
    ],
)
def test_a_state_that_cannot_be_kept_is_refused_at_the_door(
    client: APIClient, body: bytes, field: str
) -> None:
    answer = post_raw(client, body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert not SoloSession.objects.exists()


def nested_state(levels: int) -> bytes:
    return b'{"state": %s%s}' % (b"[" * levels, b"]" * levels)


def test_a_state_may_be_64_levels_deep_and_no_deeper(client: APIClient) -> None:
    assert post_raw(client, nested_state(64)).status_code == 201
    for levels in (65, 1000, 200_000):
        answer = post_raw(client, nested_state(levels))
        assert answer.status_code == 400
        assert "64" in answer.json()["error"]


@pytest.mark.parametrize("body", ["[]", "null", "7", '"x"'])
def test_a_session_that_is_no_object_is_refused(client: APIClient, body: str) -> None:
    answer = post_raw(client, body)
    assert (answer.status_code, answer.json()) == (400, {"error": "The body must be a JSON object."})


def test_a_state_over_the_limit_is_refused(client: APIClient, settings: Settings) -> None:
    settings.SOLO_MAX_STATE_BYTES = 100
    assert client.post(SESSIONS, {"state": "x" * 98}).status_code == 201
    answer = client.post(SESSIONS, {"state": "x" * 99})
    assert (answer.status_code, answer.json()["field"]) == (413, "state")
    assert client.post(SESSIONS, {"state": "x" * 100_000}).status_code == 413


def test_a_state_of_several_megabytes_is_taken(client: APIClient) -> None:
    state = {"pages": [{"strokes": [{"id": "s", "points": [{"x": 0.5, "y": 0.25}] * 200_000}]}]}
    assert 4e6 < len(json.dumps(state)) < 10e6
    assert client.post(SESSIONS, {"state": state}).status_code == 201


def test_a_form_is_no_session(client: APIClient) -> None:
    form = client.post(SESSIONS, "name=x", content_type="application/x-www-form-urlencoded")
    assert form.status_code == 415


class TestRoom:
    """One person's boards may take a megabyte here."""

    @pytest.fixture(autouse=True)
    def little(self, settings: Settings) -> None:
        settings.SOLO_SAVED_MB_PER_USER = 1

    def save(self, client: APIClient, letters: int) -> Any:
        return client.post(SESSIONS, {"state": {"note": "x" * letters}})

    def test_a_board_for_which_there_is_no_room_is_not_saved(self, client: APIClient) -> None:
        assert self.save(client, 600_000).status_code == 201
        refused = self.save(client, 600_000)
        assert refused.status_code == 429
        assert int(refused["Retry-After"]) > 0
        assert refused.json()["detail"].startswith("Your boards would take 1.2 MB; at most 1 MB")
        assert SoloSession.objects.count() == 1

    def test_nobody_else_lacks_room_for_it(self, client: APIClient, boris: User) -> None:
        self.save(client, 600_000)
        assert self.save(client_of(boris), 600_000).status_code == 201

    def test_a_board_that_grows_too_large_stays_as_it_was(self, client: APIClient) -> None:
        path = f"{SESSIONS}{self.save(client, 600_000).json()['id']}/"
        assert client.put(path, {"state": {"note": "x" * 1_100_000}}).status_code == 429
        assert len(client.get(path).json()["state"]["note"]) == 600_000

    def test_whoever_has_too_much_may_still_have_less_and_rename(
        self, client: APIClient, settings: Settings
    ) -> None:
        settings.SOLO_SAVED_MB_PER_USER = 3
        path = f"{SESSIONS}{self.save(client, 2_500_000).json()['id']}/"
        settings.SOLO_SAVED_MB_PER_USER = 1
        assert client.patch(path, {"name": "Large"}).status_code == 200
        assert client.put(path, {"state": {"note": "x" * 2_000_000}}).status_code == 200
        assert self.save(client, 10).status_code == 429

    def test_empty_boards_take_room_too(self, client: APIClient, anna: User) -> None:
        SoloSession.objects.bulk_create(SoloSession(user=anna) for _ in range(999))
        assert client.post(SESSIONS, {}).status_code == 429


class TestSavingWhatOneHasSeen:
    """`ETag` and `If-Match`."""

    def test_every_answer_with_a_board_has_its_version(self, client: APIClient) -> None:
        created = client.post(SESSIONS, {"name": "Lesson"})
        at = f"{SESSIONS}{created.json()['id']}/"
        assert client.get(at)["ETag"] == created["ETag"]
        changed = client.patch(at, {"name": "Lesson 2"})
        assert changed["ETag"] not in ("", created["ETag"])
        assert client.get(at)["ETag"] == changed["ETag"]

    @pytest.mark.parametrize("method", ["put", "patch"])
    def test_a_newer_version_is_not_written_over(
        self, client: APIClient, session: SoloSession, method: str
    ) -> None:
        seen = client.get(address(session))["ETag"]
        first = getattr(client, method)(address(session), {"state": [1]}, headers={"If-Match": seen})
        second = getattr(client, method)(address(session), {"state": [2]}, headers={"If-Match": seen})
        assert (first.status_code, second.status_code) == (200, 412)
        assert second.json() == {
            "detail": "The session was changed meanwhile. Read it again, then save.",
        }
        assert client.get(address(session)).json()["state"] == [1]
        third = getattr(client, method)(address(session), {"state": [3]}, headers={"If-Match": first["ETag"]})
        assert third.status_code == 200

    @pytest.mark.parametrize("seen", ["*", "W/{tag}", '"other", {tag}'])
    def test_a_proxys_weak_tag_and_several_ones_do(
        self, client: APIClient, session: SoloSession, seen: str
    ) -> None:
        tag = client.get(address(session))["ETag"]
        headers = {"If-Match": seen.format(tag=tag)}
        assert client.patch(address(session), {"name": "New"}, headers=headers).status_code == 200

    def test_nobody_has_to_say_what_they_have_seen(self, client: APIClient, session: SoloSession) -> None:
        client.patch(address(session), {"state": [1]})
        assert client.patch(address(session), {"state": [2]}).status_code == 200

    def test_one_that_changes_while_it_is_saved_is_not_written_over(
        self, client: APIClient, session: SoloSession
    ) -> None:
        read = SoloSession.objects.get(pk=session.pk)
        tag = client.get(address(session))["ETag"]
        client.patch(address(session), {"state": [1]})
        assert not to_change(read, tag).update(name="late")
