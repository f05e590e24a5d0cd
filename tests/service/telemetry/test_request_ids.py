"""One id for a request, from its answer to the last log line of its export."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from solo_export.telemetry.ids import working_for


def answered_id(**headers: Any) -> str:
    return Client().get("/health/live", headers=headers)["X-Request-ID"]


@pytest.mark.parametrize("wanted", ["a", "0b7c-11.trace:7", "x" * 64, "YWJj/+=="])
def test_the_callers_own_id_is_answered(wanted: str) -> None:
    assert answered_id(**{"X-Request-ID": wanted}) == wanted


@pytest.mark.parametrize("wanted", ["", " ", "x" * 65, "-a", "a b", 'a"b', "a\r\nSet-Cookie: x=1", "é", "{}"])
def test_an_id_that_no_log_should_hold_is_replaced(wanted: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", answered_id(**{"X-Request-ID": wanted}))


def test_without_one_every_request_gets_its_own() -> None:
    assert answered_id() != answered_id()


def test_an_answer_that_nobody_foresaw_has_one_too() -> None:
    assert Client().get("/nothing/here", headers={"X-Request-ID": "r-9"})["X-Request-ID"] == "r-9"


def test_what_one_piece_of_work_is_for_ends_with_it() -> None:
    from solo_export.telemetry.ids import export_id, request_id

    with working_for(request="r", export="e"):
        with working_for(export="other"):
            assert (request_id(), export_id()) == ("r", "other")
        assert export_id() == "e"
    assert (request_id(), export_id()) == ("", "")
