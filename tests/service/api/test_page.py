"""The page at `/`: its policy, and what it says where it was never built."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from pytest_django import Settings

from solo_export.page.views import html


def test_the_page_runs_no_script_but_its_own() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    policy = dict(rule.split(" ", 1) for rule in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"


def test_the_page_may_fetch_files_from_the_bucket_where_they_are(settings: Settings) -> None:
    keys = {"access_key": "key", "secret_key": "hush"}
    options = {"bucket_name": "boards", "public_endpoint_url": "https://files.example.org", **keys}
    backend = {"BACKEND": "solo_export.exports.s3_files.S3Files", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    rules = Client().get("/")["Content-Security-Policy"].split("; ")
    assert "connect-src 'self' https://files.example.org" in rules


def test_a_page_that_was_never_built_says_how_to_build_it(tmp_path: Path) -> None:
    assert "scripts/page" in html(tmp_path)
    (tmp_path / "index.html").write_text("<title>The board</title>")
    assert html(tmp_path) == "<title>The board</title>"
