"""The addresses of the service as it stands by itself."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from solo_export.admin_sign_in import ADMIN
from solo_export.page.views import page
from solo_export.sign_in import AdminSignIn
from solo_export.tokens import Refresh, Token

admin.site.login_form = AdminSignIn

urlpatterns: list[URLPattern | URLResolver] = [
    path("", page, name="page"),
    path("", include("solo_export.exports.api.urls")),
    path("", include("solo_export.boards.urls")),
    path("api/v1/auth/token/", Token.as_view(), name="token"),
    path("api/v1/auth/token/refresh/", Refresh.as_view(), name="token-refresh"),
    path("api/v1/auth/refresh/", Refresh.as_view(), name="refresh"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(), name="docs"),
    path(ADMIN, admin.site.urls),
    *(path(root, RedirectView.as_view(pattern_name="docs")) for root in ("api/", "api/v1/")),
]


def not_found(_request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001
    """Answer an address that doesn't exist as the API answers everything."""
    return JsonResponse(
        {"detail": "There is nothing at this address; /api/docs/ lists what there is."}, status=404
    )


def server_error(_request: HttpRequest) -> JsonResponse:
    """Answer an unforeseen error; what happened stands in the log only."""
    return JsonResponse({"detail": "Something went wrong here. Try again later."}, status=500)


handler404 = not_found
handler500 = server_error
