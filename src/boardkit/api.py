"""The two things that boardkit does: render a saved board, and say what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from boardkit.backends.archive import write_zip
from boardkit.backends.json import write_json
from boardkit.backends.pdf import write_pdf
from boardkit.board.addresses import image_addresses as addresses_on
from boardkit.board.decode import decode
from boardkit.board.model import Board, PageHeading
from boardkit.board.pages import choose_pages
from boardkit.board.parse import parse
from boardkit.errors import OptionsError
from boardkit.host import host_resources
from boardkit.limits import Limits
from boardkit.options import FORMATS, Format, Pages, RenderOptions
from boardkit.page_pictures import PictureJob
from boardkit.resources import Resources
from boardkit.scene.build import build_scene
from boardkit.scene.context import SceneContext
from boardkit.scene.nodes import Scene
from boardkit.warnings import RenderWarning, WarningCode, WarningLog

_MEDIA_TYPES: dict[Format, str] = {
    "png": "image/png",
    "pdf": "application/pdf",
    "json": "application/json",
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}

State = bytes | bytearray | str | dict[str, Any] | list[Any] | None
"""A saved state: JSON text, or its values decoded already."""

Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all."""

Stage = Literal["board", "scene", "file"]
Stages = Callable[[Stage], None]
"""Called when a stage begins; with several pages, scene and file come in turns."""


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


def image_addresses(
    state: State,
    *,
    format: Format = "png",
    options: RenderOptions = RenderOptions(),
    limits: Limits = Limits(),
) -> tuple[str, ...]:
    """The web addresses of the images that a render of the same would ask `Resources` for, each once.

    Raises `StateError` and `OptionsError`.
    """
    if format == "json":
        return ()
    board = parse(state, limits, WarningLog())
    pages = (
        board.read_page(number) for number in choose_pages(board, options.pages or _default_pages(format))
    )
    return tuple(dict.fromkeys(address for page in pages for address in addresses_on(page)))


def render(
    state: State,
    *,
    format: Format = "png",
    options: RenderOptions = RenderOptions(),
    resources: Resources | None = None,
    limits: Limits = Limits(),
    progress: Progress | None = None,
    stages: Stages | None = None,
) -> Rendered:
    """The file of a saved board.

    - `resources`: fonts and images; None takes this machine's fonts and no images behind addresses.
    - `progress`: called after every page.
    - `stages`: called as each stage begins, for whoever wants to time them.

    Raises `StateError`, `OptionsError` and `RenderError`; one bad element only makes a warning.
    """
    if format not in FORMATS:
        raise OptionsError(f"format must be one of: {', '.join(FORMATS)}.", field="format")
    log = WarningLog()
    begin = stages or _unwatched
    begin("board")
    if format == "json":
        data = write_json(decode(state, limits), pretty=options.pretty, log=log)
        return Rendered(data, _MEDIA_TYPES[format], format, 1, log.all())
    board = parse(state, limits, log)
    numbers = choose_pages(board, options.pages or _default_pages(format))
    context = SceneContext(resources or host_resources(), limits, log)
    scenes = _scenes(board, numbers, options, context, progress, begin)
    del board  # with its last page drawn, its points make room for the file
    travelling = _travelling(state, format, log) if options.embed_state else None
    if format == "pdf":
        data = write_pdf(scenes, options, log, travelling)
        return Rendered(data, _MEDIA_TYPES[format], format, len(numbers), log.all())
    files = PictureJob(format, options, limits, log, travelling).files(scenes, numbers)
    if len(numbers) == 1:
        parts = list(files)
        if len(parts) == 1:
            return Rendered(parts[0][1], _MEDIA_TYPES[format], format, 1, log.all())
        files = iter(parts)
    archive = write_zip(files)
    return Rendered(archive, "application/zip", "zip", len(numbers), log.all())


def _unwatched(_stage: Stage) -> None:
    pass


def _default_pages(format: Format) -> Pages:
    return "all" if format == "pdf" else "current"


def _travelling(state: State, format: Format, log: WarningLog) -> bytes | None:
    """The saved board as JSON text, as it came if it came as text; None where the format can't hold it."""
    if format in ("jpg", "webp"):
        log.add(WarningCode.FORMAT_LIMIT, "Only a PNG, a PDF or an SVG can carry the board.")
        return None
    if isinstance(state, str):
        return state.encode("utf-8", "surrogatepass")
    if isinstance(state, bytes | bytearray):
        return bytes(state)
    return write_json(state, pretty=False, log=log)


def _scenes(
    board: Board,
    numbers: tuple[int, ...],
    options: RenderOptions,
    context: SceneContext,
    progress: Progress | None,
    begin: Stages,
) -> Iterator[Scene]:
    """The chosen pages, one in memory at a time; a page counts as done when its successor is asked for."""
    for done, number in enumerate(numbers, 1):
        begin("scene")
        scene = build_scene(board, number, options, context)
        begin("file")
        yield scene
        if progress is not None:
            progress(done, len(numbers))
