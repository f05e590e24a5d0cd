"""Draw an export without accepting it, to see what would come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from boardkit.errors import BoardkitError
from solo_export.exports.actions.request import SessionGone, state_text, title_of
from solo_export.exports.admission.page_numbers import check_page_numbers
from solo_export.exports.failures import failure_of
from solo_export.exports.remarks import of_every_kind
from solo_export.exports.renderer.cancellation import Cancellation
from solo_export.exports.renderer.errors import RendererCrashed, RendererOutOfMemory, RendererTimedOut
from solo_export.exports.runner import render_job, shared_runner


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an export would be: its pages, its bytes and its remarks; or why there would be none."""

    page_count: int | None = None
    file_size: int | None = None
    warnings: tuple[dict[str, Any], ...] = ()
    error: str | None = None


def try_out(*, session: Model, format: str, options: Mapping[str, Any]) -> Prospect:
    """Draw `session` as it is now, and keep nothing.

    `options` have been checked. Raises `SessionGone`, `NoSuchPage` and, where the service itself can't
    draw just now, `RendererError`.
    """
    check_page_numbers(options, session)
    try:
        job = render_job(_state(session), format, options, title=title_of(session), created=timezone.now())
        drawn = shared_runner().draw(job, Cancellation())
    except (BoardkitError, RendererCrashed, RendererOutOfMemory, RendererTimedOut) as error:
        return Prospect(error=failure_of(error).words)
    return Prospect(drawn.page_count, len(drawn.data), tuple(of_every_kind(drawn.warnings)))


def _state(session: Model) -> str:
    state = state_text(session).first()
    if state is None:
        raise SessionGone
    return state
