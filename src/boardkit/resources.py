"""What a render needs from outside, as protocols: the bytes of fonts and of images.

boardkit itself opens no file and no socket. `boardkit.host` lends the machine's fonts; a caller may
inject anything else that has these methods.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class FontFace:
    """One font file, whole: `data` is a single sfnt (TrueType or OpenType), never a collection.

    Faces are compared by identity, so a source hands out the same object for the same face.
    """

    data: bytes = field(repr=False)
    family: str
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FontQuery:
    """A CSS font request: families in order of preference, weight 1–1000, slant."""

    families: tuple[str, ...]
    weight: int = 400
    italic: bool = False


class FontSource(Protocol):
    """Where fonts come from."""

    def match(self, query: FontQuery) -> FontFace:
        """The face a browser on this machine would take first; never fails."""
        ...

    def fallback(self, query: FontQuery, character: str) -> FontFace | None:
        """A face that has `character`, or None where no font does."""
        ...


class ImageSource(Protocol):
    """Where the bytes of images behind addresses come from; data URLs never reach it."""

    def load(self, url: str) -> bytes | None:
        """The file behind `url`, or None where it can't be had."""
        ...


class NoImages:
    """An image source that has nothing: images behind addresses stay empty, as when a browser is offline."""

    def load(self, url: str) -> bytes | None:  # noqa: ARG002 - the protocol's
        """None, always."""
        return None


@dataclass(frozen=True, slots=True)
class Resources:
    """The fonts and images that one render may use."""

    fonts: FontSource
    images: ImageSource = field(default_factory=NoImages)
