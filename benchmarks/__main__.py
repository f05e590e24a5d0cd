"""`make bench`: exports measured side by side with the browser, Node.js and the floor.

Times are medians of warm runs, JSON bytes in, file bytes out, scale 2. All who draw a case take turns, so
that whoever else is on the machine disturbs all alike. What was measured goes to standard output, with the
goals below it, and as JSON lines to the file that --lines names.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import platform
import pstats
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import ours, peers, polling, service, stages
from benchmarks.cases import CASES, DOUBLINGS, GROWTH, Case, Drawn
from benchmarks.goals import table
from boardkit import render
from boardkit.kernels import plain_kernels

Row = dict[str, Any]
Once = Callable[[], Drawn]

PACKAGES = ("skia-python", "numpy", "isal", "solo-export")


def main() -> None:
    """Measure what the arguments ask for."""
    options = _parser().parse_args()
    chosen = [case for case in CASES if not options.only or case.name in options.only]
    if options.profile:
        _profile(next(case for case in (*CASES, *GROWTH) if case.name == options.profile))
        return
    machine = _machine()
    print(" · ".join(f"{key} {value}" for key, value in machine.items()), flush=True)
    rows = [machine]
    old = _read(options.compare) if options.compare else {}
    for row in _measured(chosen, options.runs, full=not options.only):
        rows.append(row)
        print(_line(row, old.get(_key(row))), flush=True)
    print("", *table(rows), sep="\n")
    options.lines.parent.mkdir(parents=True, exist_ok=True)
    options.lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make bench ARGS=", description=__doc__)
    names = [case.name for case in (*CASES, *GROWTH)]
    drawn = [case.name for case in CASES]
    parser.add_argument("--only", nargs="+", choices=drawn, metavar="CASE", help=f"of {', '.join(drawn)}")
    parser.add_argument("--runs", type=int, default=5, help="warm runs of each (%(default)s)")
    parser.add_argument("--lines", type=Path, default=Path("build/bench.jsonl"), help="file of JSON lines")
    parser.add_argument("--compare", type=Path, help="JSON lines of an earlier run: show what changed")
    parser.add_argument("--profile", choices=names, help="where the time of one case goes, by function")
    return parser


def _machine() -> Row:
    found = {name: version(name) for name in PACKAGES}
    kernels = "plain Python" if plain_kernels() else "compiled"
    return {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **found,
        "kernels": kernels,
    }


def _measured(cases: list[Case], runs: int, *, full: bool) -> Iterator[Row]:
    """A row for each case and whoever draws it, then growth, memory and the pen."""
    with ExitStack() as stack:
        boardkit = stack.enter_context(ours.process())
        tab, node = _open_peers(stack)
        for case in cases:
            drawing: dict[str, Once] = {"boardkit": partial(boardkit, case)}
            if case.format == "png":
                drawing["floor"] = ours.Floor(case).once
            if tab is not None:
                tab.show(case)
                drawing["Chromium"] = partial(tab.once, case)
            if node is not None and case.format == "png":
                drawing["Node.js"] = partial(node.once, case)
            yield from _in_turns(case, drawing, runs)
    for case in cases:
        if case.name in stages.STAGED:
            yield from stages.rows(case, runs)
    if full:
        yield from _growth(runs)
        yield from service.rows()
        yield from polling.rows(runs)
        yield from _memory()
        yield from _pen(runs)


def _open_peers(stack: ExitStack) -> tuple[peers.Chromium | None, peers.Node | None]:
    tab = node = None
    if reason := peers.missing_chromium():
        print(f"Without Konva in Chromium: {reason}.")
    else:
        tab = stack.enter_context(peers.Chromium())
    if reason := peers.missing_node():
        print(f"Without Konva on Node.js: {reason}.")
    else:
        node = stack.enter_context(peers.Node())
    return tab, node


def _in_turns(case: Case, drawing: dict[str, Once], runs: int) -> Iterator[Row]:
    """A row for everyone who draws a case."""
    for once in drawing.values():
        once()  # warm
    measured: dict[str, list[Drawn]] = {by: [] for by in drawing}
    order = list(drawing)
    for _ in range(runs):
        for by in order:
            measured[by].append(drawing[by]())
        order.append(order.pop(0))  # so that nobody always comes after the same one
    for by, done in measured.items():
        seconds = statistics.median(drawn.seconds for drawn in done)
        row = {"case": case.name, "by": by, "seconds": seconds, "bytes": done[-1].bytes}
        busy = [drawn.busy for drawn in done if drawn.busy is not None]
        yield row | ({"busy": statistics.median(busy)} if busy else {})


def _growth(runs: int) -> Iterator[Row]:
    """How many times longer twice the work takes, by the least processor time of each."""
    by_name = {case.name: case for case in (*CASES, *GROWTH)}
    with ours.process() as boardkit:
        for large, small in DOUBLINGS:
            both = [(boardkit(by_name[large]).busy, boardkit(by_name[small]).busy) for _ in range(runs)]
            least_large, least_small = (min(filter(None, column)) for column in zip(*both, strict=True))
            yield {"case": f"{small} → {large}", "by": "growth", "times": least_large / least_small}


def _memory() -> Iterator[Row]:
    by_name = {case.name: case for case in (*CASES, *GROWTH)}
    if not Path("/proc/self/status").exists():
        return
    for name in ("empty", "strokes", "page", "pdf"):
        yield {"case": name, "by": "peak memory", "bytes": ours.peak_memory(by_name[name])}


def _pen(runs: int) -> Iterator[Row]:
    case = next(case for case in CASES if case.name == "strokes")
    saved = json.loads(case.board())["pages"][0]["strokes"]
    strokes = [
        (np.array([(p["x"], p["y"], np.nan) for p in stroke["points"]]), float(stroke["size"]))
        for stroke in saved
    ]
    points = sum(len(stroke) for stroke, _ in strokes)
    seconds = statistics.median(ours.outlines(strokes) for _ in range(runs))
    yield {"case": "pen outlines", "by": "boardkit", "points_per_second": points / seconds}
    if peers.missing_node() is None:
        with peers.Node("--outlines") as node:
            (row,) = _in_turns(case, {"Node.js": partial(node.once, case)}, runs)
        yield {"case": "pen outlines", "by": "Node.js", "points_per_second": points / row["seconds"]}


def _line(row: Row, old: Row | None) -> str:
    """A row of the table, with what it was before where that is known."""
    parts = [f"{row['case']:<24} {row['by']:<12}"]
    if "seconds" in row:
        parts.append(f"{row['seconds'] * 1000:9.1f} ms")
    if "bytes" in row:
        parts.append(f"{row['bytes'] / 1e6:9.3f} MB")
    if "busy" in row:
        parts.append(f"{row['busy'] * 1000:9.1f} ms of processor")
    if "times" in row:
        parts.append(f"{row['times']:9.2f} times")
    if "p99" in row:
        parts.append(f"{row['p99'] * 1000:9.1f} ms at most for 99 of 100")
    if "per_second" in row:
        parts.append(f"{row['per_second']:9.0f} a second")
    if "points_per_second" in row:
        parts.append(f"{row['points_per_second'] / 1e6:9.2f} M points/s")
    if old:
        parts += [
            f"{key} {row[key] / old[key]:.2f} × the old"
            for key in ("seconds", "busy", "bytes", "per_second", "points_per_second")
            if old.get(key) and row.get(key)
        ]
    return "  ".join(parts)


def _key(row: Row) -> tuple[Any, Any]:
    return row.get("case"), row.get("by")


def _read(path: Path) -> dict[tuple[Any, Any], Row]:
    rows = map(json.loads, path.read_text().splitlines())
    return {_key(row): row for row in rows}


def _profile(case: Case) -> None:
    board = case.board()
    render(board, format=case.format)
    profile = cProfile.Profile()
    profile.runcall(render, board, format=case.format)
    pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
