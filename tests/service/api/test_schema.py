"""The OpenAPI schema: complete, true, kept in step, and readable without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from tests.service.api.conftest import PASSWORD, Finish

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.yaml"

Json = Any


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The schema as the code has it, without a warning, valid by OpenAPI's own rules."""
    file = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(file))
    return file.read_text("utf-8")


@pytest.fixture(scope="module")
def schema(generated: str) -> Json:
    return yaml.safe_load(generated)


def operations(schema: Json) -> Iterator[tuple[str, Json]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def check(schema: Json, part: Json, value: Json) -> None:
    """Raise if `value` is not what `part` of the schema describes."""
    Draft202012Validator({**part, "components": schema["components"]}).validate(value)


def test_the_committed_schema_is_the_generated_one(generated: str) -> None:
    assert COMMITTED.read_text("utf-8") == generated, "`make schema` writes it anew"


def test_it_is_openapi_3_1_and_shows_every_call_of_the_contract(schema: Json) -> None:
    assert schema["openapi"].startswith("3.1")
    assert {name for name, _ in operations(schema)} == {
        "GET /api/v1/solo/sessions/",
        "POST /api/v1/solo/sessions/",
        "GET /api/v1/solo/sessions/{session_id}/",
        "POST /api/v1/solo/sessions/{session_id}/thumbnail/",
        "PUT /api/v1/solo/sessions/{session_id}/",
        "PATCH /api/v1/solo/sessions/{session_id}/",
        "DELETE /api/v1/solo/sessions/{session_id}/",
        "POST /api/v1/solo/sessions/{session_id}/export/",
        "GET /api/v1/solo/sessions/{session_id}/exports/",
        "GET /api/v1/exports/",
        "GET /api/v1/exports/{export_id}/",
        "DELETE /api/v1/exports/{export_id}/",
        "GET /api/v1/exports/{export_id}/events/",
        "POST /api/v1/auth/token/",
        "POST /api/v1/auth/token/refresh/",
        "POST /api/v1/auth/refresh/",
    }


def test_every_call_has_a_summary_and_true_examples_of_what_goes_in_and_out(schema: Json) -> None:
    for name, operation in operations(schema):
        assert operation["summary"], name
        body = operation.get("requestBody", {}).get("content", {})
        contents = [body["application/json"]] if body else []
        contents += [
            answer["content"]["application/json"]
            for answer in operation["responses"].values()
            if "application/json" in answer.get("content", {})
        ]
        for content in contents:
            assert content["examples"], name
            for example in content["examples"].values():
                check(schema, content["schema"], example["value"])


def test_every_call_describes_its_refusals(schema: Json) -> None:
    for name, operation in operations(schema):
        expected = {"401"}
        if "{" in name:
            expected |= {"404"}
        if "requestBody" in operation:
            expected |= {"400", "411", "413", "415"}
        assert expected <= set(operation["responses"]), name


@pytest.mark.django_db
def test_real_answers_are_as_described(
    schema: Json, client: APIClient, session: SoloSession, export: ExportRequest, finish: Finish, anna: User
) -> None:
    finish(export)
    one, other = f"/api/v1/solo/sessions/{session.id}/", f"/api/v1/solo/sessions/{anna.pk}/"
    calls: list[tuple[str, str, str, Json]] = [
        ("get", "/api/v1/solo/sessions/", "/api/v1/solo/sessions/", None),
        ("post", "/api/v1/solo/sessions/", "/api/v1/solo/sessions/", {"state": None}),
        ("post", "/api/v1/solo/sessions/", "/api/v1/solo/sessions/", {"name": 5}),
        ("get", "/api/v1/solo/sessions/{session_id}/", one, None),
        ("get", "/api/v1/solo/sessions/{session_id}/", other, None),
        ("put", "/api/v1/solo/sessions/{session_id}/", one, {"state": [1]}),
        ("patch", "/api/v1/solo/sessions/{session_id}/", one, {"name": "x"}),
        (
            "post",
            "/api/v1/solo/sessions/{session_id}/export/",
            f"{one}export/",
            {"options": {"pages": ["p1"]}},
        ),
        ("post", "/api/v1/solo/sessions/{session_id}/export/", f"{one}export/", {"format": "x"}),
        ("post", "/api/v1/solo/sessions/{session_id}/export/", f"{other}export/", {}),
        ("get", "/api/v1/solo/sessions/{session_id}/exports/", f"{one}exports/", None),
        ("get", "/api/v1/exports/", "/api/v1/exports/", None),
        ("get", "/api/v1/exports/", "/api/v1/exports/?limit=0", None),
        ("get", "/api/v1/exports/{export_id}/", f"/api/v1/exports/{export.id}/", None),
        ("get", "/api/v1/exports/{export_id}/", "/api/v1/exports/x/", None),
        ("post", "/api/v1/auth/token/", "/api/v1/auth/token/", {"username": "anna", "password": PASSWORD}),
        ("post", "/api/v1/auth/token/", "/api/v1/auth/token/", {"username": "anna", "password": "x"}),
        ("post", "/api/v1/auth/refresh/", "/api/v1/auth/refresh/", {}),
    ]
    for method, path, address, body in calls:
        answer = getattr(client, method)(address, body)
        described = schema["paths"][path][method]["responses"][str(answer.status_code)]
        check(schema, described["content"]["application/json"]["schema"], answer.json())


@pytest.mark.django_db
class TestPages:
    def test_the_schema_is_served_to_anybody(self, schema: Json) -> None:
        answer = Client().get("/api/schema/")
        assert yaml.safe_load(answer.content) == schema

    @pytest.mark.parametrize("address", ["/api/", "/api/v1/"])
    def test_whoever_opens_the_address_lands_on_the_page_to_try_it(self, address: str) -> None:
        answer = Client().get(address, follow=True)
        assert answer.redirect_chain == [("/api/docs/", 302)]
        assert b"swagger-ui" in answer.content

    def test_the_page_takes_nothing_from_elsewhere(self) -> None:
        page = Client().get("/api/docs/").content.decode()
        for address in re.findall(r'(?:src|href)="([^"]*)"', page):
            assert address.startswith(("/static/drf_spectacular_sidecar/", "/api/docs/")), address
            assert Client().get(address).status_code == 200

    def test_an_address_with_nothing_behind_it_says_where_to_look(self) -> None:
        answer = Client().get("/api/v1/nothing/")
        assert answer.status_code == 404
        assert "/api/docs/" in answer.json()["detail"]
