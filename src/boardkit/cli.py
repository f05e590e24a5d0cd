"""The command line: `boardkit render` and `boardkit inspect`.

Exit codes: 0 done, 1 a file can't be read or written, 2 wrong usage or options, 3 the board can't be
exported, 4 a library that drawing needs is missing.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boardkit.errors import BoardkitError, OptionsError
from boardkit.limits import Limits
from boardkit.options import FORMATS, RenderOptions, choices

if TYPE_CHECKING:
    from boardkit.resources import Resources
    from boardkit.warnings import RenderWarning

DONE, NO_FILE, USAGE, BOARD, LIBRARY = 0, 1, 2, 3, 4
STANDARD_STREAM = "-"
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")
_BAR_WIDTH = 30
_BAR_FROM_PAGES = 3
"""Fewer pages are done before a bar could be read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except OptionsError as error:
        return _fail(str(error), USAGE)
    except BoardkitError as error:
        return _fail(str(error), BOARD)
    except ImportError as error:
        return _fail(f"{error}. On Debian: apt-get install libegl1 libgl1", LIBRARY)
    except OSError as error:
        return _fail(f"{error.filename or 'The file'}: {error.strerror or error}", NO_FILE)


def _render(arguments: argparse.Namespace) -> int:
    from boardkit import render

    options = RenderOptions(
        pages=_pages(arguments.pages),
        scale=arguments.scale,
        background=arguments.background,
        crop=arguments.crop,
        paper=arguments.paper,
        orientation=arguments.orientation,
        quality=arguments.quality,
        text=arguments.text,
        embed_state=arguments.embed_state,
        pretty=arguments.pretty,
        title=arguments.title or _title(arguments.board),
        created=datetime.now(UTC),
    )
    rendered = render(
        _read(arguments.board),
        format=_format(arguments),
        options=options,
        resources=_resources(arguments.fonts),
        progress=_progress(),
    )
    _write(arguments.output, rendered.data)
    _remark(rendered.warnings)
    return DONE


def _inspect(arguments: argparse.Namespace) -> int:
    from boardkit import inspect
    from boardkit.backends.json import write_json
    from boardkit.warnings import WarningLog

    inspection = inspect(_read(arguments.board))
    summary: dict[str, Any] = {
        "dialect": inspection.dialect,
        "current": inspection.current,
        "pages": [asdict(page) for page in inspection.pages],
    }
    _write(STANDARD_STREAM, write_json(summary, pretty=True, log=WarningLog()) + b"\n")
    _remark(inspection.warnings)
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="boardkit", description="Turn a saved whiteboard into a picture, a PDF or readable JSON."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    render = commands.add_parser("render", help="write the file of a board")
    render.set_defaults(command=_render)
    render.add_argument("board", metavar="IN.json", help="the saved state; - reads standard input")
    render.add_argument("-o", "--output", default=STANDARD_STREAM, help="- (the default) is standard output")
    render.add_argument("--format", choices=FORMATS, help="default: by the output's name, else png")
    render.add_argument("--pages", help="current, all, or numbers such as 2,4-6")
    render.add_argument("--scale", type=float, default=2.0, help="device pixels per board pixel (default 2)")
    render.add_argument("--quality", type=int, default=90, help="of a jpg or webp, 1-100 (default 90)")
    for name in ("background", "crop", "paper", "orientation", "text"):
        allowed = choices(name)
        render.add_argument(f"--{name}", choices=allowed, default=allowed[0])
    render.add_argument("--embed-state", action="store_true", help="the board travels inside the file")
    render.add_argument("--pretty", action="store_true", help="indent the JSON")
    render.add_argument(
        "--fonts",
        metavar="FOLDER",
        action="append",
        default=[],
        help="fonts besides the installed ones",
    )
    render.add_argument("--title", help="the PDF's or SVG's title (default: the input's name)")

    inspect = commands.add_parser("inspect", help="say what is in a board")
    inspect.set_defaults(command=_inspect)
    inspect.add_argument("board", metavar="IN.json", help="the saved state; - reads standard input")
    return parser


def _format(arguments: argparse.Namespace) -> Any:
    ending = Path(arguments.output).suffix.lstrip(".").lower()
    if arguments.format or not ending:
        return arguments.format or "png"
    if ending == "zip":
        return "png"
    if ending not in FORMATS:
        raise OptionsError(f"No format is called {ending}; there are: {', '.join(FORMATS)}.", field="format")
    return ending


def _pages(text: str | None) -> Any:
    if text is None or text in ("current", "all"):
        return text
    numbers: list[int] = []
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise OptionsError("--pages takes current, all, or numbers such as 2,4-6.", field="pages")
        first, last = int(match[1]), int(match[2] or match[1])
        if last > Limits().pages:
            raise OptionsError(f"--pages takes numbers up to {Limits().pages}.", field="pages")
        numbers.extend(range(first, last + 1))
    return tuple(numbers)


def _resources(folders: Sequence[str]) -> Resources:
    from boardkit.host import host_fonts
    from boardkit.resources import Resources

    for folder in folders:
        if not Path(folder).is_dir():
            raise OptionsError(f"--fonts takes folders; {folder} is none.", field="fonts")
    return Resources(fonts=host_fonts(tuple(folders)))


def _title(board: str) -> str:
    return "" if board == STANDARD_STREAM else Path(board).stem


def _read(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == STANDARD_STREAM else Path(path).read_bytes()


def _write(path: str, data: bytes) -> None:
    if path == STANDARD_STREAM:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        Path(path).write_bytes(data)


def _progress() -> Callable[[int, int], None] | None:
    """A bar on standard error, where a person is looking at it."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total >= _BAR_FROM_PAGES:
            bar = "█" * (_BAR_WIDTH * done // total)
            end = "\n" if done == total else ""
            print(f"\r{bar:<{_BAR_WIDTH}} {done}/{total} pages", end=end, file=sys.stderr, flush=True)

    return show


def _remark(warnings: Sequence[RenderWarning]) -> None:
    for warning in warnings:
        place = "" if warning.page is None else f"page {warning.page}: "
        element = "" if warning.element is None else f", element {warning.element}"
        element += f" and {len(warning.others)} more" if warning.others else ""
        print(f"boardkit: {place}{warning.message} ({warning.code.value}{element})", file=sys.stderr)


def _fail(message: str, code: int) -> int:
    print(f"boardkit: {message}", file=sys.stderr)
    return code
