"""Exports in the admin site: to look at, since only the life cycle may move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from solo_export.exports.models import ExportRequest

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[ExportRequest]
else:
    _Admin = admin.ModelAdmin


@admin.register(ExportRequest)
class ExportRequestAdmin(_Admin):
    """Exports: where each stands, how often it was tried, and what went wrong."""

    list_display = ("id", "user", "format", "status", "attempts", "lapses", "failure_code", "created_at")
    list_filter = ("status", "format", "origin", "failure_code", "created_at")
    search_fields = ("id", "session__pk")
    list_select_related = ("user",)
    show_full_result_count = False
    fields = readonly_fields = (
        *("id", "session", "user", "format", "options", "origin", "status", "created_at", "updated_at"),
        *("attempts", "lapses", "failure_code", "error", "available_at", "hinted_at", "lease_expires_at"),
        *("pages_done", "pages_total", "page_count", "warnings"),
        *("file_name", "file_size", "file_key", "file_url", "expires_at"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Exports come through the API, with a snapshot of their board."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ExportRequest | None = None) -> bool:  # noqa: ARG002
        """Nobody writes over what a worker is writing."""
        return False
