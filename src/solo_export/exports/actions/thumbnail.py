"""A small picture of a board's open page: an export like any other, but that no list shows it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from solo_export.exports.actions.request import request_export
from solo_export.exports.models import ExportRequest
from solo_export.exports.states import Format

OPTIONS = {"scale": 0.35, "quality": 80}
"""A page of the usual width becomes 322 pixels wide."""


def request_thumbnail(session: Model, user: AbstractBaseUser) -> ExportRequest:
    """The thumbnail of `session` as it is now: the last one if the board is no newer, else a pending one.

    Raises what `request_export` raises.
    """
    last = ExportRequest.objects.filter(session_id=session.pk, is_thumbnail=True).first()
    if last is not None and _shows(last, session):
        return last
    return request_export(session=session, user=user, format=Format.WEBP, options=OPTIONS, is_thumbnail=True)


def _shows(thumbnail: ExportRequest, session: Model) -> bool:
    """Whether it shows the board as it is; one that is under way counts where boards have no date."""
    changed_at: datetime | None = getattr(session, "updated_at", None)
    return not thumbnail.is_final if changed_at is None else thumbnail.created_at > changed_at
