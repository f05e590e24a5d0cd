"""The demonstration: somebody who may sign in, and a board that looks like a lesson's."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from solo_export.boards.models import SoloSession

NAME = "Урок: квадратні рівняння"


def demo_user() -> AbstractBaseUser:
    """The user of SOLO_DEMO_USER, made with SOLO_DEMO_PASSWORD if there is none."""
    users = get_user_model()
    user = users._default_manager.filter(**{users.USERNAME_FIELD: settings.SOLO_DEMO_USER}).first()
    if user is None:
        user = users(**{users.USERNAME_FIELD: settings.SOLO_DEMO_USER})
        user.set_password(settings.SOLO_DEMO_PASSWORD)
        user.save()
    return user


def demo_session(user: AbstractBaseUser) -> SoloSession:
    """The user's first board; the demonstration board where there is none."""
    session = SoloSession.objects.filter(user_id=user.pk).order_by("created_at").first()
    if session is None:
        state = demo_board()
        session = SoloSession.objects.create(
            user_id=user.pk, name=NAME, state=state, page_count=len(state["pages"])
        )
    return session


def demo_board() -> dict[str, Any]:
    """The state of the demonstration board."""
    board: dict[str, Any] = json.loads(files(__package__).joinpath("board.json").read_bytes())
    return board
