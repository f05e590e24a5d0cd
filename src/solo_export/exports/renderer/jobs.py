"""What a child process can be asked to do, and what it delivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from boardkit.limits import Limits
from solo_export.exports.assets import FetchedImage
from solo_export.exports.renderer.messages import Message


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Draw a board: `state` as JSON text in UTF-8, `options` as the caller wrote them.

    `images` are those that the board names by address, as far as they were fetched.
    """

    state: bytes = field(repr=False)
    format: str
    options: Mapping[str, Any]
    title: str
    created: datetime
    limits: Limits
    images: Sequence[FetchedImage] = ()

    def message(self) -> Message:
        """The job as it goes to the child; the images' files follow the state."""
        header = self._header("render") | {
            "state_bytes": len(self.state),
            "images": [
                {"address": image.address, "reason": image.reason, "bytes": len(image.data or b"")}
                for image in self.images
            ],
        }
        return Message(header, b"".join([self.state, *(image.data or b"" for image in self.images)]))

    def addresses_message(self) -> Message:
        """The question that goes before: which images does the board name by address?"""
        return Message(self._header("image_addresses"), self.state)

    def _header(self, job: str) -> dict[str, Any]:
        return {
            "job": job,
            "format": self.format,
            "options": dict(self.options),
            "title": self.title,
            "created": self.created.isoformat(),
            "limits": asdict(self.limits),
        }


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
    """A board as a file; `warnings` are boardkit's, as JSON values, `seconds` what each stage took."""

    data: bytes = field(repr=False)
    extension: str
    page_count: int
    warnings: list[dict[str, Any]]
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CleanedPicture:
    """A picture that is nothing else; its size in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int
