"""Finds the caller's session, in whatever model the project keeps its sessions."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Model

from solo_export.exports import conf
from solo_export.exports.api.errors import SessionNotFound


def own_session(user: AbstractBaseUser, session_id: str) -> Model:
    """The session of that id, if it is the user's; its state stays in the database.

    Raises `SessionNotFound`.
    """
    model = apps.get_model(conf.session_model())
    if "\0" in session_id:
        raise SessionNotFound
    owner = {conf.get("SOLO_EXPORT_SESSION_OWNER_FIELD"): user}
    try:
        session: Model = model._default_manager.defer("state").get(pk=session_id, **owner)
    except (model.DoesNotExist, ValidationError, ValueError):
        raise SessionNotFound from None
    return session
