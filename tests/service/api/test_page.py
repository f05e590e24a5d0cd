"""The page at `/`: its policy, and what it says where it was never built."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from solo_export.page import html


def test_the_page_runs_no_script_but_its_own() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    policy = dict(rule.split(" ", 1) for rule in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"


def test_a_page_that_was_never_built_says_how_to_build_it(tmp_path: Path) -> None:
    assert "scripts/page" in html(tmp_path)
    (tmp_path / "index.html").write_text("<title>The board</title>")
    assert html(tmp_path) == "<title>The board</title>"
