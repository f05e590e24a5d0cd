"""Where the time of one PNG goes, stage by stage, by processor time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from benchmarks.cases import Case
from boardkit.backends.png.files.pixels import channels_of
from boardkit.backends.png.files.png import encode_channels
from boardkit.backends.png.raster import Rasteriser
from boardkit.board.decode import decode_runs
from boardkit.board.parse import parse
from boardkit.host import host_resources
from boardkit.limits import Limits
from boardkit.options import RenderOptions
from boardkit.scene.build import build_scene
from boardkit.scene.context import SceneContext
from boardkit.warnings import WarningLog

Row = dict[str, Any]

STAGED = ("lesson", "strokes")


def rows(case: Case, runs: int) -> Iterator[Row]:
    """A row a stage: medians of warm runs."""
    _once(case.board())
    measured = [_once(case.board()) for _ in range(runs)]
    for stage in measured[0]:
        seconds = statistics.median(times[stage] for times in measured)
        yield {"case": case.name, "by": stage, "busy": seconds}


def _once(state: bytes) -> dict[str, float]:
    """Seconds of each stage of one export."""
    limits, options, log = Limits(), RenderOptions(), WarningLog()
    marks = [time.process_time()]

    def mark() -> None:
        marks.append(time.process_time())

    decode_runs(state, limits)
    mark()
    board = parse(state, limits, log)
    mark()
    board.read_page(board.current)
    mark()
    scene = build_scene(board, board.current, options, SceneContext(host_resources(), limits, log))
    mark()
    bitmap = Rasteriser().draw(scene, options.scale)
    mark()
    encode_channels(*channels_of(bitmap))
    mark()
    decoded, parsed, read, built, drawn, encoded = (after - before for before, after in pairwise(marks))
    return {
        "decode": decoded,
        "parse": max(0.0, parsed - decoded) + read,
        "scene": max(0.0, built - read),
        "raster": drawn,
        "encode": encoded,
    }
