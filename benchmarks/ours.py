"""What is measured of boardkit itself: time, memory, the pen, the floor below it."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import skia

from benchmarks.cases import Case, Drawn
from boardkit import render
from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.files.pixels import channels_of
from boardkit.backends.png.files.png import encode_channels
from boardkit.options import Format
from boardkit.scene.freehand import freehand_outline

_EXPORT = """
import sys
from boardkit import render
render(sys.stdin.buffer.read(), format=sys.argv[1])
"""
_BETWEEN_LOOKS = 0.002

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""As malloc.h numbers them."""

FLOOR_SIZE = (1840, 2400)


@contextmanager
def process() -> Iterator[Callable[[Case], Drawn]]:
    """A warm process that draws cases, and does nothing else, as the peers have theirs."""
    with get_context("spawn").Pool(1) as pool:
        yield lambda case: pool.apply(_drawn, (case.board(), case.format))


def _drawn(board: bytes, format: Format) -> Drawn:
    start, busy = time.perf_counter(), _processor_seconds()
    data = render(board, format=format).data
    return Drawn(time.perf_counter() - start, len(data), _processor_seconds() - busy)


def _processor_seconds() -> float:
    """Of this process and of those that it made."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def outlines(strokes: list[tuple[np.ndarray, float]]) -> float:
    """Seconds for the pen's outlines of all strokes."""
    start = time.perf_counter()
    for points, size in strokes:
        freehand_outline(points, size, simulate_pressure=True)
    return time.perf_counter() - start


class Floor:
    """Skia draws a recording of what we drew, and the pixels become a file: less work there can't be."""

    def __init__(self, case: Case) -> None:
        _keep_memory()
        self._picture = _recorded(case)

    def once(self) -> Drawn:
        """One drawing."""
        start, busy = time.perf_counter(), time.process_time()
        bitmap = Bitmap(*FLOOR_SIZE)
        bitmap.canvas.drawPicture(self._picture)
        data = encode_channels(*channels_of(bitmap))
        return Drawn(time.perf_counter() - start, len(data), time.process_time() - busy)


def _keep_memory() -> None:
    """Let the allocator keep what is freed, so that the floor's layers come without page faults."""
    with suppress(AttributeError, OSError):  # where the C library is another than GNU's
        libc = ctypes.CDLL(None)
        libc.mallopt(_TRIM_THRESHOLD, 1 << 30)
        libc.mallopt(_MMAP_THRESHOLD, 1 << 25)


def _recorded(case: Case) -> skia.Picture:
    """The recording is made by our own rasteriser, drawing into a recorder instead of a bitmap."""
    from benchmarks.recording import record

    return record(case.board(), *FLOOR_SIZE)


def peak_memory(case: Case) -> int:
    """Bytes of the most memory that a fresh process and those it makes have together during one export."""
    with tempfile.TemporaryFile() as board:
        board.write(case.board())
        board.seek(0)
        process = subprocess.Popen([sys.executable, "-c", _EXPORT, case.format], stdin=board)
        peak = 0
        while process.poll() is None:
            children = sum(_memory(child, "Private_") for child in _children(process.pid))
            peak = max(peak, _memory(process.pid, "Rss:") + children)
            time.sleep(_BETWEEN_LOOKS)
    return peak


def _children(process: int) -> list[int]:
    with suppress(OSError):
        return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]
    return []


def _memory(process: int, kind: str) -> int:
    """Bytes of a kind; 0 for a process that has ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith(kind)) * 1024
    return 0
