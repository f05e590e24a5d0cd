"""`manage.py check`: what it says of an installation that can't export."""

from __future__ import annotations

import pytest
from django.core.checks import CheckMessage, run_checks
from pytest_django import Settings

from solo_export import libraries
from solo_export.exports.checks import TAG
from solo_export.libraries import LibrariesMissing, ensure_libraries, install_command


def findings() -> list[CheckMessage]:
    return run_checks(tags=[TAG])


def test_our_own_project_is_sound() -> None:
    assert findings() == []


@pytest.mark.parametrize("name", ["boards.Nothing", "nowhere.SoloSession", "SoloSession"])
def test_a_session_model_that_is_not_there(settings: Settings, name: str) -> None:
    settings.SOLO_EXPORT_SESSION_MODEL = name
    [finding] = findings()
    assert finding.id == "solo.E001"
    assert name in finding.msg


def test_a_session_model_without_a_state(settings: Settings) -> None:
    settings.SOLO_EXPORT_SESSION_MODEL = "sessions.Session"
    settings.SOLO_EXPORT_SESSION_OWNER_FIELD = "session_data"
    [finding] = findings()
    assert (
        finding.msg == "sessions.Session has no field state: the board's JSON, in a JSONField or TextField."
    )


def test_an_owner_field_that_is_not_there(settings: Settings) -> None:
    settings.SOLO_EXPORT_SESSION_OWNER_FIELD = "teacher"
    [finding] = findings()
    assert finding.id == "solo.E002"
    assert "teacher" in finding.msg
    assert finding.hint == "SOLO_EXPORT_SESSION_OWNER_FIELD names the owner's field."


@pytest.mark.parametrize("secret", ["", "whsec_tooshort"])
def test_webhooks_that_cannot_be_signed(settings: Settings, secret: str) -> None:
    settings.SOLO_WEBHOOK_URL = "https://boards.example.org/hooks"
    settings.SOLO_WEBHOOK_SECRET = secret
    [finding] = findings()
    assert finding.msg == "SOLO_WEBHOOK_URL needs SOLO_WEBHOOK_SECRET, to sign with."
    settings.SOLO_WEBHOOK_SECRET = f"whsec_{'A' * 32}"
    assert findings() == []


def test_a_missing_library_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(libraries.PACKAGES, "libNobodyHasThis.so.9", "libnobody9")
    [finding] = findings()
    assert finding.msg == "Drawing needs libNobodyHasThis.so.9."
    assert finding.hint is not None
    assert finding.hint.endswith(install_command(["libNobodyHasThis.so.9"]))


def test_where_nothing_may_be_installed_the_start_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(libraries.PACKAGES, "libNobodyHasThis.so.9", "libnobody9")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(LibrariesMissing, match=r"sudo apt-get install .* libnobody9$"):
        ensure_libraries()
