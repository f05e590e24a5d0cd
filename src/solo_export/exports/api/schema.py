"""The export API's calls as its OpenAPI schema shows them: `views.py` wears these as decorators."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    extend_schema,
)

from solo_export.exports.api import shapes
from solo_export.exports.api.dry_run import PARAMETER
from solo_export.exports.api.errors import KeyTaken
from solo_export.exports.api.idempotency import HEADER, MAX_LENGTH
from solo_export.exports.api.paging import MAX_LIMIT, MAX_OFFSET, PAGE_SIZE

_PENDING: dict[str, Any] = {
    "id": "27f2cd59-2056-4011-a068-c67f0bd442c1",
    "session_id": "0b6f5c1e-9f0a-4f0e-8f59-3f6f0f8f1c55",
    "format": "pdf",
    "status": "pending",
    "file_url": None,
    "error": None,
    "error_code": None,
    "created_at": "2025-12-13T19:00:00Z",
    "updated_at": "2025-12-13T19:00:00Z",
    "file_size": None,
    "page_count": None,
    "expires_at": None,
    "progress": None,
    "queue_position": 3,
    "warnings": [],
    "options": {},
    "origin": "server",
}
_COMPLETED = _PENDING | {
    "status": "completed",
    "file_url": "https://boards.example.org/files/WyJleHBvcnRzLzI3ZjIi:1vUQ2x:Zk3nT0c/Lesson%204.pdf",
    "updated_at": "2025-12-13T19:00:05Z",
    "file_size": 48213,
    "page_count": 2,
    "expires_at": "2026-01-12T19:00:05Z",
    "progress": {"done": 2, "total": 2},
    "queue_position": None,
    "warnings": [
        {"code": "image_missing", "message": "An image could not be loaded.", "page": 2, "element": "a7"}
    ],
}
_FAILED = _PENDING | {
    "status": "failed",
    "error": "The board has 612 pages; at most 500 can be exported.",
    "error_code": "over_limit",
    "queue_position": None,
}
_WAITED_FOR = _COMPLETED | {
    "format": "json",
    "file_size": 66,
    "page_count": 1,
    "warnings": [],
    "data": {"pages": [{"id": "p1", "strokes": [], "assets": []}], "currentPageIndex": 0},
}

_PROSPECT = {
    "format": "pdf",
    "options": {},
    "page_count": 2,
    "file_size": 48213,
    "warnings": _COMPLETED["warnings"],
    "error": None,
}

_ONE_PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

_REFUSALS: dict[int, tuple[str, list[OpenApiExample]]] = {
    401: (
        "Nobody is signed in, or the token has expired.",
        [OpenApiExample("no token", {"detail": "Authentication credentials were not provided."})],
    ),
    411: (
        "A body came without Content-Length.",
        [OpenApiExample("no length", {"detail": "Send the body with a Content-Length header."})],
    ),
    413: (
        "The body or the board is too large.",
        [OpenApiExample("too large", {"detail": "The body may have at most 10064000 bytes."})],
    ),
    429: (
        "One person may ask for no more just now. `Retry-After` says when to try again.",
        [
            OpenApiExample(
                "too many under way",
                {
                    "detail": "You have 1000 exports under way; at most 1000 can be. Wait until some have "
                    "ended."
                },
            )
        ],
    ),
    503: (
        "The line of exports is full, or something that the call needs is busy or away. `Retry-After` says "
        "when to try again.",
        [OpenApiExample("busy", {"detail": "The service is busy. Try again in a moment."})],
    ),
    422: (
        "The `Idempotency-Key` stands for another request, with another body.",
        [OpenApiExample("key taken", {"detail": str(KeyTaken.default_detail)})],
    ),
    415: (
        "The body is of a type that this call doesn't take.",
        [OpenApiExample("no JSON", {"detail": 'Unsupported media type "text/plain" in request.'})],
    ),
}


def refusals(*statuses: int) -> dict[int, OpenApiResponse]:
    """The answers of those statuses that all calls have in common."""
    return {
        status: OpenApiResponse(
            shapes.RefusalSerializer, description=_REFUSALS[status][0], examples=_REFUSALS[status][1]
        )
        for status in statuses
    }


def bad_request(*bodies: dict[str, str]) -> dict[int, OpenApiResponse]:
    """The 400, with examples of its body."""
    return {
        400: OpenApiResponse(
            shapes.BadRequestSerializer,
            description="The request is malformed. `field` is the path of the value to blame, if any.",
            examples=[OpenApiExample(body.get("field", "the request"), body) for body in bodies],
        )
    }


def not_found(detail: str) -> dict[int, OpenApiResponse]:
    """The 404 that reads `detail`."""
    return {
        404: OpenApiResponse(
            shapes.RefusalSerializer,
            description="There is none of that id, it is somebody else's, or the id is of the wrong kind.",
            examples=[OpenApiExample("not found", {"detail": detail})],
        )
    }


PAGING = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": PAGE_SIZE},
        description="At most so many results.",
    ),
    OpenApiParameter(
        "offset",
        {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
        description="Leave out so many of the first results.",
    ),
    OpenApiParameter(
        "Link",
        str,
        OpenApiParameter.HEADER,
        response=[200],
        description='The address of the next page, `<…>; rel="next"`, if there is one.',
    ),
]

BAD_PAGE = bad_request({"error": f"limit must be a whole number from 1 to {MAX_LIMIT}.", "field": "limit"})

_SESSION_ID = OpenApiParameter("session_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
_EXPORT_ID = OpenApiParameter("export_id", OpenApiTypes.UUID, OpenApiParameter.PATH)

create_export = extend_schema(
    operation_id="export_create",
    summary="Ask for a file of a session",
    description="Accepts an export of the session as it is at this moment, and answers at once; poll "
    "`/api/v1/exports/{id}/` until `status` is `completed` or `failed`, then open `file_url`. A board edited "
    "while its export waits does not change the export.\n\n"
    "A PNG that the browser drew itself can be sent along, as `file` of a form or as `data_url`; it is "
    "`completed` at once.",
    tags=["Exports"],
    parameters=[
        _SESSION_ID,
        OpenApiParameter(
            PARAMETER,
            {"type": "string", "enum": ["1", "0"], "default": "0"},
            description="1: accept nothing, and answer what would come of it: pages, size, and the fonts and "
            "images that are missing.",
        ),
        OpenApiParameter(
            "Prefer",
            str,
            OpenApiParameter.HEADER,
            description="`wait=SECONDS` (RFC 7240): answer when the export has ended, if that is within so "
            "many seconds.",
        ),
        OpenApiParameter(
            HEADER,
            {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH, "pattern": "^[ -~]+$"},
            OpenApiParameter.HEADER,
            description="Your own name for this request, such as a random UUID. For 24 hours the same key, "
            "with the same session and body, gets the same export instead of a new one: repeat the call as "
            "often as you like.",
        ),
        OpenApiParameter(
            "Preference-Applied",
            str,
            OpenApiParameter.HEADER,
            response=[201],
            description="`wait=SECONDS`: how long the answer would have waited at most.",
        ),
    ],
    request={
        "application/json": OpenApiRequest(
            shapes.ExportOrderSerializer,
            examples=[
                OpenApiExample("PDF", {"format": "pdf"}),
                OpenApiExample(
                    "two pages on A4",
                    {
                        "format": "pdf",
                        "options": {"pages": [1, 3], "paper": "a4", "orientation": "landscape"},
                    },
                ),
                OpenApiExample(
                    "the content of all pages, large",
                    {"format": "png", "options": {"pages": "all", "scale": 4, "crop": "content"}},
                ),
                OpenApiExample(
                    "a picture of the client's own",
                    {"format": "png", "data_url": _ONE_PIXEL},
                ),
            ],
        ),
        "multipart/form-data": shapes.ExportUploadSerializer,
        "application/x-www-form-urlencoded": shapes.ExportFormSerializer,
    },
    responses={
        200: OpenApiResponse(
            shapes.ProspectSerializer,
            description="What would come of it; the answer to a dry run.",
            examples=[OpenApiExample("dry run", _PROSPECT)],
        ),
        201: OpenApiResponse(
            shapes.FinishedExportSerializer,
            description="The export is accepted; where it was waited for, it has ended.",
            examples=[
                OpenApiExample("accepted", _PENDING),
                OpenApiExample("waited for, JSON", _WAITED_FOR),
            ],
        ),
        **bad_request(
            {"error": "Invalid format"},
            {"error": "scale must be from 0.1 to 8.", "field": "options.scale"},
            {"error": "The picture is no PNG file.", "field": "data_url"},
        ),
        **not_found("Session not found"),
        **refusals(401, 411, 413, 415, 422, 429, 503),
    },
)

_THUMBNAIL = {
    "thumbnail_url": "https://boards.example.org/files/WyJleHBvcnRzLzI3ZjIi:1vUQ2x:Zk3nT0c/Lesson%204.webp",
    "status": "completed",
}

create_thumbnail = extend_schema(
    operation_id="session_thumbnail_create",
    summary="Get a small picture of a session",
    description="A WebP of the open page, about 320 pixels wide. Where the board has changed since the last "
    "one, a new one is drawn: ask again until `status` is `completed`. `Last-Modified` says when the board "
    "was last changed: exports that are newer show the same.",
    tags=["Sessions"],
    parameters=[_SESSION_ID],
    request=None,
    responses={
        200: OpenApiResponse(
            shapes.ThumbnailSerializer,
            description="It shows the board as it is, or could not be drawn.",
            examples=[OpenApiExample("drawn", _THUMBNAIL)],
        ),
        202: OpenApiResponse(
            shapes.ThumbnailSerializer,
            description="It is being drawn.",
            examples=[OpenApiExample("pending", {"thumbnail_url": None, "status": "pending"})],
        ),
        **not_found("Session not found"),
        **refusals(401, 413, 429, 503),
    },
)

list_session_exports = extend_schema(
    operation_id="session_exports_list",
    summary="List the exports of a session",
    tags=["Exports"],
    parameters=[_SESSION_ID, *PAGING],
    responses={
        200: OpenApiResponse(
            shapes.ExportListSerializer,
            description="Newest first.",
            examples=[OpenApiExample("two", {"count": 2, "results": [_COMPLETED, _FAILED]})],
        ),
        **not_found("Session not found"),
        **BAD_PAGE,
        **refusals(401),
    },
)

list_exports = extend_schema(
    operation_id="exports_list",
    summary="List your exports",
    tags=["Exports"],
    parameters=PAGING,
    responses={
        200: OpenApiResponse(
            shapes.ExportListSerializer,
            description="Newest first.",
            examples=[OpenApiExample("one", {"count": 1, "results": [_COMPLETED]})],
        ),
        **BAD_PAGE,
        **refusals(401),
    },
)

get_export = extend_schema(
    operation_id="export_retrieve",
    summary="Ask how an export stands",
    description="Poll it until `status` is `completed` or `failed`; `Retry-After` says when to ask again.\n\n"
    "Who sends the last answer's `ETag` as `If-None-Match` gets a 304 while nothing has changed, and may go "
    "on using that answer's `file_url`: well before it expires, the tag changes.",
    tags=["Exports"],
    parameters=[
        _EXPORT_ID,
        OpenApiParameter(
            "If-None-Match", str, OpenApiParameter.HEADER, description="The `ETag` of an earlier answer."
        ),
        OpenApiParameter(
            "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Stands for the answer."
        ),
        OpenApiParameter(
            "Retry-After",
            int,
            OpenApiParameter.HEADER,
            response=[200, 304],
            description="Seconds until it is worth asking again; absent once the export has ended.",
        ),
    ],
    responses={
        304: OpenApiResponse(description="Nothing has changed since the answer with that tag."),
        200: OpenApiResponse(
            shapes.ExportSerializer,
            examples=[
                OpenApiExample("waiting", _PENDING),
                OpenApiExample("completed", _COMPLETED),
                OpenApiExample("failed", _FAILED),
            ],
        ),
        **not_found("Export not found"),
        **refusals(401),
    },
)

delete_export = extend_schema(
    operation_id="export_destroy",
    summary="Cancel or delete an export",
    description="An export that waits or is being drawn is cancelled, one that has ended is deleted. Either "
    "way it is gone, with its file: asking for it reads 404 from then on.",
    tags=["Exports"],
    parameters=[_EXPORT_ID],
    responses={
        204: OpenApiResponse(description="The export is gone."),
        **not_found("Export not found"),
        **refusals(401, 503),
    },
)

_LAST_EVENT_ID = OpenApiParameter(
    "Last-Event-ID",
    str,
    OpenApiParameter.HEADER,
    description="The `id` of the last event that was read, or the `ETag` of a poll.",
)

export_events = extend_schema(
    operation_id="export_events",
    summary="Listen to how an export fares",
    description="Server-sent events: each has the whole answer of `GET /api/v1/exports/{export_id}/` as its "
    "`data`, first as it is and then whenever it changes. A comment now and then shows that the stream "
    "lives. It ends when the export has ended, and otherwise within about a minute: call again with "
    "`Last-Event-ID`, as browsers do. 204 says that nothing more will come.\n\n"
    "It takes the same `Authorization` header as every call, so read it with `fetch` or a library on top of "
    "it; a browser's own `EventSource` can't send the header. Few streams can be open at once: who gets a "
    "429 or 503 polls instead.",
    tags=["Exports"],
    parameters=[_EXPORT_ID, _LAST_EVENT_ID],
    responses={
        (200, "text/event-stream"): OpenApiResponse(
            OpenApiTypes.STR,
            examples=[OpenApiExample("an event", 'id: W/"5d41402a"\ndata: {"id": "27f2cd59-…"}\n\n')],
        ),
        204: OpenApiResponse(description="The export has ended, and the last event told it."),
        **not_found("Export not found"),
        **refusals(401, 429, 503),
    },
)
