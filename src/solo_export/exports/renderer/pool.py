"""Child processes for as many threads as ask, handed out one to a thread."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from boardkit.errors import BoardkitError
from solo_export.exports import conf
from solo_export.exports.renderer.cancellation import Cancellation
from solo_export.exports.renderer.errors import RendererCrashed, RenderersBusy
from solo_export.exports.renderer.jobs import CleanedPicture, DrawnFile, PictureJob, RenderJob
from solo_export.exports.renderer.messages import Message
from solo_export.exports.renderer.process import OnProgress, RendererProcess
from solo_export.exports.shared import shared

_EXTENSIONS = frozenset({"png", "pdf", "json", "svg", "jpg", "webp", "zip"})
_STAGES = frozenset({"board", "scene", "file"})
_JOBS_PER_PROCESS = 200
"""Then a fresh child takes over, so that no allocator's leftovers add up."""


class RendererPool:
    """At most `size` children, each made when it is first needed and kept warm between jobs.

    `memory_mb` limits each child, `seconds` each job, and the wait for a child as well. The fonts in
    `font_folders` count as installed.
    """

    def __init__(
        self, *, size: int, memory_mb: int, seconds: float, font_folders: Sequence[str] = ()
    ) -> None:
        self._memory_mb = memory_mb
        self._font_folders = tuple(font_folders)
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(size)
        self._idle: list[RendererProcess] = []
        self._lock = threading.Lock()

    def render(
        self, job: RenderJob, *, cancellation: Cancellation, on_progress: OnProgress | None = None
    ) -> DrawnFile:
        """A board as a file. Raises boardkit's errors and `RendererError`."""
        cancellation.check()
        answer = self._run(job.message(), cancellation, on_progress)
        match answer.header:
            case {"extension": str(extension), "page_count": int(page_count), "warnings": list(warnings)} if (
                extension in _EXTENSIONS
            ):
                return DrawnFile(answer.payload, extension, page_count, warnings, _seconds(answer.header))
        raise RendererCrashed("The child sent what is no file.")

    def image_addresses(self, job: RenderJob, *, cancellation: Cancellation) -> tuple[str, ...]:
        """The images that a job's board names by address. Raises boardkit's errors and `RendererError`."""
        answer = self._run(job.addresses_message(), cancellation, None)
        match answer.header:
            case {"addresses": list(addresses)} if all(isinstance(address, str) for address in addresses):
                return tuple(addresses)
        raise RendererCrashed("The child sent what are no addresses.")

    def clean_png(self, job: PictureJob) -> CleanedPicture:
        """A picture's pixels as a PNG. Raises `boardkit.PictureError` and `RendererError`."""
        answer = self._run(job.message(), Cancellation(), None)
        match answer.header:
            case {"width": int(width), "height": int(height)}:
                return CleanedPicture(answer.payload, width, height)
        raise RendererCrashed("The child sent what is no picture.")

    def start(self) -> None:
        """Start one child, and don't wait until it is warm."""
        self._give_back(self._new())

    def warm_up(self) -> None:
        """Have one child warm, so that the first job need not wait for it. Raises `RendererError`."""
        with self._borrow() as process:
            process.wait_until_ready()

    def close(self) -> None:
        """End the children that nobody uses."""
        while process := self._pop_idle():
            process.close()

    def _run(self, job: Message, cancellation: Cancellation, on_progress: OnProgress | None) -> Message:
        with self._borrow() as process, cancellation.watching(process):
            return process.run(job, self._seconds, on_progress)

    @contextmanager
    def _borrow(self) -> Iterator[RendererProcess]:
        if not self._places.acquire(timeout=self._seconds):
            raise RenderersBusy
        try:
            process = self._take()
            try:
                yield process
            except BoardkitError:
                self._give_back(process)
                raise
            except BaseException:
                process.close()
                raise
            self._give_back(process)
        finally:
            self._places.release()

    def _take(self) -> RendererProcess:
        while process := self._pop_idle():
            if process.is_alive():
                return process
            process.close()
        return self._new()

    def _new(self) -> RendererProcess:
        return RendererProcess(self._memory_mb, self._font_folders)

    def _pop_idle(self) -> RendererProcess | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, process: RendererProcess) -> None:
        if process.jobs_done < _JOBS_PER_PROCESS:
            with self._lock:
                self._idle.append(process)
        else:
            process.close()


def _seconds(header: dict[str, Any]) -> dict[str, float]:
    """What each stage took, as far as the child says so in earnest."""
    said = header.get("seconds")
    told = said.items() if isinstance(said, dict) else ()
    return {stage: seconds for stage, seconds in told if stage in _STAGES and isinstance(seconds, float)}


@shared
def shared_pool() -> RendererPool:
    """The pool of this process, limited by the settings."""
    pool = RendererPool(
        size=os.cpu_count() or 1,
        memory_mb=conf.get("SOLO_EXPORT_RENDER_MEMORY_MB"),
        seconds=conf.get("SOLO_EXPORT_RENDER_SECONDS"),
        font_folders=conf.get("SOLO_FONT_FOLDERS"),
    )
    atexit.register(pool.close)
    return pool
