"""The settings of the exports app, with their defaults, for our own project and for a host's."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "SOLO_EXPORT_SESSION_MODEL": "boards.SoloSession",
    "SOLO_EXPORT_SESSION_OWNER_FIELD": "user",
    "SOLO_EXPORT_SYNC": False,
    "SOLO_EXPORT_URL_SECONDS": 15 * 60,
    "SOLO_EXPORT_RETENTION_DAYS": 30,
    "SOLO_EXPORT_LEASE_SECONDS": 30,
    "SOLO_EXPORT_RENDER_SECONDS": 120,
    "SOLO_EXPORT_RENDER_MEMORY_MB": 2048,
    "SOLO_EXPORT_MAX_WAIT_SECONDS": 30,
}


def get(name: str) -> Any:
    """The value of a setting, or its default where the project does not say."""
    return getattr(settings, name, DEFAULTS[name])


def session_model() -> str:
    """The session model as `app_label.ModelName`, named the way AUTH_USER_MODEL is."""
    return str(get("SOLO_EXPORT_SESSION_MODEL"))
