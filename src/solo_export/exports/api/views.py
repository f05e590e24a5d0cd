"""The calls of the export API: each reads its request, lets an action do the work, and answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.decorators import method_decorator
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from boardkit.errors import PictureError
from solo_export.exports import conf
from solo_export.exports.actions.delete import delete_export
from solo_export.exports.actions.request import request_export
from solo_export.exports.actions.run_now import run_now
from solo_export.exports.actions.store_picture import store_picture
from solo_export.exports.actions.thumbnail import request_thumbnail
from solo_export.exports.actions.try_out import try_out
from solo_export.exports.actions.wait import wait_until_final
from solo_export.exports.admission.once import RequestKey
from solo_export.exports.api import conditional, order, prefer, schema, short_way
from solo_export.exports.api.answers import ended_answer, export_answer, file_url
from solo_export.exports.api.base import ENVELOPE_BYTES, ApiView
from solo_export.exports.api.dry_run import is_dry_run
from solo_export.exports.api.errors import BadRequest, ExportNotFound
from solo_export.exports.api.events import MEDIA_TYPE, PLACES, EventStream
from solo_export.exports.api.idempotency import HEADER, request_key
from solo_export.exports.api.order import Order
from solo_export.exports.api.paging import page_of
from solo_export.exports.api.parsers import JsonParser, WholeFormParser
from solo_export.exports.api.pictures import MAX_BASE64, Picture
from solo_export.exports.api.polls import told
from solo_export.exports.api.sessions import own_session
from solo_export.exports.api.standing import standing
from solo_export.exports.api.thumbnails import last_modified
from solo_export.exports.api.waiting_room import needed_seat, seat
from solo_export.exports.models import ExportRequest


class ExportView(ApiView):
    """A call that answers with the caller's exports."""

    def own_exports(self) -> QuerySet[ExportRequest]:
        """The caller's exports, newest first."""
        own = ExportRequest.objects.filter(user_id=self.caller.pk).with_queue_position()
        return own.order_by("-created_at", "-pk")

    def own_export(self, export_id: str) -> ExportRequest:
        """The caller's export of that id. Raises `ExportNotFound`."""
        try:
            return self.own_exports().get(pk=UUID(export_id))
        except (ValueError, ExportRequest.DoesNotExist):
            raise ExportNotFound from None

    @property
    def base_url(self) -> str:
        """Where the caller reached us."""
        return self.request.build_absolute_uri("/")

    def answer(self, export: ExportRequest) -> dict[str, Any]:
        """An export as the API answers it."""
        return export_answer(export, self.base_url)


class SessionExport(ExportView):
    """Asks for a file of a session."""

    parser_classes = (JsonParser, WholeFormParser, FormParser)

    @schema.create_export
    def post(self, request: Request, session_id: str) -> Response:
        """Accept an export, and wait for it where the caller or a setting says so."""
        session = own_session(self.caller, session_id)
        wanted = order.read(request.data)
        if is_dry_run(request.query_params):
            return self._tried_out(session, wanted)
        key = request_key(
            request.headers.get(HEADER), user_id=self.caller.pk, session_id=session.pk, order=wanted
        )
        if wanted.picture:
            with needed_seat():
                return self._created(self._stored(session, wanted, wanted.picture, key))
        if conf.get("SOLO_EXPORT_SYNC"):
            with needed_seat():
                return self._created(run_now(self._accepted(session, wanted, key)))
        export = self._accepted(session, wanted, key)
        wished = prefer.wait_seconds(request.headers.get("Prefer", ""))
        if wished is None:
            return self._created(export)
        with seat() as is_seated:
            return self._waited_for(export, wished) if is_seated else self._created(export)

    def _accepted(self, session: Model, wanted: Order, key: RequestKey | None) -> ExportRequest:
        export = request_export(
            session=session, user=self.caller, format=wanted.format, options=wanted.options, key=key
        )
        found = standing(export.pk, self.caller.pk)
        return found.export if found else export

    def _tried_out(self, session: Model, wanted: Order) -> Response:
        if wanted.picture:
            raise BadRequest("A dry run takes no picture; leave it out.", field=wanted.picture.source)
        with needed_seat():
            prospect = try_out(session=session, format=wanted.format, options=wanted.options)
        return Response({"format": wanted.format, "options": wanted.options, **asdict(prospect)})

    def _waited_for(self, export: ExportRequest, wished: int) -> Response:
        seconds = min(wished, conf.get("SOLO_EXPORT_MAX_WAIT_SECONDS"))
        response = self._created(wait_until_final(export, seconds) or export)
        response["Preference-Applied"] = f"wait={seconds}"
        return response

    def _stored(
        self, session: Model, wanted: Order, picture: Picture, key: RequestKey | None
    ) -> ExportRequest:
        try:
            return store_picture(
                session=session, user=self.caller, data=picture.data, options=wanted.options, key=key
            )
        except PictureError as error:
            raise BadRequest(str(error), field=picture.source) from None

    def _created(self, export: ExportRequest) -> Response:
        return Response(ended_answer(export, self.base_url), status=HTTP_201_CREATED)

    def max_body_bytes(self) -> int:
        """Room for a picture in base64, and for little besides."""
        return MAX_BASE64 + ENVELOPE_BYTES


