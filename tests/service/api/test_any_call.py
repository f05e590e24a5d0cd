"""Whatever the schema allows, and much that it forbids: no server error, and every answer as it is described.

`SOLO_SCHEMA_CASES` says how many cases each operation gets; 700 make about 10,000 in all.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
import yaml
from django.contrib.auth.models import User
from hypothesis import HealthCheck, Phase, settings
from pytest_django import Settings
from rest_framework_simplejwt.tokens import AccessToken
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from solo_export.boards.models import SoloSession
from solo_export.exports.models import ExportRequest
from solo_export.wsgi import application
from tests.service.api.test_schema import COMMITTED

pytestmark = pytest.mark.django_db(transaction=True)

CASES = int(os.environ.get("SOLO_SCHEMA_CASES", "12"))

UNJUDGED = [positive_data_acceptance, negative_data_rejection]
"""A form's text and a file must hold more than a schema says; wrong ids were replaced by right ones."""

_whole = schemathesis.openapi.from_dict(yaml.safe_load(COMMITTED.read_text("utf-8")))
_whole.app = application
schema = _whole.exclude(path_regex="/events/$")  # a stream, which `test_events.py` reads


@pytest.fixture
def token(anna: User, settings: Settings) -> str:
    settings.SOLO_EXPORT_CALLS_PER_MINUTE = 10**6
    settings.SOLO_EXPORT_UNDER_WAY_PER_USER = 10**6
    settings.SOLO_EXPORT_MAX_WAIT_SECONDS = 0
    settings.SOLO_FAILED_SIGN_INS_PER_HOUR = 10**6
    return str(AccessToken.for_user(anna))


@schema.parametrize()
@settings(
    max_examples=CASES,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    derandomize="SOLO_SCHEMA_CASES" not in os.environ,
)
def test_any_call(case: Any, token: str, session: SoloSession, export: ExportRequest) -> None:
    ids = {"session_id": str(session.pk), "export_id": str(export.pk)}
    if case.path_parameters and len(str(case.body)) % 4:  # what is there, in three cases of four
        case.path_parameters = {name: ids.get(name, value) for name, value in case.path_parameters.items()}
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=UNJUDGED)
