"""The school's addresses; exports are mounted under one of them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("boards/", include("solo_export.exports.api.urls"))]
