"""Whoever reads a log must not be able to open a file, or to sign in as somebody."""

from __future__ import annotations

import json

import pytest

from solo_export.telemetry.redaction import printable, redact

TOKEN = ".eJxNzksO:1xV5QQ:69B-9f1NmeY"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIn0.c2lnbmF0dXJl"


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


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (f"token {JWT} expired", "token … expired"),
        ("Authorization: Bearer s3cret", "Authorization: Bearer …"),
        ("redis://:s3cret@broker:6379/0", "redis://…@broker:6379/0"),
        ("postgres://solo:s3cret@db/solo refused", "postgres://…@db/solo refused"),
        ("http://store/a.png?X-Amz-Signature=s3cret&x=1", "http://store/a.png?X-Amz-Signature=…&x=1"),
    ],
)
def test_tokens_and_passwords_are_left_out(text: str, redacted: str) -> None:
    assert redact(text) == redacted


def test_other_text_stays_as_it_is() -> None:
    assert redact("/api/v1/exports/ and files/x") == "/api/v1/exports/ and files/x"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("GET /x\n2026-11-22 INFO solo: All is well.", "GET /x\\u000a2026-11-22 INFO solo: All is well."),
        ("\x1b[31mred\x7f", "\\u001b[31mred\\u007f"),
        ("gnp.\u202eboard\u2028", "gnp.\\u202eboard\\u2028"),
        ("half \ud83d, unseen \U000e0041", "half \\ud83d, unseen \\udb40\\udc41"),
        ("Урок 5, 数学 😀", "Урок 5, 数学 😀"),
    ],
)
def test_what_would_deceive_a_reader_is_written_as_json_writes_it(text: str, written: str) -> None:
    assert printable(text) == written
    assert json.loads(f'"{printable(text)}"') == text
