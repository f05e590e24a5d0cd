"""Answers that no call can be made to give on purpose."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError

from solo_export.exports.api import errors
from solo_export.exports.api.renderers import JsonRenderer
from solo_export.exports.renderer.errors import RendererNotStarted, RenderersBusy
from solo_export.exports.storage import StorageError


@pytest.mark.parametrize(
    "error",
    [
        RenderersBusy(),
        RendererNotStarted(),
        StorageError(),
        OperationalError("could not connect to 10.0.0.5"),
    ],
)
def test_what_is_away_for_a_moment_is_a_503_that_says_when_to_come_back(error: Exception) -> None:
    answer = errors.handle(error, {})
    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.data == {"detail": "The service is busy. Try again in a moment."}


def test_an_error_that_nobody_foresaw_is_left_to_django() -> None:
    assert errors.handle(ZeroDivisionError(), {}) is None


def test_text_that_utf8_cannot_hold_is_written_as_an_escape() -> None:
    written = JsonRenderer().render({"name": "Урок \ud800"})
    assert written.isascii()
    assert json.loads(written) == {"name": "Урок \ud800"}


def test_other_text_is_written_readably() -> None:
    assert JsonRenderer().render({"name": "Урок"}) == '{"name":"Урок"}'.encode()
