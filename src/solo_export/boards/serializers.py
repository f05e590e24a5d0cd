"""The boards as the API takes and answers them."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from solo_export.boards.models import SoloSession
from solo_export.boards.pages import page_count
from solo_export.boards.versions import ChangedMeanwhile, to_change
from solo_export.exports import conf
from solo_export.exports.api.errors import BodyTooLarge, SessionNotFound
from solo_export.exports.api.thumbnails import thumbnail_url

MAX_PAGE_COUNT = 2**31 - 1


class NameField(serializers.CharField):
    """Text that came as text: DRF would also take a number."""

    def to_internal_value(self, data: Any) -> str:
        """The text, without white space around it."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class CountField(serializers.IntegerField):
    """A whole number that came as a number: DRF would also take `"12"` and `true`."""

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        if isinstance(data, bool) or not isinstance(data, int | float) or data != int(data):
            self.fail("invalid")
        return int(super().to_internal_value(int(data)))


@extend_schema_field({"type": ["object", "array", "string", "number", "boolean"]})
class StateField(serializers.JSONField):
    """Any JSON value, as large as can be exported. The parser has refused what can't be stored."""

    def to_internal_value(self, data: Any) -> Any:
        """The value itself."""
        allowed = conf.limits().state_bytes
        found = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
        if found > allowed:
            raise BodyTooLarge(
                f"The state has {found} bytes of JSON; at most {allowed} can be kept.", field="state"
            )
        return data


class SessionSummarySerializer(serializers.ModelSerializer[SoloSession]):
    """A board in a list: all but its state."""

    thumbnail_url = serializers.SerializerMethodField(
        help_text="A small picture of it, if one was asked for; opens without any header, for a limited time."
    )

    class Meta:
        model = SoloSession
        fields: tuple[str, ...] = ("id", "name", "page_count", "thumbnail_url", "created_at", "updated_at")
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_thumbnail_url(self, session: SoloSession) -> str | None:
        """Where the newest thumbnail is."""
        return thumbnail_url(session, self.context["request"].build_absolute_uri("/"))


class SessionDetailSerializer(SessionSummarySerializer):
    """A board, whole."""

    state = StateField(read_only=True, allow_null=True)

    class Meta(SessionSummarySerializer.Meta):
        fields = ("id", "name", "state", "page_count", "thumbnail_url", "created_at", "updated_at")
        read_only_fields = fields


class SessionSerializer(serializers.ModelSerializer[SoloSession]):
    """What may be written of a board. Its pages are counted wherever a state comes without `page_count`."""

    name = NameField(max_length=200, allow_blank=True, required=False)
    state = StateField(
        required=False, allow_null=True, help_text="The board as the front end saves it: any JSON value."
    )
    page_count = CountField(min_value=0, max_value=MAX_PAGE_COUNT, required=False)

    class Meta:
        model = SoloSession
        fields = ("name", "state", "page_count")

    def to_representation(self, instance: SoloSession) -> dict[str, Any]:
        """The board, whole."""
        return SessionDetailSerializer(instance, context=self.context).data

    def update(self, instance: SoloSession, validated_data: dict[str, Any]) -> SoloSession:
        """Write only what was sent, so that a change of name takes back no newer state.

        Raises `SessionNotFound` where the row has gone meanwhile, `ChangedMeanwhile` where it is newer than
        the caller allows.
        """
        changes = {**validated_data, "updated_at": timezone.now()}
        if not to_change(instance, self.context["request"].headers.get("If-Match")).update(**changes):
            is_there = SoloSession.objects.filter(pk=instance.pk).exists()
            raise ChangedMeanwhile if is_there else SessionNotFound
        for name, value in changes.items():
            setattr(instance, name, value)
        return instance

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Count the pages of a state that comes without a count."""
        if "state" in attrs:
            attrs.setdefault("page_count", page_count(attrs["state"]))
        return attrs
