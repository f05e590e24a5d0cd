"""Whoever reads a log must not be able to open a file."""

from __future__ import annotations

import logging

import pytest

from solo_export.redaction import NoSignedAddresses, redact

TOKEN = ".eJxNzksO:1xV5QQ:69B-9f1NmeY"


@pytest.mark.parametrize(
    "text",
    [
        f'"GET /files/{TOKEN}/board.pdf HTTP/1.1" 200',
        f"Forbidden: /files/{TOKEN}/board.pdf",
        f"https://boards.example.org/files/{TOKEN}/x, /files/{TOKEN}/y",
        f"/mounted/elsewhere/files/{TOKEN}/board.pdf?x=1",
    ],
)
def test_the_signed_part_of_an_address_is_left_out(text: str) -> None:
    assert TOKEN not in redact(text)
    assert "/files/…" in redact(text)


def test_other_text_stays_as_it_is() -> None:
    assert redact("/api/v1/exports/ and files/x") == "/api/v1/exports/ and files/x"


@pytest.mark.parametrize("args", [(f"/files/{TOKEN}/b",), ({"U": f"/files/{TOKEN}/b"},)])
def test_a_log_record_is_redacted_wherever_the_address_stands(args: tuple[object]) -> None:
    template = "%(U)s" if isinstance(args[0], dict) else "%s"
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, template, args, None)
    assert NoSignedAddresses().filter(record)
    assert record.getMessage() == "/files/…/b"
