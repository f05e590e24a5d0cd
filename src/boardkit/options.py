"""How a caller wants the file: the frozen options of one render, checked when they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, get_args

from boardkit.errors import OptionsError

Format = Literal["png", "pdf", "json", "svg", "jpg", "webp"]
Background = Literal["page", "transparent"]
Crop = Literal["page", "content"]
Paper = Literal["original", "a4", "a3", "letter"]
Orientation = Literal["auto", "portrait", "landscape"]
TextAs = Literal["text", "outlines"]
Pages = Literal["current", "all"] | tuple[int | str, ...]

FORMATS: tuple[Format, ...] = get_args(Format)
MIN_SCALE, MAX_SCALE = 0.1, 8.0
MIN_QUALITY, MAX_QUALITY = 1, 100

_CHOICES: dict[str, tuple[str, ...]] = {
    "background": get_args(Background),
    "crop": get_args(Crop),
    "paper": get_args(Paper),
    "orientation": get_args(Orientation),
    "text": get_args(TextAs),
}


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What may be chosen for one export.

    - `pages`: which pages, in this order: numbers counted from 1, or page ids. None takes the format's own
      default: all pages for PDF, the open page for a picture.
    - `scale`: device pixels per board pixel, 0.1 to 8; PNG, JPEG and WebP.
    - `quality`: of JPEG and WebP, 1 to 100; WebP at 100 loses nothing.
    - `background`: `page` as the board shows it, or `transparent` without the background layer.
    - `crop`: the whole `page`, or the bounds of its `content`.
    - `paper`, `orientation`: the sheet of a PDF page; `original` is the board's own size. A page that on one
      sheet of paper would be too small to be read is spread over several.
    - `text`: an SVG's text as `text`, or as `outlines` that need no font.
    - `embed_state`: the saved board travels inside a PNG, PDF or SVG, and `extract_state` finds it again. Of
      several pictures the first has it.
    - `pretty`: indent the JSON.
    - `title`, `created`: what a PDF says of itself, and an SVG its title. boardkit reads no clock.

    Raises `OptionsError` naming the field for a value out of range.
    """

    pages: Pages | None = None
    scale: float = 2.0
    background: Background = "page"
    crop: Crop = "page"
    paper: Paper = "original"
    orientation: Orientation = "auto"
    embed_state: bool = False
    pretty: bool = False
    quality: int = 90
    text: TextAs = "text"
    title: str = ""
    created: datetime | None = None

    def __post_init__(self) -> None:
        _check_pages(self.pages)
        if isinstance(self.scale, bool) or not isinstance(self.scale, int | float):
            raise OptionsError("scale must be a number.", field="scale")
        if not MIN_SCALE <= self.scale <= MAX_SCALE:
            raise OptionsError(f"scale must be from {MIN_SCALE:g} to {MAX_SCALE:g}.", field="scale")
        if isinstance(self.quality, bool) or not isinstance(self.quality, int):
            raise OptionsError("quality must be a whole number.", field="quality")
        if not MIN_QUALITY <= self.quality <= MAX_QUALITY:
            raise OptionsError(f"quality must be from {MIN_QUALITY} to {MAX_QUALITY}.", field="quality")
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise OptionsError(f"{name} must be one of: {', '.join(choices)}.", field=name)
        for name in ("embed_state", "pretty"):
            if not isinstance(getattr(self, name), bool):
                raise OptionsError(f"{name} must be true or false.", field=name)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> RenderOptions:
        """Options from plain JSON values, `pages` as a list; raises `OptionsError` for an unknown name."""
        known = {entry.name for entry in fields(cls)}
        for name in values:
            if name not in known:
                raise OptionsError(f"{name} is no option; there are: {', '.join(sorted(known))}.", field=name)
        pages = values.get("pages")
        return cls(**{**values, "pages": tuple(pages) if isinstance(pages, list) else pages})


def choices(name: str) -> tuple[str, ...]:
    """The values that an option takes, the default first."""
    return _CHOICES[name]


def _check_pages(pages: object) -> None:
    if pages is None or pages in ("current", "all"):
        return
    valid = isinstance(pages, tuple) and bool(pages) and all(_is_page(page) for page in pages)
    if not valid:
        raise OptionsError(
            'pages must be "current", "all", or a list of page numbers (from 1) or page ids.',
            field="pages",
        )


def _is_page(page: object) -> bool:
    if isinstance(page, bool):
        return False
    return (isinstance(page, int) and page >= 1) or (isinstance(page, str) and page != "")
