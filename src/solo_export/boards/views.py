"""The boards' own API: list, create, read, update, delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ModelViewSet

from solo_export.boards import schema, uploads
from solo_export.boards.models import SoloSession
from solo_export.boards.quota import within_quota
from solo_export.boards.serializers import SessionSerializer, SessionSummarySerializer
from solo_export.boards.versions import tagged
from solo_export.exports.api.base import ENVELOPE_BYTES, ApiView
from solo_export.exports.api.errors import SessionNotFound
from solo_export.exports.api.paging import page_of
from solo_export.exports.api.parsers import JsonParser, WholeFormParser
from solo_export.exports.api.thumbnails import with_thumbnails


@schema.sessions
class SessionViewSet(ApiView, ModelViewSet[SoloSession]):
    """The caller's boards; nobody else's can be told from one that doesn't exist."""

    serializer_class = SessionSerializer
    lookup_url_kwarg = "session_id"

    def get_parsers(self) -> list[BaseParser]:
        """JSON, and for a new board also a form with a file."""
        is_new = self.request is None or (self.request.method == "POST" and not self.kwargs)
        return [JsonParser(), WholeFormParser()] if is_new else [JsonParser()]

    def get_queryset(self) -> QuerySet[SoloSession]:
        """The caller's own."""
        return SoloSession.objects.filter(user_id=self.caller.pk)

    def get_object(self) -> SoloSession:
        """The board that the address names. Raises `SessionNotFound`."""
        try:
            return self.get_queryset().get(pk=UUID(self.kwargs["session_id"]))
        except (ValueError, SoloSession.DoesNotExist):
            raise SessionNotFound from None

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """List the boards, last changed first, without their states."""
        boards = self.get_queryset().defer("state").order_by("-updated_at", "-pk")
        summary = SessionSummarySerializer(context=self.get_serializer_context())
        return page_of(boards.prefetch_related(with_thumbnails()), request, summary.to_representation)

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Save a new board, or the one that a file carries."""
        serializer = self.get_serializer(data=uploads.sent(request.data))
        serializer.is_valid(raise_exception=True)
        self.perform_create(serializer)
        return tagged(Response(serializer.data, status=HTTP_201_CREATED))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read a board, whole."""
        return tagged(super().retrieve(request, *args, **kwargs))

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Save a board, or a part of it."""
        return tagged(super().update(request, *args, **kwargs))

    def max_body_bytes(self) -> int:
        """A file holds a picture besides its board."""
        if str(self.request.content_type).startswith("multipart/"):
            return uploads.MAX_BYTES + ENVELOPE_BYTES
        return super().max_body_bytes()

    def perform_create(self, serializer: BaseSerializer[SoloSession]) -> None:
        """A new board is its maker's. Raises `TooMuch`."""
        with within_quota(self.caller.pk):
            serializer.save(user=self.request.user)

    def perform_update(self, serializer: BaseSerializer[SoloSession]) -> None:
        """Save what was sent. Raises `TooMuch` for a state that takes the last room and more."""
        if "state" not in serializer.validated_data:
            serializer.save()
            return
        with within_quota(self.caller.pk):
            serializer.save()

    def perform_destroy(self, instance: SoloSession) -> None:
        """Delete a board with its exports; nobody adds one meanwhile, or the board could not go."""
        with transaction.atomic():
            list(SoloSession.objects.select_for_update().filter(pk=instance.pk).values_list("pk"))
            instance.delete()
