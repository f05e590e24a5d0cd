"""The bodies of the API as its OpenAPI schema shows them. Nothing here runs in a call.

`order.py` reads what these describe and `answers.py` writes it; tests hold them together.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from boardkit.options import MAX_SCALE, MIN_SCALE
from boardkit.warnings import WarningCode
from solo_export.exports.api.options import MAX_FILENAME, MAX_PAGE_ID
from solo_export.exports.states import Format, Origin, Status

_Shape = serializers.Serializer[Any]


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "enum": ["current", "all"]},
            {
                "type": "array",
                "minItems": 1,
                "items": {
                    "oneOf": [
                        {"type": "integer", "minimum": 1},
                        {"type": "string", "minLength": 1, "maxLength": MAX_PAGE_ID},
                    ]
                },
            },
        ]
    }
)
class PagesField(serializers.Field[Any, Any, Any, Any]):
    """`"current"`, `"all"`, or a list of page numbers and ids."""


class ExportOptionsShape(_Shape):
    """How the file is wanted; all of it may be left out."""

    pages = PagesField(
        required=False,
        help_text="Which pages, in this order: numbers from 1, or ids. Left out: the open page of a PNG, all "
        "pages of a PDF. A PNG of several pages is a ZIP.",
    )
    scale = serializers.FloatField(
        required=False, min_value=MIN_SCALE, max_value=MAX_SCALE, help_text="PNG: pixels per board pixel; 2."
    )
    background = serializers.ChoiceField(
        ["page", "transparent"], required=False, help_text="As the board shows it (`page`), or none."
    )
    crop = serializers.ChoiceField(
        ["page", "content"], required=False, help_text="The whole `page`, or the bounds of its content."
    )
    paper = serializers.ChoiceField(
        ["original", "a4", "a3", "letter"], required=False, help_text="PDF: the sheet; `original`."
    )
    orientation = serializers.ChoiceField(
        ["auto", "portrait", "landscape"], required=False, help_text="PDF: how the sheet lies; `auto`."
    )
    pretty = serializers.BooleanField(required=False, help_text="JSON: indented.")
    filename = serializers.CharField(
        required=False, max_length=MAX_FILENAME, help_text="What the download is called; the session's name."
    )

    class Meta:
        ref_name = "ExportOptions"


class ExportOrderShape(_Shape):
    """A request for a file; `{}` asks for a PNG of the open page."""

    format = serializers.ChoiceField(Format.choices, required=False, default=Format.PNG)
    options = ExportOptionsShape(required=False)
    data_url = serializers.CharField(
        required=False,
        help_text="A PNG that the browser drew itself, as `data:image/png;base64,…`; with format png only.",
    )


class ExportFormShape(_Shape):
    """The same as a form."""

    format = serializers.ChoiceField(Format.choices, required=False, default=Format.PNG)
    options = serializers.CharField(required=False, help_text="The options as JSON text.")


class ExportUploadShape(ExportFormShape):
    """The same as a form that may carry a file."""

    file = serializers.FileField(required=False, help_text="A PNG; with format png only.")


class ProgressShape(_Shape):
    """Pages drawn of all."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class WarningShape(_Shape):
    """Something on the board that the file could not show as saved."""

    code = serializers.ChoiceField([(code.value, code.value) for code in WarningCode])
    message = serializers.CharField()
    page = serializers.IntegerField(allow_null=True, help_text="Counted from 1.")
    element = serializers.CharField(allow_null=True, help_text="The element's id on the board.")


class ExportShape(_Shape):
    """An export request, from the moment it is accepted."""

    id = serializers.UUIDField()
    session_id = serializers.CharField(
        help_text="The session's id: a UUID, unless a host project has others."
    )
    format = serializers.ChoiceField(Format.choices)
    status = serializers.ChoiceField(Status.choices)
    file_url = serializers.URLField(
        allow_null=True,
        help_text="Opens without any header, for a limited time; every answer signs a fresh one. Null until "
        "completed.",
    )
    error = serializers.CharField(
        allow_null=True, help_text="What went wrong, for a person; null unless failed."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    file_size = serializers.IntegerField(allow_null=True, help_text="Bytes; null until completed.")
    page_count = serializers.IntegerField(
        allow_null=True, help_text="Pages in the file; null until completed."
    )
    expires_at = serializers.DateTimeField(
        allow_null=True, help_text="When the export and its file are deleted."
    )
    progress = ProgressShape(allow_null=True, help_text="Null until the number of pages is known.")
    warnings = WarningShape(many=True)
    options = ExportOptionsShape(help_text="As they were sent.")
    origin = serializers.ChoiceField(
        Origin.choices, help_text="Who drew the file: the server, or the client that sent it."
    )


class FinishedExportShape(ExportShape):
    """An export request in the answer to a POST."""

    data = serializers.JSONField(  # type: ignore[assignment]
        required=False,
        help_text="The state itself: only for a JSON export that was completed before this answer.",
    )


class ExportListShape(_Shape):
    """Export requests, newest first."""

    count = serializers.IntegerField(help_text="All there are, also those beyond this page.")
    results = ExportShape(many=True)


class BadRequestShape(_Shape):
    """Why a body was refused, in a sentence that says what would be right."""

    error = serializers.CharField()
    field = serializers.CharField(
        required=False, help_text="The path of the value to blame: `options.scale`."
    )


class RefusalShape(_Shape):
    """Why a call was refused."""

    detail = serializers.CharField()
    field = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
