"""The least that Django can do: a view that reads the row of an export and answers it, for whoever asks."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, JsonResponse
from django.test import override_settings
from django.urls import ResolverMatch, path
from django.urls.resolvers import RegexPattern, URLResolver

from solo_export.exports.models import ExportRequest


def bare_view(_request: HttpRequest, export_id: str) -> JsonResponse:
    """The row."""
    export = ExportRequest.objects.get(pk=export_id)
    return JsonResponse(
        {
            "id": export.pk,
            "session_id": export.session_id,
            "format": export.format,
            "status": export.status,
            "file_url": export.file_url,
            "error": export.error,
            "created_at": export.created_at,
            "updated_at": export.updated_at,
        }
    )


class BareHandler(WSGIHandler):
    """Django with this one view and no middleware."""

    def __init__(self) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().__init__()
        views = [path("api/v1/exports/<uuid:export_id>/", bare_view)]
        self._resolver = URLResolver(RegexPattern(r"^/"), views)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Find the view."""
        request.resolver_match = self._resolver.resolve(request.path_info)
        return request.resolver_match