class SessionExports(ExportView):
    """The exports of one session."""

    @schema.list_session_exports
    def get(self, request: Request, session_id: str) -> Response:
        """List the caller's exports of a session."""
        session = own_session(self.caller, session_id)
        own = self.own_exports().filter(session_id=session.pk, is_thumbnail=False)
        return page_of(own, request, self.answer)


class SessionThumbnail(ExportView):
    """The small picture of a session."""

    @schema.create_thumbnail
    def post(self, request: Request, session_id: str) -> Response:  # noqa: ARG002
        """Say where it is, or have it drawn."""
        session = own_session(self.caller, session_id)
        thumbnail = request_thumbnail(session, self.caller)
        answer = {"thumbnail_url": file_url(thumbnail, self.base_url), "status": thumbnail.status}
        return Response(
            answer,
            status=HTTP_200_OK if thumbnail.is_final else HTTP_202_ACCEPTED,
            headers=last_modified(session),
        )


class Exports(ExportView):
    """All exports of the caller."""

    @schema.list_exports
    def get(self, request: Request) -> Response:
        """List the caller's exports."""
        return page_of(self.own_exports().filter(is_thumbnail=False), request, self.answer)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Export(ExportView):
    """One export."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go the short way, or the long one."""
        return short_way.poll(request, kwargs["export_id"]) or super().dispatch(request, *args, **kwargs)

    @schema.get_export
    def get(self, request: Request, export_id: str) -> Response:
        """Ask how an export stands."""
        answer = told(
            self.own_export(export_id),
            base_url=self.base_url,
            if_none_match=request.headers.get("If-None-Match", ""),
        )
        return Response(answer.body, status=answer.status, headers=answer.headers)

    @schema.delete_export
    def delete(self, request: Request, export_id: str) -> Response:  # noqa: ARG002
        """Cancel an export, or delete one that has ended."""
        if not delete_export(self.own_export(export_id)):
            raise ExportNotFound
        return Response(status=HTTP_204_NO_CONTENT)


class ExportEvents(ExportView):
    """What happens to one export."""

    http_method_names = ("get", "options")

    @schema.export_events
    def get(self, request: Request, export_id: str) -> HttpResponseBase:
        """Tell each change as a server-sent event."""
        export = self.own_export(export_id)
        last_id = request.headers.get("Last-Event-ID", "")
        if export.is_final and last_id == conditional.entity_tag(self.answer(export)):
            return Response(status=HTTP_204_NO_CONTENT)
        look = self.own_exports().filter(pk=export.pk).first
        PLACES.take(self.caller.pk)
        stream = EventStream(self.caller.pk, look, self.answer, last_id)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingHttpResponse(stream, content_type=MEDIA_TYPE, headers=headers)
