"""What a child process can be asked to do, and what it delivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from boardkit.limits import Limits
from solo_export.exports.renderer.messages import Message


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Draw a board: `state` as JSON text in UTF-8, `options` as the caller wrote them."""

    state: bytes = field(repr=False)
    format: str
    options: Mapping[str, Any]
    title: str
    created: datetime
    limits: Limits

    def message(self) -> Message:
        """The job as it goes to the child."""
        header = {
            "job": "render",
            "format": self.format,
            "options": dict(self.options),
            "title": self.title,
            "created": self.created.isoformat(),
            "limits": asdict(self.limits),
        }
        return Message(header, self.state)


@dataclass(frozen=True, slots=True)
class PictureJob:
    """Decode somebody's PNG and encode nothing but its pixels."""

    data: bytes = field(repr=False)
    limits: Limits

    def message(self) -> Message:
        """The job as it goes to the child."""
        return Message({"job": "clean_png", "limits": asdict(self.limits)}, self.data)


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """A board as a file; `warnings` are boardkit's, as JSON values."""

    data: bytes = field(repr=False)
    extension: str
    page_count: int
    warnings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class CleanedPicture:
    """A picture that is nothing else; its size in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int
