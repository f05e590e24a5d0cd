"""What an export could not show as saved: the typed remarks that travel with every result."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_MOST_OTHERS = 1_000
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
    """One remark: `page` counts from 1, `element` is the saved id; both None where they don't apply.

    `others`: the ids of further elements of the page of which the same is to be said, a thousand at most.
    """

    code: WarningCode
    message: str
    page: int | None = None
    element: str | None = None
    others: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, str | int | list[str] | None]:
        """The remark as plain JSON values, as the export API answers it; `others` where there are any."""
        values = asdict(self) | {"code": str(self.code), "others": list(self.others)}
        return {name: value for name, value in values.items() if name != "others" or value}


class WarningLog:
    """Collects remarks while one board is parsed and drawn; repeats of the same remark count once."""

    def __init__(self) -> None:
        self._seen: dict[RenderWarning, dict[str, None]] = {}
        self._shared: dict[tuple[WarningCode, str, int | None], RenderWarning] = {}

    def add(
        self,
        code: WarningCode,
        message: str,
        *,
        page: int | None = None,
        element: str | None = None,
    ) -> None:
        """Remember a remark, its words cut and cleaned so that any log, terminal or database takes them."""
        self._seen.setdefault(_warning(code, message, page, element), {})

    def add_shared(
        self, code: WarningCode, message: str, *, page: int | None = None, element: str | None = None
    ) -> None:
        """Remember a remark that is made of a page once, whatever number of its elements it is true of."""
        warning = _warning(code, message, page, element)
        first = self._shared.setdefault((code, message, page), warning)
        others = self._seen.setdefault(first, {})
        if warning.element not in (None, first.element) and len(others) < _MOST_OTHERS:
            others[warning.element] = None

    def all(self) -> tuple[RenderWarning, ...]:
        """The remarks in the order they were first made."""
        return tuple(replace(warning, others=tuple(others)) for warning, others in self._seen.items())


def _warning(code: WarningCode, message: str, page: int | None, element: str | None) -> RenderWarning:
    name = None if element is None else _storable(element)
    return RenderWarning(code, _storable(message), page, name)


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text[:_LONGEST])
