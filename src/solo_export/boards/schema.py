"""The boards' calls as the OpenAPI schema shows them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers

from solo_export.boards.serializers import (
    SessionDetailSerializer,
    SessionSerializer,
    SessionSummarySerializer,
)
from solo_export.boards.uploads import NO_BOARD
from solo_export.boards.versions import ChangedMeanwhile
from solo_export.exports.api.schema import BAD_PAGE, PAGING, bad_request, not_found, refusals
from solo_export.exports.api.shapes import RefusalSerializer

_SUMMARY: dict[str, Any] = {
    "id": "0b6f5c1e-9f0a-4f0e-8f59-3f6f0f8f1c55",
    "name": "Lesson 4",
    "page_count": 1,
    "thumbnail_url": None,
    "created_at": "2025-12-13T18:00:00Z",
    "updated_at": "2025-12-13T19:00:00Z",
}
_STATE = {"pages": [{"id": "p1", "name": "Page 1", "strokes": [], "assets": []}], "currentPageIndex": 0}
_SESSION = _SUMMARY | {"state": _STATE}

_ID = [OpenApiParameter("session_id", OpenApiTypes.UUID, OpenApiParameter.PATH)]
_VERSION = [
    OpenApiParameter(
        "ETag",
        str,
        OpenApiParameter.HEADER,
        response=[200, 201],
        description="The version of the session that the answer shows.",
    )
]
_SEEN_VERSION = [
    OpenApiParameter(
        "If-Match",
        str,
        OpenApiParameter.HEADER,
        description="The `ETag` of the version to change; a newer one is left as it is, with a 412.",
    )
]
_SAVING = (
    "What is left out stays as it is. Who sends the `ETag` of what they have read as `If-Match` writes over "
    "nothing newer."
)
_NOT_FOUND = not_found("Session not found")
_CHANGED_MEANWHILE = {
    412: OpenApiResponse(
        RefusalSerializer,
        description="The session is newer than the version that `If-Match` names.",
        examples=[OpenApiExample("newer", {"detail": str(ChangedMeanwhile.default_detail)})],
    )
}
_WRITTEN = {
    **bad_request(
        {"error": "The number is too large; write a finite one or null.", "field": "state.pages.0.width"},
        {"error": "The body is no JSON: Expecting value at character 0."},
    ),
    **refusals(401, 411, 413, 415, 429),
}


_CREATED = {
    **bad_request(
        {"error": "The number is too large; write a finite one or null.", "field": "state.pages.0.width"},
        {"error": "The body is no JSON: Expecting value at character 0."},
        {
            "error": NO_BOARD,
            "field": "file",
        },
    ),
    **refusals(401, 411, 413, 415, 429),
}


class SessionUploadSerializer(serializers.Serializer[Any]):
    """A board inside of a file."""

    file = serializers.FileField(help_text="A PNG, PDF or SVG that was exported with `embed_state`.")
    name = serializers.CharField(required=False, max_length=200, help_text="By default the file's.")


@extend_schema_serializer(many=False)
class SessionListSerializer(serializers.Serializer[Any]):
    """Boards, last changed first."""

    count = serializers.IntegerField(help_text="All there are, also those beyond this page.")
    results = SessionSummarySerializer(many=True)


def _session(description: str, name: str) -> OpenApiResponse:
    return OpenApiResponse(
        SessionDetailSerializer, description=description, examples=[OpenApiExample(name, _SESSION)]
    )


def _sent(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


sessions = extend_schema_view(
    list=extend_schema(
        operation_id="sessions_list",
        summary="List your sessions, without their states",
        tags=["Sessions"],
        parameters=PAGING,
        responses={
            200: OpenApiResponse(
                SessionListSerializer,
                description="Last changed first.",
                examples=[OpenApiExample("one", {"count": 1, "results": [_SUMMARY]})],
            ),
            **BAD_PAGE,
            **refusals(401),
        },
    ),
    create=extend_schema(
        operation_id="session_create",
        summary="Save a new session",
        description="Everything may be left out. The state is any JSON value of at most 10 MB and 64 levels. "
        "`page_count` is counted from it if it isn't given.\n\n"
        "A PNG, PDF or SVG that was exported with the option `embed_state` can be sent as `file` of a form "
        "instead: the new session's state is the exported one.",
        tags=["Sessions"],
        parameters=_VERSION,
        request={
            "application/json": OpenApiRequest(
                SessionSerializer,
                examples=[OpenApiExample("a board", {"name": "Lesson 4", "state": _STATE})],
            ),
            "multipart/form-data": SessionUploadSerializer,
        },
        responses={201: _session("Saved.", "a board"), **_CREATED},
    ),
    retrieve=extend_schema(
        operation_id="session_retrieve",
        summary="Read a session",
        tags=["Sessions"],
        parameters=_ID + _VERSION,
        responses={200: _session("The session with its state.", "a board"), **_NOT_FOUND, **refusals(401)},
    ),
    update=extend_schema(
        operation_id="session_update",
        summary="Save a session",
        description=_SAVING,
        tags=["Sessions"],
        parameters=_ID + _VERSION + _SEEN_VERSION,
        request=SessionSerializer,
        examples=[_sent("a board", {"name": "Lesson 4", "state": _STATE})],
        responses={200: _session("Saved.", "a board"), **_NOT_FOUND, **_CHANGED_MEANWHILE, **_WRITTEN},
    ),
    partial_update=extend_schema(
        operation_id="session_partial_update",
        summary="Change a session",
        description=_SAVING,
        tags=["Sessions"],
        parameters=_ID + _VERSION + _SEEN_VERSION,
        request=SessionSerializer,
        examples=[_sent("a name", {"name": "Lesson 4"})],
        responses={200: _session("Saved.", "a board"), **_NOT_FOUND, **_CHANGED_MEANWHILE, **_WRITTEN},
    ),
    destroy=extend_schema(
        operation_id="session_destroy",
        summary="Delete a session and its exports",
        tags=["Sessions"],
        parameters=_ID,
        responses={204: OpenApiResponse(description="Deleted."), **_NOT_FOUND, **refusals(401, 429)},
    ),
)
