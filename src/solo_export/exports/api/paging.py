"""Long lists a page at a time, in a body that always reads `{"count", "results"}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from solo_export.exports.api.errors import BadRequest

PAGE_SIZE = 100
MAX_LIMIT = 500
MAX_OFFSET = 10**9

_Row = TypeVar("_Row", bound=Model)


def page_of(rows: QuerySet[_Row], request: Request, represent: Callable[[_Row], dict[str, Any]]) -> Response:
    """The rows that `?limit=` and `?offset=` ask for; a Link header leads to the next page if there is one.

    Raises `BadRequest` for a limit or offset that is no number in range.
    """
    limit = _number(request, "limit", default=PAGE_SIZE, minimum=1, maximum=MAX_LIMIT)
    offset = _number(request, "offset", default=0, minimum=0, maximum=MAX_OFFSET)
    count = rows.count()
    results = [represent(row) for row in rows[offset : offset + limit]]
    response = Response({"count": count, "results": results})
    if offset + limit < count:
        query = urlencode({"limit": limit, "offset": offset + limit})
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query}>; rel="next"'
    return response


def _number(request: Request, name: str, *, default: int, minimum: int, maximum: int) -> int:
    written = request.query_params.get(name)
    if written is None:
        return default
    if not (written.isascii() and written.isdigit() and len(written) < 19):
        raise BadRequest(f"{name} must be a whole number from {minimum} to {maximum}.", field=name)
    number = int(written)
    if not minimum <= number <= maximum:
        raise BadRequest(f"{name} must be a whole number from {minimum} to {maximum}.", field=name)
    return number
