"""The addresses of the boards' API."""

from __future__ import annotations

from django.urls import path

from solo_export.boards.views import SessionViewSet

urlpatterns = [
    path(
        "api/v1/solo/sessions/",
        SessionViewSet.as_view({"get": "list", "post": "create"}),
        name="session-list",
    ),
    path(
        "api/v1/solo/sessions/<str:session_id>/",
        SessionViewSet.as_view(
            {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}
        ),
        name="session-detail",
    ),
]
