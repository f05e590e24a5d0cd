"""What `manage.py check` says of an installation that can't export."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import FieldDoesNotExist

from solo_export.exports import conf
from solo_export.exports.renderer.sealing import can_seal
from solo_export.exports.webhooks.signature import PREFIX, secret_key
from solo_export.libraries import install_command, missing_libraries

TAG = "solo_export"


@register(TAG)
def check_session_model(**_: Any) -> list[CheckMessage]:
    """Whether the settings name a model that has a state and an owner."""
    name = conf.session_model()
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        hint = "Write it as app_label.ModelName, and list its app in INSTALLED_APPS."
        return [
            Error(f"SOLO_EXPORT_SESSION_MODEL names {name}, which there is not.", hint=hint, id="solo.E001")
        ]
    owner = conf.get("SOLO_EXPORT_SESSION_OWNER_FIELD")
    needed = {"state": "the board's JSON, in a JSONField or TextField", owner: "the person it belongs to"}
    return [
        Error(
            f"{name} has no field {field}: {meaning}.",
            hint="SOLO_EXPORT_SESSION_OWNER_FIELD names the owner's field." if field == owner else None,
            id="solo.E002",
        )
        for field, meaning in needed.items()
        if not _has_field(model, field)
    ]


@register(TAG)
def check_libraries(**_: Any) -> list[CheckMessage]:
    """Whether the renderer can be loaded."""
    missing = missing_libraries()
    if not missing:
        return []
    hint = f"On Debian and Ubuntu: {install_command(missing)}"
    return [Error(f"Drawing needs {' and '.join(missing)}.", hint=hint, id="solo.E003")]


@register(TAG)
def check_sealing(**_: Any) -> list[CheckMessage]:
    """Whether what draws boards can be cut off from the network."""
    if can_seal():
        return []
    hint = (
        "It needs Linux with seccomp on x86-64 or ARM64. Else run the workers where nothing can be reached."
    )
    return [Warning("The renderer can't be cut off from the network here.", hint=hint, id="solo.W001")]


@register(TAG)
def check_webhooks(**_: Any) -> list[CheckMessage]:
    """Whether messages to the operator's system can be signed."""
    if not conf.get("SOLO_WEBHOOK_URL"):
        return []
    try:
        secret_key(conf.get("SOLO_WEBHOOK_SECRET"))
    except ValueError:
        hint = f"SOLO_WEBHOOK_SECRET={PREFIX}$(openssl rand -base64 32)"
        return [Error("SOLO_WEBHOOK_URL needs SOLO_WEBHOOK_SECRET, to sign with.", hint=hint, id="solo.E004")]
    return []


def _has_field(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
