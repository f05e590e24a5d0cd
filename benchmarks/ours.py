"""What is measured of boardkit itself: time, memory, the pen, the floor below it."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import skia

from benchmarks.cases import Case
from boardkit import render
from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.encode import encode_channels
from boardkit.backends.png.pixels import channels_of
from boardkit.scene.freehand import freehand_outline

# VmHWM and not getrusage, which on Linux counts what the process was before it became this program.
_PEAK = """
import sys
from boardkit import render
render(sys.stdin.buffer.read(), format=sys.argv[1])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""

FLOOR_SIZE = (1840, 2400)


def once(case: Case) -> tuple[float, int]:
    """Seconds and bytes of one export."""
    board = case.board()
    start = time.perf_counter()
    data = render(board, format=case.format).data
    return time.perf_counter() - start, len(data)


def busy(case: Case) -> float:
    """Seconds of processor time of one export: what growth is judged by, whoever else is on the machine."""
    board = case.board()
    start = time.process_time()
    render(board, format=case.format)
    return time.process_time() - start


def outlines(strokes: list[tuple[np.ndarray, float]]) -> float:
    """Seconds for the pen's outlines of all strokes."""
    start = time.perf_counter()
    for points, size in strokes:
        freehand_outline(points, size, simulate_pressure=True)
    return time.perf_counter() - start


class Floor:
    """Skia draws a recording of what we drew, and the pixels become a file: less work there can't be."""

    def __init__(self, case: Case) -> None:
        self._picture = _recorded(case)

    def once(self) -> tuple[float, int]:
        """Seconds and bytes."""
        start = time.perf_counter()
        bitmap = Bitmap(*FLOOR_SIZE)
        bitmap.canvas.drawPicture(self._picture)
        data = encode_channels(*channels_of(bitmap))
        return time.perf_counter() - start, len(data)


def _recorded(case: Case) -> skia.Picture:
    """The recording is made by our own rasteriser, drawing into a recorder instead of a bitmap."""
    from benchmarks.recording import record

    return record(case.board(), *FLOOR_SIZE)


def peak_memory(case: Case) -> int:
    """Bytes of the most memory that a fresh process took for one export, as the operating system counts."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, case.format], input=case.board(), stdout=subprocess.PIPE, check=True
    )
    return int(done.stdout) * 1024
