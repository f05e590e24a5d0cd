"""Exports and messages about them in the admin site: to look at, since only the life cycle may move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from solo_export.exports.models import ExportRequest, WebhookDelivery
from solo_export.exports.states import DeliveryStatus

if TYPE_CHECKING:
    _ExportAdmin = admin.ModelAdmin[ExportRequest]
    _DeliveryAdmin = admin.ModelAdmin[WebhookDelivery]
else:
    _ExportAdmin = _DeliveryAdmin = admin.ModelAdmin


@admin.register(ExportRequest)
class ExportRequestAdmin(_ExportAdmin):
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


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(_DeliveryAdmin):
    """Messages to the operator's system: what became of each."""

    list_display = ("id", "event", "export_id", "status", "attempts", "outcome", "due_at", "created_at")
    list_filter = ("status", "event", "created_at")
    search_fields = ("id", "export_id")
    show_full_result_count = False
    actions = ("send_again",)

    @admin.action(description="Send again", permissions=["delete"])
    def send_again(self, _request: HttpRequest, queryset: QuerySet[WebhookDelivery]) -> None:
        """Begin anew with messages that were given up, or that the receiver took and lost."""
        queryset.update(status=DeliveryStatus.WAITING, attempts=0, due_at=Now())

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Messages are written when an export ends."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: WebhookDelivery | None = None) -> bool:  # noqa: ARG002
        """What is signed is what was written."""
        return False
