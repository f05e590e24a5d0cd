"""What a render needs from outside, as protocols: the bytes of fonts and of images.

boardkit itself opens no file and no socket. `boardkit.host` lends the machine's fonts; a caller may
inject anything else that has these methods.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class FontFace:
    """One font file, whole, and how it is set: `data` is a single sfnt (TrueType or OpenType), never a
    collection.

    - `variations`: (axis tag, value) of a variable font, where not the axis' default.
    - `is_color`: some glyphs are pictures in colours of their own, which text's fill doesn't change.
    - `emboldened`, `slanted`: made bold or oblique by the renderer, because the family has no such face.
    - `hinted_from`: the least size in board pixels at which outlines are fitted to the grid of pixels.
    - `whole_advances`: its advances are rounded to whole board pixels, its places to whole device pixels.

    Faces are compared by identity, so a source hands out the same object for the same face.
    """

    data: bytes = field(repr=False)
    family: str
    weight: int = 400
    italic: bool = False
    variations: tuple[tuple[str, float], ...] = ()
    is_color: bool = False
    emboldened: bool = False
    slanted: bool = False
    hinted_from: float = 0.0
    whole_advances: bool = False


@dataclass(frozen=True, slots=True)
class FontQuery:
    """A CSS font request: families in order of preference, weight 1–1000, slant.

    A family without a name is any font of that weight and slant.
    """

    families: tuple[str, ...]
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FontStack:
    """What a request found: at least one face, those to try first first. `missing`: the families that
    were preferred to the first face and are not to be had.
    """

    faces: tuple[FontFace, ...]
    missing: tuple[str, ...] = ()


class FontSource(Protocol):
    """Where fonts come from. A source's answers don't change: words set with its faces are kept."""

    def __hash__(self) -> int: ...

    def match(self, query: FontQuery) -> FontStack:
        """The faces that a browser would try before it looks at all fonts; never fails."""
        ...

    def fallback(self, query: FontQuery, character: str, *, emoji: bool = False) -> FontFace | None:
        """A face for a character that none of the request's faces has, or None where no font has it.

        `emoji`: the character is to be shown as a picture, so a face with pictures is best.
        """
        ...


class ImageUnavailable(Exception):
    """An image can't be had; the text is the reason, the end of a sentence: `its server takes too long.`"""


class ImageSource(Protocol):
    """Where the bytes of images behind addresses come from; data URLs never reach it.

    Konva's own JSON holds no images. One that was saved without an address is asked for as `node:` and the
    node's id, or its name where it has no id.
    """

    def load(self, url: str) -> bytes | None:
        """The file behind `url`, or None where it can't be had. Raises `ImageUnavailable` to say why."""
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
