"""The child process, called with LIFELINE, MEMORY_MB and folders of fonts; jobs come by standard input."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import boardkit
import solo_export
from boardkit.host import font_places, host_fonts
from boardkit.picture import clean_png
from solo_export.exports.renderer.confinement import allow_cpu_seconds, confine, die_with_parent
from solo_export.exports.renderer.file_access import allow_reading_only
from solo_export.exports.renderer.messages import Message, MessageError, receive, send
from solo_export.exports.renderer.sealing import seal
from solo_export.exports.renderer.stage_watch import StageWatch
from solo_export.telemetry.error_places import error_lines

_WARM_UP = {
    "pages": [
        {
            "strokes": [
                {"tool": "pen", "color": "#000", "size": 4, "points": [{"x": 1, "y": 1}, {"x": 9, "y": 9}]},
                {"tool": "text", "size": 16, "text": "Aa👩", "points": [{"x": 9, "y": 9}]},
            ]
        }
    ]
}
"""A board that takes drawing to every library it needs before the limits fall and the first job comes."""


def main() -> None:
    """Serve jobs, one after the other, until the parent closes the socket."""
    lifeline, memory_mb = int(sys.argv[1]), int(sys.argv[2])
    die_with_parent(lifeline)
    connection = _take_socket()
    _warm_up()
    shut_in(memory_mb, _font_folders())
    send(connection, Message({"reply": "ready"}))
    while True:
        try:
            job = receive(connection)
        except MessageError:
            return
        send(connection, _answer(job, connection))


def shut_in(memory_mb: int, font_folders: tuple[str, ...]) -> None:
    """Give up, for good, all that drawing does not need."""
    allow_reading_only([*_program_folders(), *font_places(font_folders)])
    confine(memory_mb)
    if not seal():
        print("The renderer can't be cut off from the network on this machine.", file=sys.stderr)


def _program_folders() -> list[Path]:
    """Where Python may look for what it has not imported yet."""
    packages = [Path(package.__path__[0]) for package in (boardkit, solo_export)]
    return [Path(place) for place in (sys.prefix, sys.base_prefix, *sys.path) if place] + packages


def _font_folders() -> tuple[str, ...]:
    return tuple(sys.argv[3:])


def _take_socket() -> socket.socket:
    """The socket, out of reach of whatever native code may print."""
    connection = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return connection


def _warm_up() -> None:
    resources = boardkit.Resources(fonts=host_fonts(_font_folders()))
    for format in boardkit.FORMATS:
        try:
            boardkit.render(_WARM_UP, format=format, resources=resources)
        except Exception as error:  # noqa: BLE001 - one format that can't be drawn here is no reason to draw none
            _tell(error)


def _answer(job: Message, connection: socket.socket) -> Message:
    allow_cpu_seconds(job.header["seconds"])
    try:
        return _JOBS[job.header["job"]](job, connection)
    except boardkit.BoardkitError as error:
        return _error(type(error).__name__, str(error), vars(error))
    except MemoryError:
        return _error("MemoryError", "", {})
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        _tell(error)
        return _error("Exception", type(error).__name__, {})


def _tell(error: Exception) -> None:
    """Write an unforeseen error where the parent reads it for its log."""
    print(*error_lines(error), sep="\n", file=sys.stderr, flush=True)


def _error(name: str, message: str, details: dict[str, Any]) -> Message:
    return Message({"reply": "error", "error": name, "message": message, "details": details})


def _render(job: Message, connection: socket.socket) -> Message:
    def report(done: int, total: int) -> None:
        send(connection, Message({"reply": "progress", "done": done, "total": total}))

    state, images = _parts(job)
    watch = StageWatch()
    rendered = boardkit.render(
        state,
        format=job.header["format"],
        options=_options(job),
        resources=boardkit.Resources(fonts=host_fonts(_font_folders()), images=images),
        limits=boardkit.Limits(**job.header["limits"]),
        progress=report,
        stages=watch.begin,
    )
    done = {
        "reply": "done",
        "extension": rendered.extension,
        "page_count": rendered.page_count,
        "warnings": [warning.as_dict() for warning in rendered.warnings],
        "seconds": watch.seconds(),
    }
    return Message(done, rendered.data)


def _options(job: Message) -> boardkit.RenderOptions:
    header = job.header
    return boardkit.RenderOptions.from_mapping(
        {**header["options"], "title": header["title"], "created": datetime.fromisoformat(header["created"])}
    )


def _parts(job: Message) -> tuple[bytes, SentImages]:
    """The state, and the images that were fetched for it."""
    place = job.header["state_bytes"]
    images: dict[str, bytes | str] = {}
    for sent in job.header["images"]:
        end = place + sent["bytes"]
        images[sent["address"]] = sent["reason"] or job.payload[place:end]
        place = end
    return job.payload[: job.header["state_bytes"]], SentImages(images)


class SentImages:
    """The images that the parent has fetched: files by their address, or the reason why there is none."""

    def __init__(self, images: Mapping[str, bytes | str]) -> None:
        self._images = images

    def load(self, url: str) -> bytes | None:
        """The file behind an address, None for one that was not looked for. Raises `ImageUnavailable`."""
        found = self._images.get(url)
        if isinstance(found, str):
            raise boardkit.ImageUnavailable(found)
        return found


def _image_addresses(job: Message, _connection: socket.socket) -> Message:
    addresses = boardkit.image_addresses(
        job.payload,
        format=job.header["format"],
        options=_options(job),
        limits=boardkit.Limits(**job.header["limits"]),
    )
    return Message({"reply": "done", "addresses": addresses})


def _clean_png(job: Message, _connection: socket.socket) -> Message:
    picture = clean_png(job.payload, limits=boardkit.Limits(**job.header["limits"]))
    return Message({"reply": "done", "width": picture.width, "height": picture.height}, picture.data)


_JOBS: dict[str, Callable[[Message, socket.socket], Message]] = {
    "render": _render,
    "image_addresses": _image_addresses,
    "clean_png": _clean_png,
}

if __name__ == "__main__":
    main()
