"""The calls of the export API: each reads its request, lets an action do the work, and answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Model, QuerySet
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from solo_export.exports import conf
from solo_export.exports.actions.request import StateTooLarge, request_export
from solo_export.exports.actions.wait import wait_until_final
from solo_export.exports.api import order, prefer, schema
from solo_export.exports.api.answers import export_answer
from solo_export.exports.api.base import ApiView
from solo_export.exports.api.errors import BodyTooLarge, ExportNotFound, SessionNotFound
from solo_export.exports.api.order import Order
from solo_export.exports.api.paging import page_of
from solo_export.exports.api.parsers import JsonParser
from solo_export.exports.api.sessions import own_session
from solo_export.exports.models import ExportRequest


class ExportView(ApiView):
    """A call that answers with the caller's exports."""

    def own_exports(self) -> QuerySet[ExportRequest]:
        """The caller's exports, newest first."""
        return ExportRequest.objects.filter(user_id=self.caller_id).order_by("-created_at", "-pk")

    def answer(self, export: ExportRequest) -> dict[str, Any]:
        """An export as the API answers it, with an address that leads back to where the caller reached us."""
        return export_answer(export, self.request.build_absolute_uri("/"))


class SessionExport(ExportView):
    """Asks for a file of a session."""

    parser_classes = (JsonParser, MultiPartParser, FormParser)

    @schema.create_export
    def post(self, request: Request, session_id: str) -> Response:
        """Accept an export, and wait for it where the caller or the service's setting says so."""
        session = own_session(request.user, session_id)
        wanted = order.read(request.data)
        export = _accept(session, request.user, wanted)
        return Response(self.answer(export), status=HTTP_201_CREATED)


class SessionExports(ExportView):
    """The exports of one session."""

    @schema.list_session_exports
    def get(self, request: Request, session_id: str) -> Response:
        """List the caller's exports of a session."""
        session = own_session(request.user, session_id)
        return page_of(self.own_exports().filter(session_id=session.pk), request, self.answer)


class Exports(ExportView):
    """All exports of the caller."""

    @schema.list_exports
    def get(self, request: Request) -> Response:
        """List the caller's exports."""
        return page_of(self.own_exports(), request, self.answer)


class Export(ExportView):
    """One export."""

    @schema.get_export
    def get(self, request: Request, export_id: str) -> Response:  # noqa: ARG002
        """Ask how an export stands."""
        try:
            export = self.own_exports().get(pk=UUID(export_id))
        except (ValueError, ExportRequest.DoesNotExist):
            raise ExportNotFound from None
        return Response(self.answer(export))


def _accept(session: Model, user: Any, wanted: Order) -> ExportRequest:
    try:
        return request_export(session=session, user=user, format=wanted.format, options=wanted.options)
    except StateTooLarge as error:
        raise BodyTooLarge(str(error)) from None
    except IntegrityError:
        raise SessionNotFound from None
