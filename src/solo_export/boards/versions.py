"""Which version of a board a caller has seen (`ETag`), and no writing over newer ones (`If-Match`)."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework.exceptions import APIException
from rest_framework.fields import DateTimeField
from rest_framework.response import Response
from rest_framework.status import HTTP_412_PRECONDITION_FAILED

from solo_export.boards.models import SoloSession
from solo_export.exports.api.conditional import is_known


class ChangedMeanwhile(APIException):
    """The board is no longer the one that the caller has seen."""

    status_code = HTTP_412_PRECONDITION_FAILED
    default_detail = "The session was changed meanwhile. Read it again, then save."
    default_code = "changed_meanwhile"


def tagged(answer: Response) -> Response:
    """An answer that holds a board, with the version that it shows."""
    answer["ETag"] = _tag(answer.data["updated_at"])
    return answer


def to_change(session: SoloSession, if_match: str | None) -> QuerySet[SoloSession]:
    """The row of a board that was read just now; only as long as it stays so, where that is asked for.

    Raises `ChangedMeanwhile` where it is not what the caller has seen.
    """
    rows = SoloSession.objects.filter(pk=session.pk)
    if if_match is None:
        return rows
    if not is_known(_tag(DateTimeField().to_representation(session.updated_at)), if_match):
        raise ChangedMeanwhile
    return rows.filter(updated_at=session.updated_at)


def _tag(updated_at: str) -> str:
    return f'"{updated_at}"'
