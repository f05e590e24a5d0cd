"""Boards in the admin site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from solo_export.boards.models import SoloSession

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[SoloSession]
else:
    _Admin = admin.ModelAdmin


@admin.register(SoloSession)
class SoloSessionAdmin(_Admin):
    """Boards, without their states: several megabytes of JSON are no form field."""

    list_display = ("name", "user", "page_count", "updated_at")
    search_fields = ("id", "name")
    list_select_related = ("user",)
    raw_id_fields = ("user",)
    fields = ("id", "user", "name", "page_count", "created_at", "updated_at")
    readonly_fields = ("id", "page_count", "created_at", "updated_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SoloSession]:
        """All boards; their states stay in the database."""
        return super().get_queryset(request).defer("state")
