"""The two things that boardkit does: render a saved board, and say what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from boardkit.backends import json as json_backend
from boardkit.board.decode import decode
from boardkit.board.model import PageHeading
from boardkit.board.parse import parse
from boardkit.limits import Limits
from boardkit.options import Format, RenderOptions
from boardkit.resources import Resources
from boardkit.warnings import RenderWarning, WarningLog

State = bytes | bytearray | str | dict[str, Any] | list[Any] | None
"""A saved state: JSON text, or its values decoded already."""

Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file: `extension` without the dot, `page_count` the pages in it."""

    data: bytes = field(repr=False)
    media_type: str
    extension: str
    page_count: int
    warnings: tuple[RenderWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a saved board holds: its dialect, its pages, and the number of the open one."""

    dialect: str
    pages: tuple[PageHeading, ...]
    current: int
    warnings: tuple[RenderWarning, ...] = ()


def inspect(state: State, *, limits: Limits = Limits()) -> Inspection:
    """What is in a saved board, without drawing it. Raises `StateError`."""
    log = WarningLog()
    board = parse(state, limits, log)
    return Inspection(board.dialect, board.headings, board.current, log.all())


def render(
    state: State,
    *,
    format: Format = "png",
    options: RenderOptions = RenderOptions(),
    resources: Resources | None = None,
    limits: Limits = Limits(),
    progress: Progress | None = None,
) -> Rendered:
    """The file of a saved board.

    - `resources`: fonts and images; None takes this machine's fonts and no images behind addresses.
    - `progress`: called after every page.

    Raises `StateError`, `OptionsError` and `RenderError`; one bad element only makes a warning.
    """
    log = WarningLog()
    if format == "json":
        data = json_backend.write_json(decode(state, limits), pretty=options.pretty, log=log)
        return Rendered(data, "application/json", "json", 1, log.all())
    board = parse(state, limits, log)
    numbers = choose_pages(board, options.pages or _DEFAULT_PAGES[format])
    context = SceneContext(resources or host_resources(), limits, log)
    scenes = _scenes(board, numbers, options, context, progress)
    if format == "pdf":
        return Rendered(write_pdf(scenes, options), "application/pdf", "pdf", len(numbers), log.all())
    return _render_png(scenes, len(numbers), options, context)
