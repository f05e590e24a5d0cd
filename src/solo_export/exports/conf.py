"""The settings of the exports app, with their defaults, for our own project and for a host's."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.conf import settings

from boardkit.limits import Limits

LIMITS: dict[str, str] = {f"SOLO_MAX_{field.name.upper()}": field.name for field in fields(Limits)}
"""The setting behind each bound of `boardkit.Limits`."""

DEFAULTS: dict[str, Any] = {
    "SOLO_EXPORT_SESSION_MODEL": "boards.SoloSession",
    "SOLO_EXPORT_SESSION_OWNER_FIELD": "user",
    "SOLO_EXPORT_STORAGE": "default",
    "SOLO_EXPORT_SYNC": False,
    "SOLO_EXPORT_REUSE": True,
    "SOLO_EXPORT_URL_SECONDS": 15 * 60,
    "SOLO_EXPORT_RETENTION_DAYS": 30,
    "SOLO_EXPORT_LEASE_SECONDS": 30,
    "SOLO_EXPORT_RENDER_SECONDS": 120,
    "SOLO_EXPORT_RENDER_MEMORY_MB": 2048,
    "SOLO_EXPORT_MAX_WAIT_SECONDS": 30,
    "SOLO_EXPORT_CALLS_PER_MINUTE": 1200,
    "SOLO_EXPORT_UNDER_WAY_PER_USER": 1000,
    "SOLO_EXPORT_STORED_MB_PER_USER": 10_000,
    "SOLO_EXPORT_LINE_LENGTH": 10_000,
    "SOLO_EXPORT_WAITING_CALLS": 8,
    "SOLO_FONT_FOLDERS": [],
    "SOLO_IMAGE_HOSTS": [],
    "SOLO_METRICS_PORT": 0,
    "SOLO_METRICS_TOKEN": "",
    "SOLO_PUBLIC_URL": "",
    "SOLO_WEBHOOK_URL": "",
    "SOLO_WEBHOOK_SECRET": "",
    "SOLO_BROKER_URL": "",
    **{setting: getattr(Limits(), name) for setting, name in LIMITS.items()},
}


def get(name: str) -> Any:
    """The value of a setting, or its default where the project does not say."""
    return getattr(settings, name, DEFAULTS[name])


def session_model() -> str:
    """The session model as `app_label.ModelName`, named the way AUTH_USER_MODEL is."""
    return str(get("SOLO_EXPORT_SESSION_MODEL"))


def limits() -> Limits:
    """How large a board may be."""
    return Limits(**{name: get(setting) for setting, name in LIMITS.items()})
