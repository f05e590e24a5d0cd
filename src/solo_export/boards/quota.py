"""How much one person's boards may take in the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from solo_export.boards.models import SoloSession
from solo_export.exports.admission.load import TooMuch, queue_behind_oneself

_MB = 1_000_000
_ROW_BYTES = 1000
"""What a board takes besides its state: its name, ids and times, and its places in indexes."""

_SECONDS_TO_TIDY_UP = 3600


@contextmanager
def within_quota(user_id: Any) -> Iterator[None]:
    """Save boards in the body; what grows beyond the person's share is taken back. Raises `TooMuch`."""
    allowed = settings.SOLO_SAVED_MB_PER_USER * _MB
    with transaction.atomic():
        queue_behind_oneself(user_id)
        before = _saved_bytes(user_id)
        yield
        after = _saved_bytes(user_id)
        if after > max(allowed, before):
            raise TooMuch(
                f"Your boards would take {after / _MB:.1f} MB; at most {allowed // _MB} MB are kept for one "
                "person. Delete some that you don't need.",
                retry_after=_SECONDS_TO_TIDY_UP,
            )


def _saved_bytes(user_id: Any) -> int:
    own = SoloSession.objects.filter(user_id=user_id)
    return own.aggregate(bytes=Sum(F("state_bytes") + _ROW_BYTES))["bytes"] or 0
