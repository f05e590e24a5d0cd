"""The bodies of the API as its OpenAPI schema shows them. Nothing here runs in a call.

`order.py` reads what these describe and `answers.py` writes it; tests hold them together.
"""

from __future__ import annotations

from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from boardkit.limits import Limits
from boardkit.options import (
    MAX_QUALITY,
    MAX_SCALE,
    MIN_QUALITY,
    MIN_SCALE,
    Background,
    Crop,
    Orientation,
    Paper,
    TextAs,
)
from boardkit.warnings import WarningCode
from solo_export.exports.api.options import FILENAME_PATTERN, MAX_FILENAME, MAX_PAGE_ID
from solo_export.exports.failures import CODES
from solo_export.exports.states import Format, Origin, Status

_Serializer = serializers.Serializer[Any]


_PAGES = {
    "description": "Which pages, in this order: numbers from 1, or ids. Left out: all pages of a PDF, "
    "the open page of a picture. Several pages as pictures are a ZIP.",
    "oneOf": [
        {"type": "string", "enum": ["current", "all"]},
        {
            "type": "array",
            "minItems": 1,
            "maxItems": Limits().pages,
            "items": {
                "oneOf": [
                    {"type": "integer", "minimum": 1, "maximum": Limits().pages},
                    {"type": "string", "minLength": 1, "maxLength": MAX_PAGE_ID},
                ]
            },
        },
    ],
}


def _one_of(choices: Any, description: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(get_args(choices)), "description": description}


@extend_schema_field(
    {
        "type": "object",
        "description": "How the file is wanted; all of it may be left out.",
        "additionalProperties": False,
        "properties": {
            "pages": _PAGES,
            "scale": {
                "type": "number",
                "minimum": MIN_SCALE,
                "maximum": MAX_SCALE,
                "default": 2,
                "description": "PNG, JPEG, WebP: pixels per board pixel.",
            },
            "quality": {
                "type": "integer",
                "minimum": MIN_QUALITY,
                "maximum": MAX_QUALITY,
                "default": 90,
                "description": "JPEG, WebP: how good; WebP at 100 loses nothing.",
            },
            "background": _one_of(Background, "As the board shows it (`page`, the default), or none."),
            "crop": _one_of(Crop, "The whole `page` (the default), or the bounds of its content."),
            "paper": _one_of(
                Paper,
                "PDF: the sheet; `original`, the default, is the board's own size. A page too large to be "
                "read on one sheet is spread over several.",
            ),
            "orientation": _one_of(Orientation, "PDF: how the sheet lies; `auto` is the default."),
            "text": _one_of(TextAs, "SVG: text as `text` (the default), or as outlines that need no font."),
            "embed_state": {
                "type": "boolean",
                "default": False,
                "description": "PNG, PDF, SVG: the board travels inside the file, which can be posted "
                "to `/api/v1/solo/sessions/` as a new session. Of several pictures the first has it.",
            },
            "pretty": {"type": "boolean", "default": False, "description": "JSON: indented."},
            "filename": {
                "type": "string",
                "minLength": 1,
                "maxLength": MAX_FILENAME,
                "pattern": FILENAME_PATTERN,
                "description": "What the download is called; by default as the session is.",
            },
        },
    },
    component_name="ExportOptions",
)
class OptionsField(serializers.JSONField):
    """The options, as `options.py` checks them."""


class ExportOrderSerializer(_Serializer):
    """A request for a file; `{}` asks for a PNG of the open page."""

    format = serializers.ChoiceField(Format.choices, required=False, default=Format.PNG)
    options = OptionsField(required=False)
    data_url = serializers.RegexField(
        r"^data:image/png;base64,[A-Za-z0-9+/]+=*$",
        required=False,
        help_text="A PNG that the browser drew itself, as `data:image/png;base64,…`; with format png only.",
    )


class ExportFormSerializer(_Serializer):
    """The same as a form."""

    format = serializers.ChoiceField(Format.choices, required=False, default=Format.PNG)
    options = serializers.CharField(required=False, help_text="The options as JSON text.")


class ExportUploadSerializer(_Serializer):
    """The same as a form that may carry a file."""

    format = serializers.ChoiceField(Format.choices, required=False, default=Format.PNG)
    options = OptionsField(required=False)
    file = serializers.FileField(required=False, help_text="A PNG; with format png only.")


class ProgressSerializer(_Serializer):
    """Pages drawn of all."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class WarningSerializer(_Serializer):
    """Something on the board that the file could not show as saved."""

    code = serializers.ChoiceField([(code.value, code.value) for code in WarningCode])
    message = serializers.CharField()
    page = serializers.IntegerField(allow_null=True, help_text="Counted from 1.")
    element = serializers.CharField(allow_null=True, help_text="The element's id on the board.")
    others = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="The ids of more elements of the page of which the same is to be said.",
    )


class ExportSerializer(_Serializer):
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
    error_code = serializers.ChoiceField(
        CODES, allow_null=True, help_text="The same, for a program; null unless failed."
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
    progress = ProgressSerializer(allow_null=True, help_text="Null until the number of pages is known.")
    queue_position = serializers.IntegerField(
        allow_null=True, help_text="1 for the next to be drawn, 2 for the one behind it; null unless pending."
    )
    warnings = WarningSerializer(many=True)
    options = OptionsField()
    origin = serializers.ChoiceField(
        Origin.choices, help_text="Who drew the file: the server, or the client that sent it."
    )


class FinishedExportSerializer(ExportSerializer):
    """An export request in the answer to a POST."""

    data = serializers.JSONField(  # type: ignore[assignment]
        required=False,
        help_text="The state itself: only for a JSON export that was completed before this answer.",
    )


class ThumbnailSerializer(_Serializer):
    """A session's thumbnail."""

    thumbnail_url = serializers.URLField(
        allow_null=True, help_text="Opens without any header, for a limited time; null until it is drawn."
    )
    status = serializers.ChoiceField(Status.choices)


class ProspectSerializer(_Serializer):
    """What an export would be, or why there would be none."""

    format = serializers.ChoiceField(Format.choices)
    options = OptionsField()
    page_count = serializers.IntegerField(allow_null=True, help_text="Null where there would be no file.")
    file_size = serializers.IntegerField(
        allow_null=True, help_text="Bytes; null where there would be no file."
    )
    warnings = WarningSerializer(
        many=True, help_text="What the file would not show as saved: fonts and images that are missing, …"
    )
    error = serializers.CharField(
        allow_null=True, help_text="Why the export would fail, for a person; null where it would not."
    )


class ExportListSerializer(_Serializer):
    """Export requests, newest first."""

    count = serializers.IntegerField(help_text="All there are, also those beyond this page.")
    results = ExportSerializer(many=True)


class BadRequestSerializer(_Serializer):
    """Why a body was refused, in a sentence that says what would be right."""

    error = serializers.CharField()
    field = serializers.CharField(
        required=False, help_text="The path of the value to blame: `options.scale`."
    )


class RefusalSerializer(_Serializer):
    """Why a call was refused."""

    detail = serializers.CharField()
    field = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
