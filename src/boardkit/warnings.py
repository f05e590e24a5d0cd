"""What an export could not show as saved: the typed remarks that travel with every result."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import StrEnum

_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONGEST = 300
"""Characters; saved text that a remark quotes may have millions."""


class WarningCode(StrEnum):
    """The stable names of the remarks; callers may match on them."""

    ELEMENT_LEFT_OUT = "element_left_out"
    VALUE_REPAIRED = "value_repaired"
    IMAGE_MISSING = "image_missing"
    IMAGE_UNREADABLE = "image_unreadable"
    FONT_SUBSTITUTED = "font_substituted"
    GLYPH_MISSING = "glyph_missing"
    FILTER_IGNORED = "filter_ignored"
    PICTURE_TILED = "picture_tiled"
    FORMAT_LIMIT = "format_limit"
    PAGE_INDEX_REPAIRED = "page_index_repaired"


@dataclass(frozen=True, slots=True)
class RenderWarning:
    """One remark: `page` counts from 1, `element` is the saved id; both None where they don't apply."""

    code: WarningCode
    message: str
    page: int | None = None
    element: str | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        """The remark as plain JSON values, the shape that the export API answers."""
        return asdict(self) | {"code": str(self.code)}


class WarningLog:
    """Collects remarks while one board is parsed and drawn; repeats of the same remark count once."""

    def __init__(self) -> None:
        self._seen: dict[RenderWarning, None] = {}

    def add(
        self,
        code: WarningCode,
        message: str,
        *,
        page: int | None = None,
        element: str | None = None,
    ) -> None:
        """Remember a remark, its words cut and cleaned so that any log, terminal or database takes them."""
        name = None if element is None else _storable(element)
        self._seen.setdefault(RenderWarning(code, _storable(message), page, name))

    def all(self) -> tuple[RenderWarning, ...]:
        """The remarks in the order they were first made."""
        return tuple(self._seen)


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text[:_LONGEST])
