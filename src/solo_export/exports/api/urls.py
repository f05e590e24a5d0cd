"""The addresses of the export API, ours and any host project's: `path("", include("….api.urls"))`."""

from __future__ import annotations

from django.urls import path

from solo_export.exports.api import files, views
from solo_export.exports.storage import FILE_VIEW

urlpatterns = [
    path(
        "api/v1/solo/sessions/<str:session_id>/export/", views.SessionExport.as_view(), name="session-export"
    ),
    path(
        "api/v1/solo/sessions/<str:session_id>/exports/",
        views.SessionExports.as_view(),
        name="session-exports",
    ),
    path(
        "api/v1/solo/sessions/<str:session_id>/thumbnail/",
        views.SessionThumbnail.as_view(),
        name="session-thumbnail",
    ),
    path("api/v1/exports/", views.Exports.as_view(), name="export-list"),
    path("api/v1/exports/<str:export_id>/", views.Export.as_view(), name="export-detail"),
    path("api/v1/exports/<str:export_id>/events/", views.ExportEvents.as_view(), name="export-events"),
    path("files/<str:token>/<str:name>", files.export_file, name=FILE_VIEW),
]
