"""Exports and messages about them in the admin site: to look at, since only the life cycle may move them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property

from solo_export.exports.actions.delete import delete_export
from solo_export.exports.actions.retry import retry
from solo_export.exports.admin_picture import picture_answer, picture_tag
from solo_export.exports.failures import CODES
from solo_export.exports.models import ExportRequest, WebhookDelivery
from solo_export.exports.states import FINAL, DeliveryStatus

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
    _ExportAdmin = admin.ModelAdmin[ExportRequest]
    _DeliveryAdmin = admin.ModelAdmin[WebhookDelivery]
else:
    _Paginator = Paginator
    _ExportAdmin = _DeliveryAdmin = admin.ModelAdmin


_MOST_COUNTED = 10_000
_PICTURE_VIEW = "exports_exportrequest_picture"


class BoundedPaginator(_Paginator):
    """Pages of a table that may be long: what lies beyond is not counted, but found by filters."""

    @cached_property
    def count(self) -> int:
        """The rows, or the most that is counted."""
        rows: Any = self.object_list
        return int(rows[:_MOST_COUNTED].count())


class FailureFilter(admin.SimpleListFilter):
    """By the code of the last failure; the codes are known without looking through the table."""

    title = "failure"
    parameter_name = "failure_code"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """All codes that there are."""
        return [(code, code) for code in CODES]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with the chosen code."""
        return queryset.filter(failure_code=self.value()) if self.value() else queryset


@admin.register(ExportRequest)
class ExportRequestAdmin(_ExportAdmin):
    """Exports: where each stands, how often it was tried, and what went wrong."""

    list_display = (
        *("id", "picture", "status", "attempts", "failure_code", "error", "format", "user", "created_at"),
    )
    list_filter = ("status", "format", "origin", FailureFilter, "created_at")
    search_fields = ("id",)
    search_help_text = "The id of an export or of a session, or the name of a user, in full."
    list_select_related = ("user",)
    show_full_result_count = False
    paginator = BoundedPaginator
    actions = ("retry", "cancel")
    fields = readonly_fields = (
        *("id", "session", "user", "format", "options", "origin", "status", "created_at", "updated_at"),
        *("attempts", "lapses", "failure_code", "error", "available_at", "hinted_at", "lease_expires_at"),
        *("pages_done", "pages_total", "page_count", "warnings", "request_id"),
        *("large_picture", "file_name", "file_size", "file_key", "file_url", "expires_at"),
    )

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[ExportRequest], search_term: str
    ) -> tuple[QuerySet[ExportRequest], bool]:
        """What an index finds: no part of a word, which would be looked for in every row."""
        term = search_term.strip()
        if not term:
            return queryset, False
        named = get_user_model()._default_manager.filter(**{get_user_model().USERNAME_FIELD: term})
        found = Q(user__in=list(named[:1]))
        for field in ("pk", "session_id"):
            with suppress(ValidationError, ValueError, TypeError):
                column = ExportRequest._meta.pk if field == "pk" else ExportRequest._meta.get_field("session")
                found |= Q(**{field: column.to_python(term)})
        return queryset.filter(found), False

    def get_urls(self) -> list[URLPattern]:
        """The addresses of the lists and forms, and of the pictures in them."""
        answer = self.admin_site.admin_view(self.picture_file)
        return [path("<uuid:export_id>/picture/", answer, name=_PICTURE_VIEW), *super().get_urls()]

    def picture_file(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        """The picture of an export, for whoever may see exports."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return picture_answer(self.get_object(request, str(export_id)))

    @admin.display
    def picture(self, export: ExportRequest) -> str:
        """What has become of an export that is a picture, in the list."""
        return picture_tag(export, _picture_address(export), "5rem")

    @admin.display(description="picture")
    def large_picture(self, export: ExportRequest) -> str:
        """The same, large enough to see what is on it."""
        return picture_tag(export, _picture_address(export), "20rem")

    @admin.action(description="Try again", permissions=["delete"])
    def retry(self, request: HttpRequest, queryset: QuerySet[ExportRequest]) -> None:
        """Put failed exports back in line."""
        count, chosen = sum(map(retry, queryset)), len(queryset)
        others = "" if count == chosen else " The others have not failed, or have no board."
        self.message_user(request, f"Waiting again: {count} of {chosen}.{others}")

    @admin.action(description="Cancel", permissions=["delete"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[ExportRequest]) -> None:
        """Cancel exports that have not ended, as their callers can."""
        chosen = queryset.count()
        count = sum(map(delete_export, queryset.exclude(status__in=FINAL)))
        others = "" if count == chosen else " The others have ended already."
        self.message_user(request, f"Cancelled and gone: {count} of {chosen}.{others}")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Exports come through the API, with a snapshot of their board."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ExportRequest | None = None) -> bool:  # noqa: ARG002
        """Nobody writes over what a worker is writing."""
        return False


def _picture_address(export: ExportRequest) -> str:
    return reverse(f"admin:{_PICTURE_VIEW}", args=[export.pk])


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
