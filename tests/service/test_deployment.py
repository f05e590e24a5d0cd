"""What a service on the Internet needs: Django's own checks, HTTPS, and pages that load nothing foreign."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.service import environment


def test_djangos_checks_for_deployment_find_nothing(tmp_path: Path) -> None:
    key = "".join(chr(33 + number % 90) for number in range(60))
    env = environment(tmp_path, SOLO_HTTPS_ONLY="1", SOLO_SECRET_KEY=key)
    command = [sys.executable, "-m", "solo_export.cli", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class TestHttpsOnly:
    @pytest.fixture(autouse=True)
    def _https_only(self, settings: Settings) -> None:
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.SECURE_REDIRECT_EXEMPT = ["^health/"]
        settings.SECURE_HSTS_SECONDS = 3600

    def test_who_comes_otherwise_is_sent_there(self) -> None:
        answer = Client().get("/api/docs/")
        assert (answer.status_code, answer["Location"]) == (301, "https://testserver/api/docs/")

    def test_who_came_so_is_told_to_come_so_again(self) -> None:
        answer = Client().get("/api/docs/", headers={"X-Forwarded-Proto": "https"})
        assert answer.status_code == 200
        assert answer["Strict-Transport-Security"].startswith("max-age=3600")

    def test_a_machines_own_probes_are_answered(self) -> None:
        assert Client().get("/health/live").status_code == 200


class TestOurPages:
    @pytest.mark.parametrize("path", ["/api/docs/", "/admin/login/", "/api/schema/", "/nowhere"])
    @pytest.mark.django_db
    def test_they_may_load_nothing_foreign(self, path: str, settings: Settings) -> None:
        policy = Client().get(path)["Content-Security-Policy"]
        assert policy == settings.SOLO_CONTENT_SECURITY_POLICY
        assert "default-src 'self'" in policy
        assert "script-src" not in policy

    def test_the_operator_may_say_otherwise(self, settings: Settings) -> None:
        settings.SOLO_CONTENT_SECURITY_POLICY = "default-src https:"
        assert Client().get("/api/docs/")["Content-Security-Policy"] == "default-src https:"

    @pytest.mark.parametrize("path", ["/api/docs/", "/admin/login/"])
    @pytest.mark.django_db
    def test_they_hold_no_script_that_it_would_stop(self, path: str) -> None:
        page = Client().get(path).content.decode()
        scripts = re.findall(r"<script\b([^>]*)>([^<]*)", page)
        assert scripts
        assert all("src=" in attributes and not text.strip() for attributes, text in scripts)
        assert not re.search(r"""\son[a-z]+=|src=["']https?:|href=["']https?:""", page)


def test_a_forged_form_does_not_sign_in_at_the_admin_site() -> None:
    form = {"username": "anna", "password": "x"}
    assert Client(enforce_csrf_checks=True).post("/admin/login/", form).status_code == 403
